// gRPC's server: limits, keepalive, health, reflection.
#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/support/server_callback.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace zoufang::rpc {

struct ListenOptions {
  std::string address;  // host:port; port 0: any free one.
  std::shared_ptr<grpc::ServerCredentials> credentials;
  bool reflection = false;
  std::vector<grpc::Service*> services;    // Outlive the listener.
  std::vector<std::string> service_names;  // For health, full names.
};

// Listens from Start until Stop.
class Listener {
 public:
  // UNAVAILABLE CANNOT_LISTEN.
  static absl::StatusOr<std::unique_ptr<Listener>> Start(const ListenOptions& options);

  int port() const { return port_; }
  // To the same services, without a socket. Used up to Stop.
  std::shared_ptr<grpc::Channel> InProcessChannel();

  // Health says NOT_SERVING from here on.
  void StopServing();
  // Takes no new calls; those at work may finish within `grace`, then they are cancelled. Returns
  // when all are done.
  void Stop(absl::Duration grace);

 private:
  Listener(std::unique_ptr<grpc::Server> server, int port)
      : server_(std::move(server)), port_(port) {}

  const std::unique_ptr<grpc::Server> server_;
  const int port_;
};

}  // namespace zoufang::rpc
