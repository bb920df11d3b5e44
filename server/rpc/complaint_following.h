// How a citizen follows a complaint: by its number and secret.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "domain/complaint_clock.h"
#include "server/rpc/attempt_limiter.h"
#include "server/rpc/once.h"
#include "server/rpc/parts.h"
#include "server/storage/complaints.h"
#include "zoufang/v1/complaint_service.pb.h"

namespace zoufang::rpc {

// For one caller.
class ComplaintFollowing {
 public:
  ComplaintFollowing(const Parts& parts, const domain::ClockProfile& clock, AttemptLimiter& limiter,
                     const Caller& caller)
      : parts_(parts),
        clock_(clock),
        limiter_(limiter),
        caller_(caller),
        complaints_(parts.catalogue) {}

  absl::StatusOr<v1::ComplaintStatus> Status(const v1::GetComplaintStatusRequest& request);
  absl::StatusOr<v1::ComplaintMessage> AddMessage(const v1::AddComplaintMessageRequest& request);

 private:
  // The complaint's id. A wrong number and a wrong secret fail alike and take the same time.
  absl::StatusOr<std::string> Identify(const v1::GetComplaintStatusRequest& proof);
  // The complaint that a message is about, for the citizen or a member of staff of its area.
  absl::StatusOr<std::string> AboutWhich(const v1::AddComplaintMessageRequest& request);
  absl::StatusOr<v1::ComplaintMessage> Save(sql::Database& database, const RequestKey& key,
                                            const std::string& complaint_id,
                                            const v1::AddComplaintMessageRequest& request);

  const Parts& parts_;
  const domain::ClockProfile& clock_;
  AttemptLimiter& limiter_;
  const Caller& caller_;
  const storage::Complaints complaints_;
};

}  // namespace zoufang::rpc
