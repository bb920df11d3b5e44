// HTTP in front of gRPC: every method by the Connect protocol (connectrpc.com/docs/protocol).
//
//   POST /zoufang.v1.OrganizationService/SearchOrganizations   JSON or binary, as Content-Type says
//   POST /zoufang.v1.WatchService/WatchChanges                 a stream, application/connect+json
//   GET  …?connect=v1&encoding=json&message=…                  methods that change nothing; ETag
//   GET  /healthz                                              200 while it serves
//   GET  /openapi.json, /api.html                              the API's description and a page of
//   it GET  anything else                                         the web pages, if there are any
//
// It calls the services through a channel inside this process, so that whatever gRPC's callers are
// asked for (roles, areas, limits) is asked of HTTP's too. It keeps no state between requests and
// sets no cookie: a page of another site has nothing to make use of.
#pragma once

#include <grpcpp/channel.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/http/patience.h"

namespace zoufang::http {

struct GatewayOptions {
  std::string address;   // host:port; port 0: any free one.
  std::string tls_cert;  // PEM files; both or neither.
  std::string tls_key;
  // A reverse proxy stands before it: the last address of X-Forwarded-For is the client's.
  bool behind_proxy = false;
  std::string key;    // Shown with each call (rpc::Gate::gateway_key).
  std::string web;    // A folder with the built web pages; "": none are served.
  int threads = 32;   // Connections served at once beside the streams; more wait.
  int streams = 128;  // Streams open at once; more are refused.
  // Pages of these origins ("https://desk.example") may call too; of all others a browser's
  // requests are refused.
  std::vector<std::string> allowed_origins;
  Patience patience;                              // A client that tries it is let go;
  absl::Duration idlest = absl::Seconds(5);       // so is one that asks nothing for longer.
  std::function<void(int http_status)> answered;  // Before each response; thread-safe.
};

// Listens from Start until Stop.
class Gateway {
 public:
  // UNAVAILABLE CANNOT_LISTEN, also when the certificate or its key does not serve.
  static absl::StatusOr<std::unique_ptr<Gateway>> Start(const GatewayOptions& options,
                                                        std::shared_ptr<grpc::Channel> services);
  ~Gateway();  // Stop().
  Gateway(const Gateway&) = delete;
  Gateway& operator=(const Gateway&) = delete;

  int port() const;
  // Takes no new connections, answers what is at work, and returns. Safe to repeat.
  void Stop();

 private:
  struct Impl;
  explicit Gateway(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace zoufang::http
