#include "server/server.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/types/span.h"
#include "domain/complaint_clock.h"
#include "domain/entities.h"
#include "server/channels.h"
#include "server/credentials.h"
#include "server/http/gateway.h"
#include "server/http/metrics_listener.h"
#include "server/identity_keys.h"
#include "server/metrics/call_metrics.h"
#include "server/metrics/scope_progress.h"
#include "server/metrics_page.h"
#include "server/notify/dispatcher.h"
#include "server/rpc/admin_service.h"
#include "server/rpc/attachment_service.h"
#include "server/rpc/attempt_limiter.h"
#include "server/rpc/auth_service.h"
#include "server/rpc/complaint_service.h"
#include "server/rpc/conflict_service.h"
#include "server/rpc/desk_service.h"
#include "server/rpc/evidence_service.h"
#include "server/rpc/filing_work.h"
#include "server/rpc/gate.h"
#include "server/rpc/history_service.h"
#include "server/rpc/identity_service.h"
#include "server/rpc/listener.h"
#include "server/rpc/organization_service.h"
#include "server/rpc/parts.h"
#include "server/rpc/plan_service.h"
#include "server/rpc/sync_service.h"
#include "server/rpc/visit_service.h"
#include "server/rpc/watch_service.h"
#include "server/storage/incarnation_file.h"
#include "server/storage/init.h"
#include "server/storage/keys.h"
#include "server/storage/lookup.h"
#include "server/storage/oral_complaints.h"
#include "server/storage/product_rules.h"
#include "server/storage/store.h"
#include "sync/base/executor.h"
#include "sync/base/log.h"
#include "sync/base/status.h"
#include "sync/hub/hub.h"

namespace zoufang::server {
namespace {

// How often a complaint's number and secret may be wrong, for one number and from one address.
constexpr size_t kMostWrongSecrets = 10;
constexpr absl::Duration kWrongSecretWindow = absl::Hours(1);

struct Served {
  grpc::Service* service;
  const char* name;  // Full.
};

absl::StatusOr<std::unique_ptr<rpc::Listener>> StartListener(const ServerOptions& options,
                                                             const std::string& address,
                                                             absl::Span<const Served> served) {
  rpc::ListenOptions listen{.address = address,
                            .reflection = options.reflection.value_or(IsLoopback(address))};
  for (const auto& [service, name] : served) {
    listen.services.push_back(service);
    listen.service_names.emplace_back(name);
  }
  ASSIGN_OR_RETURN(listen.credentials, ListenCredentials(options));
  return rpc::Listener::Start(listen);
}

}  // namespace

// Members are ordered: what is used is declared before what uses it, and so outlives it.
struct Server::Impl {
  Impl(const ServerOptions& opts, const base::Clock& time, base::Random& source,
       schema::Catalogue entities, std::vector<std::unique_ptr<notify::Channel>> ways)
      : options(opts),
        clock(time),
        random(source),
        catalogue(std::move(entities)),
        hub(catalogue, clock),
        passwords(options.password_cost),
        lookup(catalogue),
        channels(std::move(ways)),
        rules(catalogue, options.complaint_clock, ChannelNames()),
        secret_limiter(clock, kMostWrongSecrets, kWrongSecretWindow) {}

  std::vector<std::string> ChannelNames() const;
  absl::Status OpenStore();
  void StartNotifying();
  absl::Status MakeServices();
  absl::Status Listen();
  absl::Status ListenToTablets();
  absl::Status ListenToHttp();
  absl::Status ListenToMetrics();

