#include "server/rpc/listener.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>

#include "absl/memory/memory.h"
#include "domain/errors.h"

namespace zoufang::rpc {
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

// A switch for the whole process, not thread-safe.
void EnableHealthService() {
  static const bool kOnce = [] {
    grpc::EnableDefaultHealthCheckService(true);
    return true;
  }();
  (void)kOnce;
}

void SetLimits(grpc::ServerBuilder& builder) {
  builder.SetMaxReceiveMessageSize(kMostReceivedBytes);
  builder.SetMaxSendMessageSize(kMostSentBytes);
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
                             kMinPingIntervalMs);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Listener>> Listener::Start(const ListenOptions& options) {
  EnableHealthService();
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort(options.address, options.credentials, &port);
  SetLimits(builder);
  if (!options.reflection) builder.SetOption(std::make_unique<WithoutReflection>());
  for (grpc::Service* service : options.services) builder.RegisterService(service);
  std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr || port == 0) return domain::CannotListen(options.address);
  for (const std::string& name : options.service_names) {
    server->GetHealthCheckService()->SetServingStatus(name, true);
  }
  return absl::WrapUnique(new Listener(std::move(server), port));
}

std::shared_ptr<grpc::Channel> Listener::InProcessChannel() {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMostSentBytes);
  return server_->InProcessChannel(arguments);
}

void Listener::StopServing() { server_->GetHealthCheckService()->Shutdown(); }

void Listener::Stop(absl::Duration grace) {
  // gRPC's deadline is of the machine's clock, whatever clock the server tells time by.
  const gpr_timespec wait = gpr_time_from_millis(absl::ToInt64Milliseconds(grace), GPR_TIMESPAN);
  server_->Shutdown(gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC), wait));
  server_->Wait();
}

}  // namespace zoufang::rpc
