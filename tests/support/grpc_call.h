// Calls through real stubs, with absl statuses.
#pragma once

#include <grpcpp/grpcpp.h>

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "sync/base/error.h"

namespace zoufang::testing {

// Long enough for a slow machine under sanitizers; a call that hangs fails by it.
inline constexpr auto kCallDeadline = std::chrono::seconds(30);

// One call's context: its token, if any, and the deadline.
class CallContext : public grpc::ClientContext {
 public:
  explicit CallContext(const std::string& token = "") {
    if (!token.empty()) AddMetadata("authorization", "Bearer " + token);
    set_deadline(std::chrono::system_clock::now() + kCallDeadline);
  }
};

inline absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  return base::StatusFromDetails(static_cast<absl::StatusCode>(status.error_code()),
                                 status.error_message(), status.error_details());
}

// Makes one unary call.
template <typename Stub, typename Request, typename Response>
absl::StatusOr<Response> Call(Stub& stub,
                              grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                           Response*),
                              const Request& request, const std::string& token = "") {
  CallContext context(token);
  Response response;
  const grpc::Status status = (stub.*method)(&context, request, &response);
  if (!status.ok()) return FromGrpc(status);
  return response;
}

// The reason in a call's error; "" when it succeeded.
template <typename T>
std::string Reason(const absl::StatusOr<T>& result) {
  return base::ReasonOf(result.status());
}

}  // namespace zoufang::testing
