#include "clients/connection/remote.h"

#include <chrono>
#include <fstream>
#include <iterator>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/connection/errors.h"
#include "sync/base/error.h"
#include "sync/base/status.h"
#include "sync/device/grpc_transport.h"

namespace zoufang::connection {
namespace {

// "127.0.0.1:7443", "[::1]:7443", "localhost:7443".
bool IsLoopback(absl::string_view server) {
  const absl::string_view host = server.substr(0, server.rfind(':'));
  return host == "localhost" || host == "[::1]" || host == "::1" || absl::StartsWith(host, "127.");
}

bool HoldsCertificate(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string content(std::istreambuf_iterator<char>(file), {});
  return absl::StrContains(content, "-----BEGIN CERTIFICATE-----");
}

// gRPC answers UNAVAILABLE for every connection that does not come about; what failed is in its
// words only (1.51: ssl_transport_security.cc, ssl_utils.cc).
absl::Status NotConnected(absl::string_view message, absl::string_view server) {
  if (absl::StrContains(message, "certificate verify failed") ||
      absl::StrContains(message, "is not in peer certificate")) {
    return ServerNotTrusted(server);
  }
  if (absl::StrContains(message, "Ssl handshake failed")) {
    return AnswerNotUnderstood(server, static_cast<int>(absl::StatusCode::kUnavailable));
  }
  return ServerUnreachable(server);
}

}  // namespace

absl::Status CheckConfidential(absl::string_view server, absl::string_view ca_file) {
  if (ca_file.empty()) return IsLoopback(server) ? absl::OkStatus() : CaNeeded(server);
  const std::string path(ca_file);
  return HoldsCertificate(path) ? absl::OkStatus() : CaUnreadable(path);
}

absl::Status Explained(const absl::Status& status, absl::string_view server) {
  if (status.ok() || !base::ReasonOf(status).empty()) return status;
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
      return NotConnected(status.message(), server);
    case absl::StatusCode::kDeadlineExceeded:
      return ServerTooSlow(server);
    case absl::StatusCode::kUnimplemented:
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kUnknown:
      return AnswerNotUnderstood(server, static_cast<int>(status.code()));
    default:
      return status;
  }
}

absl::StatusOr<Remote> Remote::Open(const Endpoint& endpoint) {
  RETURN_IF_ERROR(CheckConfidential(endpoint.server, endpoint.ca_file));
  ASSIGN_OR_RETURN(std::shared_ptr<grpc::Channel> channel,
                   device::MakeChannel(endpoint.server, endpoint.ca_file));
  return Remote(std::move(channel), endpoint);
}

void Remote::Prepare(grpc::ClientContext& context, absl::Duration timeout) const {
  context.set_deadline(std::chrono::system_clock::now() + absl::ToChronoMilliseconds(timeout));
  if (!endpoint_.token.empty()) {
    context.AddMetadata("authorization", absl::StrCat("Bearer ", endpoint_.token));
  }
}

absl::Status Remote::ToStatus(const grpc::Status& status) const {
  return Explained(device::FromGrpc(status), endpoint_.server);
}

}  // namespace zoufang::connection
