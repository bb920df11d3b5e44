#include "clients/connection/remote.h"

#include <chrono>

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

}  // namespace

absl::Status CheckConfidential(absl::string_view server, absl::string_view ca_file) {
  return ca_file.empty() && !IsLoopback(server) ? CaNeeded(server) : absl::OkStatus();
}

absl::Status Explained(const absl::Status& status, absl::string_view server) {
  if (status.ok() || !base::ReasonOf(status).empty()) return status;
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
      return ServerUnreachable(server);
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
