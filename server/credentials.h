// How the server's listener is secured.
#pragma once

#include <grpcpp/security/server_credentials.h>

#include <memory>

#include "absl/status/statusor.h"
#include "server/options.h"

namespace zoufang::server {

// TLS from the named PEM files; plaintext when none are named. PATH_UNUSABLE.
absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> ListenCredentials(
    const ServerOptions& options);

}  // namespace zoufang::server
