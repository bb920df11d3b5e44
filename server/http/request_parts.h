// What the gateway reads from an HTTP request beside its body.
#pragma once

#include <httplib.h>

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/http/rpc_method.h"

namespace zoufang::http {

// The Connect-Timeout-Ms header: of a unary call at most 120 s, 30 s without it; of a stream at
// most an hour, which it is without it too. TIMEOUT_INVALID.
absl::StatusOr<absl::Duration> TimeoutOf(const httplib::Request& request);
absl::StatusOr<absl::Duration> StreamTimeoutOf(const httplib::Request& request);

// A call by GET: its message and how it is written.
struct Query {
  Encoding encoding;
  std::string message;
};

// The parameters encoding, message, base64 and compression. MEDIA_TYPE_UNKNOWN,
// COMPRESSION_UNKNOWN, BODY_UNDECODABLE.
absl::StatusOr<Query> ReadQuery(const httplib::Request& request);

// Whose request it is, as "ipv4:10.1.2.3". Behind a proxy the last address of X-Forwarded-For,
// which the proxy itself wrote; those before it may be anybody's claim.
std::string PeerOf(const httplib::Request& request, bool behind_proxy);

}  // namespace zoufang::http
