#include "server/http/gateway.h"

#include <httplib.h>

#include <thread>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "domain/errors.h"
#include "server/http/connect_error.h"
#include "server/http/errors.h"
#include "server/http/request_parts.h"
#include "server/http/rpc_method.h"
#include "server/http/upstream.h"
#include "sync/base/hash.h"
#include "sync/base/status.h"

namespace zoufang::http {
namespace {

// As gRPC's listener takes: a push of 4 MiB and what wraps it.
constexpr size_t kMostBodyBytes = (4 << 20) + (64 << 10);
// A client that is slower than this between two bytes is let go.
constexpr time_t kReadSeconds = 10;
constexpr time_t kWriteSeconds = 10;
constexpr time_t kIdleSeconds = 5;
constexpr size_t kRequestsPerConnection = 1000;

constexpr char kCallPattern[] = R"(/([A-Za-z0-9_.]{1,100})/([A-Za-z0-9_]{1,100}))";
constexpr char kAcceptedTypes[] = "application/json, application/proto";

void SendError(const google::rpc::Status& status, httplib::Response& response) {
  response.status = HttpStatusOf(status);
  response.set_header("Cache-Control", "no-store");
  response.set_content(ErrorJson(status), "application/json");
}

void SendError(const absl::Status& status, httplib::Response& response) {
  SendError(WireStatus(status), response);
}

void SendNotFound(const absl::Status& status, httplib::Response& response) {
  SendError(status, response);
  response.status = 404;
}

// The same entity for the same bytes, whoever asks.
std::string EntityTag(Encoding encoding, const std::string& body) {
  return absl::StrCat("\"", absl::BytesToHexString(base::Hash128({MediaTypeOf(encoding), body})),
                      "\"");
}

// What a call came to: a body when the status is OK.
struct Answer {
  google::rpc::Status status;
  std::string body;

  bool ok() const { return status.code() == 0; }
};

Answer Refused(const absl::Status& status) { return {.status = WireStatus(status)}; }

// Only one process may listen: httplib would let a second one share the port.
void ReuseAddressOnly(socket_t socket) {
  const int yes = 1;
  setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
}

}  // namespace

struct Gateway::Impl {
  Impl(const GatewayOptions& opts, std::shared_ptr<grpc::Channel> channel)
      : options(opts), upstream(std::move(channel), opts.key) {}

  void Route();
  absl::Status Bind();
  httplib::Server::HandlerResponse Screen(const httplib::Request& request,
                                          httplib::Response& response);
  void Post(const httplib::Request& request, httplib::Response& response);
  void Get(const httplib::Request& request, httplib::Response& response);
  // Calls the method; the call's trailers go into the response whatever the status.
  Answer Call(const RpcMethod& method, Encoding encoding, absl::string_view message,
              const httplib::Request& request, httplib::Response& response);

