#include "server/http/gateway.h"

#include <httplib.h>

#include <optional>
#include <thread>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "domain/errors.h"
#include "server/http/bind.h"
#include "server/http/documents.h"
#include "server/http/errors.h"
#include "server/http/origins.h"
#include "server/http/patient_server.h"
#include "server/http/reply.h"
#include "server/http/rpc_calls.h"
#include "server/http/rpc_method.h"
#include "server/http/rpc_streams.h"
#include "server/http/upstream.h"
#include "server/http/web_files.h"
#include "sync/base/status.h"

namespace zoufang::http {
namespace {

// For the streams that the services have ended; one that goes on is cut off.
constexpr absl::Duration kFarewell = absl::Seconds(2);

// As gRPC's listener takes: a push of 4 MiB and what wraps it.
constexpr size_t kMostBodyBytes = (4 << 20) + (64 << 10);
constexpr size_t kRequestsPerConnection = 1000;

constexpr char kCallPattern[] = R"(/(zoufang\.[A-Za-z0-9_.]{1,100})/([A-Za-z0-9_]{1,100}))";
constexpr char kAcceptedTypes[] =
    "application/json, application/proto, application/connect+json, application/connect+proto";

}  // namespace

struct Gateway::Impl {
  Impl(const GatewayOptions& opts, std::shared_ptr<grpc::Channel> channel)
      : options(opts),
        upstream(std::move(channel), opts.key),
        origins(opts.allowed_origins),
        calls(upstream, opts.behind_proxy),
        streams(upstream, opts.behind_proxy, opts.streams) {}

  void Route();
  httplib::Server::HandlerResponse Screen(const httplib::Request& request,
                                          httplib::Response& response);

  const GatewayOptions options;
  Upstream upstream;
  const Origins origins;
  RpcCalls calls;
  RpcStreams streams;
  std::optional<WebFiles> web;
  std::unique_ptr<PatientServer> server;
  std::thread thread;
  int port = 0;
};

// Before a body is read: what would not be taken is not read.
httplib::Server::HandlerResponse Gateway::Impl::Screen(const httplib::Request& request,
                                                       httplib::Response& response) {
  using Handled = httplib::Server::HandlerResponse;
  if (!origins.Admit(request, response)) return Handled::Handled;
  const std::string compression = request.get_header_value("Content-Encoding");
  if (!compression.empty() && compression != "identity") {
    SendError(CompressionUnknown(compression), response);
    return Handled::Handled;
  }
  if (request.method != "POST") return Handled::Unhandled;
  const std::string type = request.get_header_value("Content-Type");
  if (EncodingOfStream(type).ok()) return Handled::Unhandled;
  const auto encoding = EncodingOfMediaType(type);
  if (encoding.ok()) return Handled::Unhandled;
  response.set_header("Accept-Post", kAcceptedTypes);
  SendErrorAs(415, encoding.status(), response);
  return Handled::Handled;
}

void Gateway::Impl::Route() {
  server->set_pre_routing_handler(
      [this](const auto& request, auto& response) { return Screen(request, response); });
  server->Get("/healthz", [](const auto&, auto& response) {
    response.set_header("Cache-Control", "no-store");
    response.set_content("ok\n", "text/plain");
  });
  server->Post(kCallPattern, [this](const auto& request, auto& response) {
    const bool streams_asked = EncodingOfStream(request.get_header_value("Content-Type")).ok();
    streams_asked ? streams.Post(request, response) : calls.Post(request, response);
  });
  server->Get(kCallPattern,
              [this](const auto& request, auto& response) { calls.Get(request, response); });
  server->Get("/openapi.json", SendOpenApi);
  server->Get("/api.html", SendApiPage);
  if (web.has_value()) {
    server->Get(".*", [this](const auto& request, auto& response) {
      if (!web->Serve(request, response)) response.status = 404;
    });
  }
  server->set_error_handler([](const httplib::Request& request, httplib::Response& response) {
    if (!response.body.empty()) return;
    const int status = response.status;
    SendErrorAs(status,
                status == 413   ? BodyTooLarge()
                : status == 404 ? MethodUnknown(request.path)
                                : RequestMalformed(),
                response);
  });
  server->set_exception_handler([](const auto&, auto& response, const std::exception_ptr&) {
    SendError(domain::InternalError(), response);
  });
  if (options.answered) {
    server->set_post_routing_handler([this](const httplib::Request&, httplib::Response& response) {
      options.answered(response.status);
    });
  }
  httplib::Headers headers = {
      {"X-Content-Type-Options", "nosniff"},
      {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"},
      {"Cross-Origin-Resource-Policy", "same-origin"},
      {"Referrer-Policy", "no-referrer"}};
  if (!options.tls_cert.empty()) headers.emplace("Strict-Transport-Security", "max-age=31536000");
  server->set_default_headers(std::move(headers));
}

absl::StatusOr<std::unique_ptr<Gateway>> Gateway::Start(const GatewayOptions& options,
                                                        std::shared_ptr<grpc::Channel> services) {
  auto impl = std::make_unique<Impl>(options, std::move(services));
  impl->server = std::make_unique<PatientServer>(options.patience, options.idlest, options.tls_cert,
                                                 options.tls_key);
  httplib::Server& server = *impl->server;
  server.new_task_queue = [threads = options.threads + options.streams] {
    return new httplib::ThreadPool(threads);
  };
  server.set_tcp_nodelay(true);
  server.set_payload_max_length(kMostBodyBytes);
  server.set_keep_alive_max_count(kRequestsPerConnection);
  if (!options.web.empty()) {
    ASSIGN_OR_RETURN(impl->web, WebFiles::Load(options.web));
  }
  impl->Route();
  ASSIGN_OR_RETURN(impl->port, Bind(server, options.address));
  impl->thread = std::thread([&server] { server.listen_after_bind(); });
  // httplib forgets to stop when it is asked before it began.
  while (!server.is_running()) absl::SleepFor(absl::Milliseconds(1));
  return absl::WrapUnique(new Gateway(std::move(impl)));
}

Gateway::Gateway(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Gateway::~Gateway() { Stop(); }

int Gateway::port() const { return impl_->port; }

void Gateway::Stop() {
  if (!impl_->thread.joinable()) return;
  // httplib writes nothing more once it stops, the last message of a stream neither.
  impl_->streams.AwaitEnds(kFarewell);
  impl_->server->stop();
  impl_->thread.join();
}

}  // namespace zoufang::http
