// A listening socket for one of httplib's servers.
#pragma once

#include <httplib.h>

#include <string>

#include "absl/status/statusor.h"

namespace zoufang::http {

// Binds `server` to host:port, which no other process shares, and returns the port. UNAVAILABLE
// CANNOT_LISTEN, also when the certificate or its key did not serve.
absl::StatusOr<int> Bind(httplib::Server& server, const std::string& address);

}  // namespace zoufang::http
