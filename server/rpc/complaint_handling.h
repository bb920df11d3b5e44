// What staff does with complaints.
#pragma once

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "domain/complaint_clock.h"
#include "domain/complaint_workflow.h"
#include "server/rpc/once.h"
#include "server/rpc/parts.h"
#include "server/storage/complaints.h"
#include "zoufang/v1/complaint_service.pb.h"

namespace zoufang::rpc {

// For one caller; each method is the body of the RPC of its name. Every complaint is checked
// against the caller's areas.
class ComplaintHandling {
 public:
  ComplaintHandling(const Parts& parts, const Caller& caller)
      : parts_(parts), caller_(caller), complaints_(parts.catalogue) {}

  absl::StatusOr<v1::ListComplaintsResponse> List(const v1::ListComplaintsRequest& request);
  absl::StatusOr<v1::ComplaintDetails> Get(const std::string& id);
  absl::StatusOr<v1::ComplaintDetails> Accept(const v1::AcceptComplaintRequest& request,
                                              const domain::ClockProfile& clock);
  absl::StatusOr<v1::ComplaintDetails> Decline(const v1::DeclineComplaintRequest& request);
  absl::StatusOr<v1::ComplaintDetails> Decide(const v1::DecideComplaintRequest& request);
  absl::StatusOr<v1::ComplaintDetails> Close(const v1::CloseComplaintRequest& request);

 private:
  absl::StatusOr<v1::ComplaintDetails> Load(sql::Database& database, const std::string& id);
  // Takes a step once per request; `fill` sets what belongs to it besides the state.
  absl::StatusOr<v1::ComplaintDetails> Take(
      const RequestKey& key, const std::string& id, domain::ComplaintStep step,
      absl::FunctionRef<void(v1::Complaint&, absl::Time now)> fill);
  absl::Status Save(sql::Database& database, const std::string& uuid,
                    const v1::Complaint& complaint);

  const Parts& parts_;
  const Caller& caller_;
  const storage::Complaints complaints_;
};

}  // namespace zoufang::rpc
