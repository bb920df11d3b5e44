// What a citizen does with the own case after filing it.
#pragma once

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/rpc/complaint_proof.h"
#include "server/rpc/once.h"
#include "server/rpc/parts.h"
#include "server/storage/complaint_record.h"
#include "server/storage/complaints.h"
#include "zoufang/v1/complaint_service.pb.h"

namespace zoufang::rpc {

// For one caller; each method is the body of the RPC of its name.
class ComplaintCitizen {
 public:
  // All outlive it.
  ComplaintCitizen(const Parts& parts, AttemptLimiter& limiter, const Caller& caller)
      : parts_(parts),
        caller_(caller),
        proof_(parts, limiter, caller),
        complaints_(parts.catalogue),
        record_(parts.catalogue) {}

  absl::StatusOr<v1::ComplaintStatus> Status(const v1::GetComplaintStatusRequest& request);
  absl::StatusOr<v1::ComplaintStatus> External(const v1::GetExternalComplaintRequest& request);
  absl::StatusOr<v1::ComplaintStatus> Withdraw(const v1::WithdrawComplaintRequest& request);
  absl::StatusOr<v1::ComplaintStatus> RequestReview(
      const v1::RequestComplaintReviewRequest& request);
  absl::StatusOr<v1::ComplaintStatus> Evaluate(const v1::EvaluateComplaintRequest& request);
  absl::StatusOr<v1::SimilarComplaints> CountSimilar(
      const v1::CountSimilarComplaintsRequest& request);

 private:
  using Fill = absl::FunctionRef<void(v1::Complaint&, v1::ComplaintEvent&)>;

  // Takes a step of the case that `request` proves to be the caller's, once.
  template <typename Request>
  absl::StatusOr<v1::ComplaintStatus> Take(const Request& request, v1::ComplaintAction action,
                                           Fill fill);
  absl::Status Step(sql::Database& database, const std::string& uuid, const std::string& id,
                    v1::ComplaintAction action, Fill fill);
  // The bureau's messages count as read from now on.
  absl::Status MarkRead(const std::string& id);
  absl::StatusOr<v1::ComplaintStatus> Show(sql::Database& database, const std::string& id);

  const Parts& parts_;
  const Caller& caller_;
  const ComplaintProof proof_;
  const storage::Complaints complaints_;
  const storage::ComplaintRecord record_;
};

}  // namespace zoufang::rpc
