// Messages between citizen and bureau, and staff's notes.
#pragma once

#include <string>

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
class ComplaintMessages {
 public:
  // All outlive it.
  ComplaintMessages(const Parts& parts, AttemptLimiter& limiter, const Caller& caller)
      : parts_(parts),
        caller_(caller),
        proof_(parts, limiter, caller),
        complaints_(parts.catalogue),
        record_(parts.catalogue) {}

  absl::StatusOr<v1::ComplaintMessage> AddMessage(const v1::AddComplaintMessageRequest& request);
  absl::StatusOr<v1::ComplaintNote> AddNote(const v1::AddComplaintNoteRequest& request);
  absl::StatusOr<v1::ComplaintDetails> MarkRead(const v1::MarkComplaintReadRequest& request);

 private:
  // The complaint that a message is about, for the citizen or a member of staff.
  absl::StatusOr<std::string> AboutWhich(const v1::AddComplaintMessageRequest& request);
  absl::Status CheckStaff(sql::Database& database, const std::string& id);
  absl::StatusOr<v1::ComplaintMessage> Save(sql::Database& database, const RequestKey& key,
                                            const std::string& id,
                                            const v1::AddComplaintMessageRequest& request);
  // The edits that a message brings besides itself: who waits for whom, and the citizen's answer to
  // a question.
  absl::StatusOr<std::vector<sync::v1::Edit>> CaseEdits(sql::Database& database,
                                                        const std::string& uuid,
                                                        v1::Complaint complaint,
                                                        const v1::ComplaintMessage& message);

  const Parts& parts_;
  const Caller& caller_;
  const ComplaintProof proof_;
  const storage::Complaints complaints_;
  const storage::ComplaintRecord record_;
};

}  // namespace zoufang::rpc
