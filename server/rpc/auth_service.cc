#include "server/rpc/auth_service.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "domain/errors.h"
#include "google/protobuf/util/time_util.h"
#include "server/rpc/checks.h"
#include "server/storage/devices.h"
#include "server/storage/enrollment_codes.h"
#include "sync/base/status.h"

namespace zoufang::rpc {
namespace {

using google::protobuf::util::TimeUtil;

// A working day: who signs in in the morning stays in until the evening.
constexpr absl::Duration kSessionLife = absl::Hours(12);
constexpr size_t kMostWrongPasswords = 10;
constexpr absl::Duration kWrongPasswordWindow = absl::Hours(1);

}  // namespace

AuthService::AuthService(const Parts& parts)
    : parts_(parts), limiter_(parts.clock, kMostWrongPasswords, kWrongPasswordWindow) {}

grpc::ServerUnaryReactor* AuthService::SignIn(grpc::CallbackServerContext* context,
                                              const v1::SignInRequest* request,
                                              v1::SignInResponse* response) {
  return parts_.gate.Handle(context, "AuthService.SignIn",
                            [=, this](const Caller& caller) -> absl::Status {
                              ASSIGN_OR_RETURN(*response, StartSession(caller, *request));
                              return absl::OkStatus();
                            });
}

grpc::ServerUnaryReactor* AuthService::EnrollDevice(grpc::CallbackServerContext* context,
                                                    const v1::EnrollDeviceRequest* request,
                                                    v1::EnrollDeviceResponse* response) {
  return parts_.gate.Handle(context, "AuthService.EnrollDevice",
                            [=, this](const Caller& caller) -> absl::Status {
                              ASSIGN_OR_RETURN(*response, Enroll(caller, *request));
                              return absl::OkStatus();
                            });
}

grpc::ServerUnaryReactor* AuthService::SignOut(grpc::CallbackServerContext* context,
                                               const v1::SignOutRequest*, v1::SignOutResponse*) {
  return parts_.gate.Handle(
      context, "AuthService.SignOut", [this](const Caller& caller) -> absl::Status {
        return parts_.store.Write([&](sql::Database& database) -> absl::Status {
          const absl::Time now = parts_.clock.Now();
          RETURN_IF_ERROR(storage::RevokeToken(database, caller.token_hash, now));
          return storage::Audit(database, caller.Did(caller.user_id()), now);
        });
      });
}

absl::StatusOr<v1::SignInResponse> AuthService::StartSession(const Caller& caller,
                                                             const v1::SignInRequest& request) {
  // Per address and name: nobody can lock another out from elsewhere.
  const std::vector<std::string> keys = {absl::StrCat(caller.peer, " ", request.user_name())};
  RETURN_IF_ERROR(limiter_.Begin(keys));
  ASSIGN_OR_RETURN(const storage::Account account, CheckPassword(request));
  limiter_.Forgive(keys);
  const absl::Time now = parts_.clock.Now();
  const std::string token = storage::NewToken(parts_.random);
  const storage::Token stored{
      .kind = storage::TokenKind::kSession, .user_id = account.id, .expires = now + kSessionLife};
  RETURN_IF_ERROR(parts_.store.Write([&](sql::Database& database) {
    return storage::InsertToken(database, storage::TokenHash(token), stored, now);
  }));
  v1::SignInResponse response;
  response.set_token(token);
  response.set_user_id(account.id);
  response.set_role(account.role);
  response.set_display_name(account.display_name);
  response.set_department(account.department);
  response.mutable_area_prefixes()->Assign(account.area_prefixes.begin(),
                                           account.area_prefixes.end());
  *response.mutable_expires_at() =
      TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(stored.expires));
  return response;
}

absl::StatusOr<storage::Account> AuthService::CheckPassword(const v1::SignInRequest& request) {
  std::optional<storage::Account> account;
  RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(account, storage::FindAccount(database, request.user_name()));
    return absl::OkStatus();
  }));
  // A password is computed for a name that does not exist, too: the time tells nothing.
  const std::string hash = account.has_value() ? account->password_hash : "";
  const bool matches = parts_.passwords.Matches(hash, request.password());
  if (!matches || account->disabled) return domain::SignInFailed();
  return *account;
}

absl::StatusOr<v1::EnrollDeviceResponse> AuthService::Enroll(
    const Caller& caller, const v1::EnrollDeviceRequest& request) {
  Checks checks;
  const size_t name = Characters(request.device_name());
  checks.Require(name >= 1 && name <= 60, "device_name", "平板名称须为1至60个字符",
                 "must have 1 to 60 characters");
  checks.Require(Characters(request.app_version()) <= 40, "app_version", "版本号最多40个字符",
                 "at most 40 characters");
  RETURN_IF_ERROR(checks.Result());
  const std::vector<std::string> keys = {absl::StrCat(caller.peer, " enroll")};
  RETURN_IF_ERROR(limiter_.Begin(keys));
  const absl::Time now = parts_.clock.Now();
  const std::string token = storage::NewToken(parts_.random);
  v1::EnrollDeviceResponse response;
  RETURN_IF_ERROR(parts_.store.Write([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(const storage::Account owner, OwnerOf(database, caller, request));
    const storage::Device device{.id = base::NewUuid(now, parts_.random),
                                 .user_id = owner.id,
                                 .name = request.device_name(),
                                 .app_version = request.app_version()};
    RETURN_IF_ERROR(storage::InsertDevice(database, device, now));
    RETURN_IF_ERROR(storage::InsertToken(
        database, storage::TokenHash(token),
        {.kind = storage::TokenKind::kTablet, .user_id = owner.id, .device_id = device.id}, now));
    response.set_device_id(device.id);
    response.set_user_id(owner.id);
    response.set_user_name(owner.user_name);
    response.mutable_area_prefixes()->Assign(owner.area_prefixes.begin(),
                                             owner.area_prefixes.end());
    return storage::Audit(database, caller.Did(device.id), now);
  }));
  limiter_.Forgive(keys);
  response.set_token(token);
  return response;
}

absl::StatusOr<storage::Account> AuthService::OwnerOf(sql::Database& database, const Caller& caller,
                                                      const v1::EnrollDeviceRequest& request) {
  std::string user_id = caller.user_id();
  if (!request.enrollment_code().empty()) {
    ASSIGN_OR_RETURN(user_id, storage::UseEnrollmentCode(database, request.enrollment_code(),
                                                         parts_.clock.Now()));
  } else if (user_id.empty()) {
    return domain::NotSignedIn();
  } else if (!caller.principal.device_id.empty()) {
    return domain::RoleNotAllowed(caller.method);  // A tablet enrols no other: it could be stolen.
  }
  ASSIGN_OR_RETURN(auto account, storage::FindAccountById(database, user_id));
  if (!account.has_value() || account->disabled) return domain::EnrollmentCodeInvalid();
  return *std::move(account);
}

}  // namespace zoufang::rpc