  const ServerOptions options;
  const base::Clock& clock;
  base::Random& random;
  const schema::Catalogue catalogue;
  hub::Hub hub;
  storage::Passwords passwords;
  storage::Lookup lookup;
  std::vector<std::unique_ptr<notify::Channel>> channels;
  storage::ProductRules rules;
  metrics::CallMetrics call_metrics;
  metrics::ScopeProgress progress;
  std::string server_key;
  std::unique_ptr<storage::Store> store;
  std::vector<std::unique_ptr<notify::Dispatcher>> dispatchers;
  std::optional<base::Executor> executor;
  std::optional<rpc::Gate> gate;
  std::optional<rpc::FilingWork> filing_work;
  std::optional<rpc::ComplaintSettings> complaint_settings;
  rpc::AttemptLimiter secret_limiter;
  std::unique_ptr<rpc::AuthService> auth;
  std::unique_ptr<rpc::AdminService> admin;
  std::unique_ptr<rpc::OrganizationService> organizations;
  std::unique_ptr<rpc::VisitService> visits;
  std::unique_ptr<rpc::PlanService> plans;
  std::unique_ptr<rpc::ComplaintService> complaints;
  std::unique_ptr<rpc::HistoryService> history;
  std::unique_ptr<rpc::ConflictService> conflicts;
  std::unique_ptr<rpc::DeskService> desk;
  std::unique_ptr<rpc::SyncService> sync;
  std::unique_ptr<rpc::WatchService> watch;
  std::unique_ptr<storage::Attachments> files;
  std::unique_ptr<rpc::AttachmentService> attachments;
  std::unique_ptr<rpc::IdentityService> identities;
  std::unique_ptr<rpc::EvidenceService> evidence;
  std::unique_ptr<rpc::Listener> listener;
  std::unique_ptr<rpc::Listener> tablets_listener;
  std::unique_ptr<http::Gateway> gateway;
  std::optional<MetricsPage> metrics_page;
  std::unique_ptr<http::MetricsListener> metrics_listener;
};

std::vector<std::string> Server::Impl::ChannelNames() const {
  std::vector<std::string> names;
  for (const auto& channel : channels) names.emplace_back(channel->name());
  return names;
}

absl::Status Server::Impl::OpenStore() {
  hub.set_observer(&rules);
  const int readers = std::clamp(options.threads / 2, 2, 8);
  const auto prepare = [this](sql::Database& database) -> absl::Status {
    const hub::Lineage lineage{.floor = storage::ReadIncarnation(options.data),
                               .salt = random.Bytes(storage::kSaltBytes)};
    RETURN_IF_ERROR(storage::PrepareDatabase(database, hub, lineage));
    RETURN_IF_ERROR(storage::WriteIncarnation(options.data, hub.incarnation()));
    ASSIGN_OR_RETURN(server_key, storage::LoadServerKey(database));
    return absl::OkStatus();
  };
  ASSIGN_OR_RETURN(store,
                   storage::Store::Open({.directory = options.data, .readers = readers}, prepare));
  RETURN_IF_ERROR(store->Write([this](sql::Database& database) {
    return storage::ConvertOralComplaints(database, hub, catalogue, options.complaint_clock,
                                          clock.Now())
        .status();
  }));
  return store->Read([this](sql::Database& database) { return lookup.Load(database); });
}

absl::Status Server::Impl::MakeServices() {
  filing_work.emplace(options.filing_work, server_key, clock, random);
  ASSIGN_OR_RETURN(IdentityKeys keys, LoadIdentityKeys(options));
  complaint_settings.emplace(
      rpc::ComplaintSettings{.server_key = server_key,
                             .sealer = std::move(keys.sealer),
                             .opener = std::move(keys.opener),
                             .clock = *domain::FindClockProfile(options.complaint_clock),
                             .work = *filing_work});
  executor.emplace(options.threads, options.queue);
  gate.emplace(*executor, *store, clock, random, call_metrics, options.tablet_calls);
  const rpc::Parts parts{.gate = *gate,
                         .store = *store,
                         .hub = hub,
                         .catalogue = catalogue,
                         .lookup = lookup,
                         .passwords = passwords,
                         .clock = clock,
                         .random = random};
  auth = std::make_unique<rpc::AuthService>(parts);
  admin = std::make_unique<rpc::AdminService>(parts, server_key);
  organizations = std::make_unique<rpc::OrganizationService>(parts);
  visits = std::make_unique<rpc::VisitService>(parts);
  plans = std::make_unique<rpc::PlanService>(parts);
  complaints = std::make_unique<rpc::ComplaintService>(parts, *complaint_settings, secret_limiter);
  history = std::make_unique<rpc::HistoryService>(parts);
  conflicts = std::make_unique<rpc::ConflictService>(parts);
  desk = std::make_unique<rpc::DeskService>(parts);
  sync = std::make_unique<rpc::SyncService>(parts, progress);
  watch = std::make_unique<rpc::WatchService>(parts, sync->watches());
  ASSIGN_OR_RETURN(auto folder, storage::AttachmentFiles::Open(options.data, server_key));
  files = std::make_unique<storage::Attachments>(*store, hub, catalogue, std::move(folder), clock,
                                                 random);
  RETURN_IF_ERROR(files->Mend());
  attachments = std::make_unique<rpc::AttachmentService>(parts, *files);
  identities = std::make_unique<rpc::IdentityService>(parts, *complaint_settings);
  evidence =
      std::make_unique<rpc::EvidenceService>(parts, *complaint_settings, secret_limiter, *files);
  store->OnCommit([this] { sync->watches().OnCommit(); });
  return absl::OkStatus();
}

void Server::Impl::StartNotifying() {
  for (auto& channel : channels) {
    dispatchers.push_back(
        std::make_unique<notify::Dispatcher>(*store, std::move(channel), clock, random));
  }
  store->OnCommit([this] {
    if (!rules.TakeQueued()) return;
    for (const auto& dispatcher : dispatchers) dispatcher->Wake();
  });
  for (const auto& dispatcher : dispatchers) dispatcher->Start();
}

absl::Status Server::Impl::Listen() {
  const Served served[] = {{auth.get(), v1::AuthService::service_full_name()},
                           {admin.get(), v1::AdminService::service_full_name()},
                           {organizations.get(), v1::OrganizationService::service_full_name()},
                           {visits.get(), v1::VisitService::service_full_name()},
                           {plans.get(), v1::PlanService::service_full_name()},
                           {complaints.get(), v1::ComplaintService::service_full_name()},
                           {conflicts.get(), v1::ConflictService::service_full_name()},
                           {desk.get(), v1::DeskService::service_full_name()},
                           {history.get(), v1::HistoryService::service_full_name()},
                           {watch.get(), v1::WatchService::service_full_name()},
                           {attachments.get(), v1::AttachmentService::service_full_name()},
                           {identities.get(), v1::IdentityService::service_full_name()},
                           {evidence.get(), v1::EvidenceService::service_full_name()},
                           {sync.get(), zoufang::sync::v1::SyncService::service_full_name()}};
  ASSIGN_OR_RETURN(listener, StartListener(options, options.listen, served));
  base::Log(base::Severity::kInfo, "listening",
            {{"port", listener->port()}, {"incarnation", hub.incarnation()}});
  return absl::OkStatus();
}

absl::Status Server::Impl::ListenToTablets() {
  if (options.listen_tablets.empty()) return absl::OkStatus();
  const Served served[] = {{auth.get(), v1::AuthService::service_full_name()},
                           {attachments.get(), v1::AttachmentService::service_full_name()},
                           {sync.get(), zoufang::sync::v1::SyncService::service_full_name()}};
  ASSIGN_OR_RETURN(tablets_listener, StartListener(options, options.listen_tablets, served));
  base::Log(base::Severity::kInfo, "listening_tablets", {{"port", tablets_listener->port()}});
  return absl::OkStatus();
}

absl::Status Server::Impl::ListenToHttp() {
  if (options.http.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(
      gateway, http::Gateway::Start(
                   {.address = options.http,
                    .tls_cert = options.tls_cert,
                    .tls_key = options.tls_key,
                    .behind_proxy = options.http_behind_proxy,
                    .key = gate->gateway_key(),
                    .web = options.web,
                    .streams = options.http_streams,
                    .allowed_origins = options.http_allow_origins,
                    .patience = {.silence = options.http_slowest, .whole = options.http_whole},
                    .idlest = options.http_idlest,
                    .answered = [this](int http_status) { call_metrics.Answered(http_status); }},
                   listener->InProcessChannel()));
  base::Log(base::Severity::kInfo, "listening_http", {{"port", gateway->port()}});
  return absl::OkStatus();
}

absl::Status Server::Impl::ListenToMetrics() {
  if (options.metrics.empty()) return absl::OkStatus();
  metrics_page.emplace(call_metrics, progress, *executor, *store, clock);
  ASSIGN_OR_RETURN(metrics_listener,
                   http::MetricsListener::Start({.address = options.metrics,
                                                 .tls_cert = options.tls_cert,
                                                 .tls_key = options.tls_key,
                                                 .page = [this] { return metrics_page->Text(); }}));
  base::Log(base::Severity::kInfo, "listening_metrics", {{"port", metrics_listener->port()}});
  return absl::OkStatus();
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Server::~Server() { Shutdown(); }

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const ServerOptions& options,
                                                      const base::Clock& clock,
                                                      base::Random& random) {
  RETURN_IF_ERROR(CheckOptions(options));
  ASSIGN_OR_RETURN(schema::Catalogue catalogue, domain::ProductCatalogue());
  ASSIGN_OR_RETURN(auto channels, OpenChannels(options));
  std::unique_ptr<Server> server(new Server(
      std::make_unique<Impl>(options, clock, random, std::move(catalogue), std::move(channels))));
  RETURN_IF_ERROR(server->impl_->OpenStore());
  RETURN_IF_ERROR(server->impl_->MakeServices());
  RETURN_IF_ERROR(server->impl_->Listen());
  RETURN_IF_ERROR(server->impl_->ListenToTablets());
  RETURN_IF_ERROR(server->impl_->ListenToHttp());
  RETURN_IF_ERROR(server->impl_->ListenToMetrics());
  server->impl_->StartNotifying();
  return server;
}

int Server::port() const { return impl_->listener->port(); }

int Server::tablets_port() const {
  return impl_->tablets_listener == nullptr ? 0 : impl_->tablets_listener->port();
}

int Server::http_port() const { return impl_->gateway == nullptr ? 0 : impl_->gateway->port(); }

int Server::metrics_port() const {
  return impl_->metrics_listener == nullptr ? 0 : impl_->metrics_listener->port();
}

void Server::Shutdown(absl::Duration grace) {
  const bool listening = impl_->listener != nullptr && !stopped_;
  if (listening) {
    base::Log(base::Severity::kInfo, "draining", {});
    impl_->listener->StopServing();
    if (impl_->tablets_listener != nullptr) impl_->tablets_listener->StopServing();
    impl_->sync->watches().Drain();
    if (impl_->gateway != nullptr) impl_->gateway->Stop();
    if (impl_->tablets_listener != nullptr) impl_->tablets_listener->Stop(grace);
    impl_->listener->Stop(grace);
    if (impl_->metrics_listener != nullptr) impl_->metrics_listener->Stop();
  }
  if (impl_->executor.has_value()) impl_->executor->Drain();
  for (const auto& dispatcher : impl_->dispatchers) dispatcher->Stop();
  if (impl_->store != nullptr) impl_->store->Close();
  if (listening) base::Log(base::Severity::kInfo, "stopped", {});
  stopped_ = true;
}

}  // namespace zoufang::server
