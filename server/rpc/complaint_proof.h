// How a citizen shows that a case is the own one: by its number and secret.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "server/rpc/attempt_limiter.h"
#include "server/rpc/parts.h"
#include "zoufang/v1/complaint_service.pb.h"

namespace zoufang::rpc {

// For one caller.
class ComplaintProof {
 public:
  // All outlive it.
  ComplaintProof(const Parts& parts, AttemptLimiter& limiter, const Caller& caller)
      : parts_(parts), limiter_(limiter), caller_(caller) {}

  // The complaint's id. A wrong number and a wrong secret fail alike and take the same time:
  // COMPLAINT_SECRET_WRONG; TOO_MANY_ATTEMPTS.
  absl::StatusOr<std::string> Identify(const v1::GetComplaintStatusRequest& proof) const;

 private:
  const Parts& parts_;
  AttemptLimiter& limiter_;
  const Caller& caller_;
};

}  // namespace zoufang::rpc
