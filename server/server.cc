#include "server/server.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "domain/complaint_clock.h"
#include "domain/entities.h"
#include "domain/errors.h"
#include "server/credentials.h"
#include "server/rpc/admin_service.h"
#include "server/rpc/auth_service.h"
#include "server/rpc/complaint_service.h"
#include "server/rpc/gate.h"
#include "server/rpc/organization_service.h"
#include "server/rpc/parts.h"
#include "server/rpc/sync_service.h"
#include "server/rpc/visit_service.h"
#include "server/storage/init.h"
#include "server/storage/keys.h"
#include "server/storage/lookup.h"
#include "server/storage/store.h"
#include "sync/base/executor.h"
#include "sync/base/log.h"
#include "sync/base/status.h"
#include "sync/hub/hub.h"

namespace zoufang::server {
namespace {

// A push of 4 MiB and what wraps it; a larger message is refused by its length, unread.
constexpr int kMostReceivedBytes = (4 << 20) + (64 << 10);
constexpr int kMostSentBytes = 16 << 20;

// Tablets that watch ping every 60 s; a dead connection is noticed within 80 s.
constexpr int kKeepaliveMs = 60 * 1000;
constexpr int kKeepaliveTimeoutMs = 20 * 1000;
constexpr int kMinPingIntervalMs = 20 * 1000;

// Linking the reflection library puts its plugin into every builder; this takes it out of one.
class WithoutReflection : public grpc::ServerBuilderOption {
 public:
  void UpdateArguments(grpc::ChannelArguments*) override {}
  void UpdatePlugins(std::vector<std::unique_ptr<grpc::ServerBuilderPlugin>>* plugins) override {
    const std::string name = grpc::reflection::ProtoServerReflectionPlugin().name();
    std::erase_if(*plugins, [&](const auto& plugin) { return plugin->name() == name; });
  }
};

void EnableHealthService() {
  static const bool kOnce = [] {
    grpc::EnableDefaultHealthCheckService(true);
    return true;
  }();
  (void)kOnce;
}

}  // namespace

struct Server::Impl {
  Impl(const ServerOptions& opts, const base::Clock& time, base::Random& source,
       schema::Catalogue entities)
      : options(opts),
        clock(time),
        random(source),
        catalogue(std::move(entities)),
        hub(catalogue, clock),
        passwords(options.password_cost),
        lookup(catalogue) {}

  absl::Status OpenStore();
  absl::Status MakeServices();
  absl::Status Listen();
  void SetHealth();
  std::array<grpc::Service*, 6> Services() const {
    return {auth.get(), admin.get(), organizations.get(), visits.get(), complaints.get(),
            sync.get()};
  }

