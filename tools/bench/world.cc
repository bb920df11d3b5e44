#include "tools/bench/world.h"

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "domain/entities.h"
#include "server/storage/init.h"
#include "server/storage/store.h"
#include "sync/base/hash.h"
#include "sync/base/status.h"
#include "sync/hub/edits.h"
#include "sync/hub/hub.h"
#include "zoufang/v1/admin_service.grpc.pb.h"
#include "zoufang/v1/auth_service.grpc.pb.h"

namespace zoufang::bench {
namespace {

constexpr char kAdministrator[] = "admin";
// Rows of one transaction while seeding.
constexpr size_t kSeedBatch = 5000;

// A password for accounts of a directory that is gone when the benchmark ends.
std::string Password(base::Random& random) { return base::NewUuid(absl::UnixEpoch(), random); }

void Prepare(grpc::ClientContext& context, const std::string& token) {
  context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(30)));
  if (!token.empty()) context.AddMetadata("authorization", absl::StrCat("Bearer ", token));
}

}  // namespace

absl::StatusOr<std::unique_ptr<World>> World::Make(const std::string& directory) {
  std::unique_ptr<World> world(new World);
  std::filesystem::create_directories(directory);
  world->directory_ = directory;
  ASSIGN_OR_RETURN(world->catalogue_, domain::ProductCatalogue());
  world->password_ = Password(world->random_);
  RETURN_IF_ERROR(storage::InitDataDirectory(world->File("server"), kAdministrator,
                                             world->password_, world->clock_, world->random_,
                                             storage::PasswordCost::kCheapest));
  return world;
}

absl::Status World::Seed(const schema::Entity& entity, const std::vector<schema::Row>& rows) {
  hub::Hub hub(catalogue_, clock_);
  ASSIGN_OR_RETURN(const auto database,
                   sql::Database::Open(storage::DatabasePath(File("server")),
                                       {.application_id = storage::kApplicationId}));
  RETURN_IF_ERROR(storage::PrepareDatabase(*database, hub));
  const hub::Author author{.user_id = "seed", .server = true};
  for (size_t from = 0; from < rows.size(); from += kSeedBatch) {
    RETURN_IF_ERROR(database->Write([&]() -> absl::Status {
      for (size_t i = from; i < std::min(rows.size(), from + kSeedBatch); ++i) {
        RETURN_IF_ERROR(hub.Ingest(*database, author, base::Hash128({"seed", rows[i].id()}),
                                   {hub::CreateEdit(entity, rows[i])})
                            .status());
      }
      return absl::OkStatus();
    }));
  }
  return absl::OkStatus();
}

absl::Status World::Serve() {
  server::ServerOptions options;
  options.data = File("server");
  options.listen = "127.0.0.1:0";
  options.tablet_calls = 0;  // No tablet saves as often as these.
  options.password_cost = storage::PasswordCost::kCheapest;
  ASSIGN_OR_RETURN(server_, server::Server::Start(options, clock_, random_));
  address_ = absl::StrCat("127.0.0.1:", server_->port());
  ASSIGN_OR_RETURN(channel_, device::MakeChannel(address_, ""));
  const auto stub = v1::AuthService::NewStub(channel_);
  grpc::ClientContext context;
  Prepare(context, "");
  v1::SignInRequest request;
  request.set_user_name(kAdministrator);
  request.set_password(password_);
  v1::SignInResponse response;
  RETURN_IF_ERROR(device::FromGrpc(stub->SignIn(&context, request, &response)));
  admin_token_ = response.token();
  return absl::OkStatus();
}

absl::StatusOr<std::string> World::UserFor(const std::string& area_prefix) {
  const auto found = std::find(users_.begin(), users_.end(), area_prefix);
  std::string name = absl::StrCat("officer", found - users_.begin());
  if (found != users_.end()) return name;
  users_.push_back(area_prefix);
  grpc::ClientContext context;
  Prepare(context, admin_token_);
  v1::CreateAccountRequest request;
  request.mutable_account()->set_user_name(name);
  request.mutable_account()->set_display_name(name);
  request.mutable_account()->set_role(v1::ROLE_OFFICER);
  request.mutable_account()->add_area_prefixes(area_prefix);
  request.set_password(password_);
  request.set_request_id(base::NewUuid(clock_.Now(), random_));
  v1::Account account;
  RETURN_IF_ERROR(device::FromGrpc(
      v1::AdminService::NewStub(channel_)->CreateAccount(&context, request, &account)));
  return name;
}

absl::StatusOr<Tablet> World::NewTablet(const std::string& area_prefix) {
  ASSIGN_OR_RETURN(const std::string user, UserFor(area_prefix));
  v1::CreateEnrollmentCodeResponse code;
  {
    grpc::ClientContext context;
    Prepare(context, admin_token_);
    v1::CreateEnrollmentCodeRequest request;
    request.set_user_name(user);
    RETURN_IF_ERROR(device::FromGrpc(
        v1::AdminService::NewStub(channel_)->CreateEnrollmentCode(&context, request, &code)));
  }
  grpc::ClientContext context;
  Prepare(context, "");
  v1::EnrollDeviceRequest request;
  request.set_enrollment_code(code.enrollment_code());
  request.set_device_name("bench");
  v1::EnrollDeviceResponse enrolled;
  RETURN_IF_ERROR(device::FromGrpc(
      v1::AuthService::NewStub(channel_)->EnrollDevice(&context, request, &enrolled)));

  Tablet tablet;
  tablet.path = File(absl::StrCat("tablet", tablets_++, ".db"));
  const device::Env env{.clock = clock_, .random = random_};
  ASSIGN_OR_RETURN(tablet.replica, device::Replica::Open(tablet.path, catalogue_, env));
  const device::Enrollment enrollment{.server = address_,
                                      .user_id = enrolled.user_id(),
                                      .user_name = enrolled.user_name(),
                                      .device_id = enrolled.device_id(),
                                      .token = enrolled.token()};
  RETURN_IF_ERROR(tablet.replica->SetEnrollment(enrollment));
  ASSIGN_OR_RETURN(tablet.transport, device::GrpcTransport::Connect(enrollment));
  tablet.engine = std::make_unique<device::SyncEngine>(*tablet.replica, *tablet.transport, env);
  return tablet;
}

}  // namespace zoufang::bench