  const GatewayOptions options;
  Upstream upstream;
  std::unique_ptr<httplib::Server> server;
  std::thread thread;
  int port = 0;
};

// --- requests ------------------------------------------------------------------------------------

// Before a body is read: what would not be taken is not read.
httplib::Server::HandlerResponse Gateway::Impl::Screen(const httplib::Request& request,
                                                       httplib::Response& response) {
  using Handled = httplib::Server::HandlerResponse;
  const std::string compression = request.get_header_value("Content-Encoding");
  if (!compression.empty() && compression != "identity") {
    SendError(CompressionUnknown(compression), response);
    return Handled::Handled;
  }
  if (request.method != "POST") return Handled::Unhandled;
  const auto encoding = EncodingOfMediaType(request.get_header_value("Content-Type"));
  if (encoding.ok()) return Handled::Unhandled;
  SendError(encoding.status(), response);
  response.status = 415;
  response.set_header("Accept-Post", kAcceptedTypes);
  return Handled::Handled;
}

Answer Gateway::Impl::Call(const RpcMethod& method, Encoding encoding, absl::string_view message,
                           const httplib::Request& request, httplib::Response& response) {
  const absl::StatusOr<absl::Duration> timeout = TimeoutOf(request);
  if (!timeout.ok()) return Refused(timeout.status());
  absl::StatusOr<std::string> wire = method.DecodeRequest(encoding, message);
  if (!wire.ok()) return Refused(wire.status());
  const UpstreamAnswer answer =
      upstream.Call({.path = method.path(),
                     .request = *std::move(wire),
                     .authorization = request.get_header_value("Authorization"),
                     .call_id = request.get_header_value("X-Request-Id"),
                     .peer = PeerOf(request, options.behind_proxy),
                     .timeout = *timeout});
  for (const auto& [key, value] : answer.trailers) {
    response.set_header(absl::StrCat("Trailer-", key), value);
  }
  if (answer.status.code() != 0) return {.status = answer.status};
  absl::StatusOr<std::string> body = method.EncodeResponse(encoding, answer.response);
  if (!body.ok()) return Refused(domain::InternalError());
  return {.body = *std::move(body)};
}

void Gateway::Impl::Post(const httplib::Request& request, httplib::Response& response) {
  const auto method = RpcMethod::Find(request.matches[1].str(), request.matches[2].str());
  if (!method.ok()) return SendNotFound(method.status(), response);
  const Encoding encoding = *EncodingOfMediaType(request.get_header_value("Content-Type"));
  const Answer answer = Call(*method, encoding, request.body, request, response);
  if (!answer.ok()) return SendError(answer.status, response);
  response.set_header("Cache-Control", "no-store");
  response.set_content(answer.body, MediaTypeOf(encoding));
}

void Gateway::Impl::Get(const httplib::Request& request, httplib::Response& response) {
  const auto method = RpcMethod::Find(request.matches[1].str(), request.matches[2].str());
  if (!method.ok()) return SendNotFound(method.status(), response);
  if (!method->changes_nothing()) {
    SendError(MethodChanges(method->path()), response);
    response.status = 405;
    response.set_header("Allow", "POST");
    return;
  }
  const absl::StatusOr<Query> query = ReadQuery(request);
  if (!query.ok()) return SendError(query.status(), response);
  const Answer answer = Call(*method, query->encoding, query->message, request, response);
  if (!answer.ok()) return SendError(answer.status, response);
  const std::string tag = EntityTag(query->encoding, answer.body);
  response.set_header("ETag", tag);
  response.set_header("Cache-Control", "private, no-cache");
  response.set_header("Vary", "Authorization");
  if (request.get_header_value("If-None-Match") == tag) {
    response.status = 304;
    return;
  }
  response.set_content(answer.body, MediaTypeOf(query->encoding));
}

// --- the server ----------------------------------------------------------------------------------

void Gateway::Impl::Route() {
  server->set_pre_routing_handler(
      [this](const auto& request, auto& response) { return Screen(request, response); });
  server->Get("/healthz", [](const auto&, auto& response) {
    response.set_header("Cache-Control", "no-store");
    response.set_content("ok\n", "text/plain");
  });
  server->Post(kCallPattern,
               [this](const auto& request, auto& response) { Post(request, response); });
  server->Get(kCallPattern,
              [this](const auto& request, auto& response) { Get(request, response); });
  server->set_error_handler([](const httplib::Request& request, httplib::Response& response) {
    if (!response.body.empty()) return;
    const int status = response.status;
    SendError(status == 413   ? BodyTooLarge()
              : status == 404 ? MethodUnknown(request.path)
                              : RequestMalformed(),
              response);
    response.status = status;
  });
  server->set_exception_handler([](const auto&, auto& response, const std::exception_ptr&) {
    SendError(domain::InternalError(), response);
  });
  httplib::Headers headers = {
      {"X-Content-Type-Options", "nosniff"},
      {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"},
      {"Cross-Origin-Resource-Policy", "same-origin"},
      {"Referrer-Policy", "no-referrer"}};
  if (!options.tls_cert.empty()) headers.emplace("Strict-Transport-Security", "max-age=31536000");
  server->set_default_headers(std::move(headers));
}

absl::Status Gateway::Impl::Bind() {
  const size_t colon = options.address.rfind(':');
  std::string host = options.address.substr(0, colon);
  if (host.size() > 2 && host.front() == '[') host = host.substr(1, host.size() - 2);
  int asked = -1;
  if (colon == std::string::npos || !server->is_valid() ||
      !absl::SimpleAtoi(options.address.substr(colon + 1), &asked) || asked < 0 || asked > 65535) {
    return domain::CannotListen(options.address);
  }
  port = asked == 0                          ? server->bind_to_any_port(host)
         : server->bind_to_port(host, asked) ? asked
                                             : -1;
  return port > 0 ? absl::OkStatus() : domain::CannotListen(options.address);
}

absl::StatusOr<std::unique_ptr<Gateway>> Gateway::Start(const GatewayOptions& options,
                                                        std::shared_ptr<grpc::Channel> services) {
  auto impl = std::make_unique<Impl>(options, std::move(services));
  impl->server = options.tls_cert.empty() ? std::make_unique<httplib::Server>()
                                          : std::make_unique<httplib::SSLServer>(
                                                options.tls_cert.c_str(), options.tls_key.c_str());
  httplib::Server& server = *impl->server;
  server.new_task_queue = [threads = options.threads] { return new httplib::ThreadPool(threads); };
  server.set_socket_options(ReuseAddressOnly);
  server.set_tcp_nodelay(true);
  server.set_payload_max_length(kMostBodyBytes);
  server.set_read_timeout(kReadSeconds);
  server.set_write_timeout(kWriteSeconds);
  server.set_keep_alive_timeout(kIdleSeconds);
  server.set_keep_alive_max_count(kRequestsPerConnection);
  impl->Route();
  RETURN_IF_ERROR(impl->Bind());
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
  impl_->server->stop();
  impl_->thread.join();
}

}  // namespace zoufang::http