  const ServerOptions options;
  const base::Clock& clock;
  base::Random& random;
  const schema::Catalogue catalogue;
  hub::Hub hub;
  storage::Passwords passwords;
  storage::Lookup lookup;
  std::string server_key;
  std::unique_ptr<storage::Store> store;
  std::optional<base::Executor> executor;
  std::optional<rpc::Gate> gate;
  std::optional<rpc::Parts> parts;
  std::unique_ptr<rpc::AuthService> auth;
  std::unique_ptr<rpc::AdminService> admin;
  std::unique_ptr<rpc::OrganizationService> organizations;
  std::unique_ptr<rpc::VisitService> visits;
  std::unique_ptr<rpc::ComplaintService> complaints;
  std::unique_ptr<rpc::SyncService> sync;
  int port = 0;
  std::unique_ptr<grpc::Server> grpc_server;
};

absl::Status Server::Impl::OpenStore() {
  const int readers = std::clamp(options.threads / 2, 2, 8);
  ASSIGN_OR_RETURN(store, storage::Store::Open(
                              {.directory = options.data, .readers = readers},
                              [this](sql::Database& database) -> absl::Status {
                                RETURN_IF_ERROR(storage::PrepareDatabase(database, hub));
                                ASSIGN_OR_RETURN(server_key, storage::LoadServerKey(database));
                                return absl::OkStatus();
                              }));
  return store->Read([this](sql::Database& database) { return lookup.Load(database); });
}

absl::Status Server::Impl::MakeServices() {
  storage::IdentitySealer sealer;
  if (!options.identity_public_key.empty()) {
    ASSIGN_OR_RETURN(sealer, storage::IdentitySealer::FromPublicKey(options.identity_public_key));
  }
  executor.emplace(options.threads, options.queue);
  gate.emplace(*executor, *store, clock, random);
  parts.emplace(rpc::Parts{.gate = *gate,
                           .store = *store,
                           .hub = hub,
                           .catalogue = catalogue,
                           .lookup = lookup,
                           .passwords = passwords,
                           .clock = clock,
                           .random = random});
  auth = std::make_unique<rpc::AuthService>(*parts);
  admin = std::make_unique<rpc::AdminService>(*parts);
  organizations = std::make_unique<rpc::OrganizationService>(*parts);
  visits = std::make_unique<rpc::VisitService>(*parts);
  complaints = std::make_unique<rpc::ComplaintService>(
      *parts, rpc::ComplaintSettings{
                  .server_key = server_key,
                  .sealer = sealer,
                  .clock = *domain::FindClockProfile(options.complaint_clock)});
  sync = std::make_unique<rpc::SyncService>(*parts);
  store->OnCommit([this] { sync->watches().OnCommit(); });
  return absl::OkStatus();
}

absl::Status Server::Impl::Listen() {
  EnableHealthService();
  ASSIGN_OR_RETURN(const auto credentials, ListenCredentials(options));
  grpc::ServerBuilder builder;
  builder.AddListeningPort(options.listen, credentials, &port);
  builder.SetMaxReceiveMessageSize(kMostReceivedBytes);
  builder.SetMaxSendMessageSize(kMostSentBytes);
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
                             kMinPingIntervalMs);
  if (!options.reflection.value_or(IsLoopback(options.listen))) {
    builder.SetOption(std::make_unique<WithoutReflection>());
  }
  for (grpc::Service* service : Services()) builder.RegisterService(service);
  grpc_server = builder.BuildAndStart();
  if (grpc_server == nullptr || port == 0) return domain::CannotListen(options.listen);
  SetHealth();
  return absl::OkStatus();
}

void Server::Impl::SetHealth() {
  grpc::HealthCheckServiceInterface* health = grpc_server->GetHealthCheckService();
  for (const char* service :
       {v1::AuthService::service_full_name(), v1::AdminService::service_full_name(),
        v1::OrganizationService::service_full_name(), v1::VisitService::service_full_name(),
        v1::ComplaintService::service_full_name(),
        zoufang::sync::v1::SyncService::service_full_name()}) {
    health->SetServingStatus(service, true);
  }
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Server::~Server() { Shutdown(); }

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const ServerOptions& options,
                                                      const base::Clock& clock,
                                                      base::Random& random) {
  RETURN_IF_ERROR(CheckOptions(options));
  ASSIGN_OR_RETURN(schema::Catalogue catalogue, domain::ProductCatalogue());
  std::unique_ptr<Server> server(
      new Server(std::make_unique<Impl>(options, clock, random, std::move(catalogue))));
  RETURN_IF_ERROR(server->impl_->OpenStore());
  RETURN_IF_ERROR(server->impl_->MakeServices());
  RETURN_IF_ERROR(server->impl_->Listen());
  base::Log(base::Severity::kInfo, "listening",
            {{"port", server->impl_->port}, {"incarnation", server->impl_->hub.incarnation()}});
  return server;
}

int Server::port() const { return impl_->port; }

void Server::Shutdown(absl::Duration grace) {
  if (impl_->grpc_server != nullptr) {
    base::Log(base::Severity::kInfo, "draining", {});
    impl_->grpc_server->GetHealthCheckService()->Shutdown();
    impl_->sync->watches().Drain();
    // gRPC's deadline is of the machine's clock, whatever clock the server tells time by.
    impl_->grpc_server->Shutdown(gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC),
                                              gpr_time_from_millis(
                                                  absl::ToInt64Milliseconds(grace), GPR_TIMESPAN)));
    impl_->grpc_server->Wait();
  }
  if (impl_->executor.has_value()) impl_->executor->Drain();
  if (impl_->store != nullptr) impl_->store->Close();
  if (std::exchange(impl_->grpc_server, nullptr) != nullptr) {
    base::Log(base::Severity::kInfo, "stopped", {});
  }
}

}  // namespace zoufang::server
