// What staff does with complaints.
#pragma once

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/rpc/checks.h"
#include "server/rpc/complaint_settings.h"
#include "server/rpc/once.h"
#include "server/rpc/parts.h"
#include "server/storage/complaint_record.h"
#include "server/storage/complaints.h"
#include "zoufang/v1/complaint_service.pb.h"
#include "zoufang/v1/identity_service.pb.h"

namespace zoufang::rpc {

// For one caller; each method is the body of the RPC of its name. All go one way: request checked,
// case read, etag compared, the table of transitions asked, clock moved, case and history written
// in one mutation, once for each request_id.
class ComplaintSteps {
 public:
  // All outlive it.
  ComplaintSteps(const Parts& parts, const ComplaintSettings& settings, const Caller& caller)
      : parts_(parts),
        settings_(settings),
        caller_(caller),
        complaints_(parts.catalogue),
        record_(parts.catalogue) {}

  using Answer = absl::StatusOr<v1::ComplaintDetails>;
  Answer Accept(const v1::AcceptComplaintRequest& request);
  Answer Decline(const v1::DeclineComplaintRequest& request);
  Answer Transfer(const v1::TransferComplaintRequest& request);
  Answer AskForInformation(const v1::AskForInformationRequest& request);
  Answer Investigate(const v1::InvestigateComplaintRequest& request);
  Answer Pause(const v1::PauseComplaintRequest& request);
  Answer Resume(const v1::ResumeComplaintRequest& request);
  Answer AskForExtension(const v1::AskForExtensionRequest& request);
  Answer DecideExtension(const v1::DecideExtensionRequest& request);
  Answer Decide(const v1::DecideComplaintRequest& request);
  Answer Notify(const v1::NotifyComplaintRequest& request);
  Answer Close(const v1::CloseComplaintRequest& request);
  Answer Uphold(const v1::UpholdComplaintRequest& request);
  Answer Reopen(const v1::ReopenComplaintRequest& request);
  Answer Merge(const v1::MergeComplaintRequest& request);
  Answer Assign(const v1::AssignComplaintRequest& request);
  Answer Recuse(const v1::RecuseFromComplaintRequest& request);
  Answer AdvanceClue(const v1::AdvanceIllegalOrgClueRequest& request);
  Answer AskForIdentity(const v1::AskForIdentityRequest& request);
  Answer DecideIdentity(const v1::DecideIdentityRequest& request);
  Answer EraseIdentity(const v1::EraseIdentityRequest& request);

  // Enters a step that changes nothing but the history, each time anew: something is read. The case
  // as it was read.
  absl::StatusOr<v1::Complaint> Note(const std::string& id, v1::ComplaintAction action,
                                     const std::string& note);

 private:
  // A step in the making: `complaint` has its new state, `event` what it was.
  struct Step {
    sql::Database& database;
    const std::string& uuid;
    absl::Time now;
    v1::Complaint complaint;
    v1::ComplaintEvent event;
    std::vector<sync::v1::Edit> more;  // Written along.
  };
  using Fill = absl::FunctionRef<absl::Status(Step&)>;

  // What every request for a step says.
  struct Asked {
    const google::protobuf::Message& request;
    const std::string& id;
    const std::string& etag;
  };

  // `text` for the citizen and `note` for staff go into the event; `fill` sets what else the step
  // brings.
  template <typename Request>
  Answer Take(const Request& request, v1::ComplaintAction action, const std::string& text,
              const std::string& note, Fill fill) {
    return TakeOnce({.request = request, .id = request.id(), .etag = request.etag()}, action, text,
                    note, fill);
  }
  Answer TakeOnce(const Asked& asked, v1::ComplaintAction action, const std::string& text,
                  const std::string& note, Fill fill);
  v1::ComplaintEvent EventOf(v1::ComplaintAction action, const std::string& text,
                             const std::string& note) const;
  absl::Status Run(sql::Database& database, const std::string& uuid, const std::string& id,
                   const std::string& etag, v1::ComplaintEvent event, Fill fill);
  Answer Show(sql::Database& database, const std::string& id);
  absl::Status CheckMergeTarget(sql::Database& database, const std::string& id,
                                const std::string& into);
  // IDENTITY_STATE while the case that `id` was merged into may still need who filed.
  absl::Status CheckSurvivorIsOver(sql::Database& database, const std::string& id, absl::Time now);
  // Until when a review may be asked for that is made possible today.
  std::string ReviewUntil(const v1::Complaint& complaint, absl::Time now) const;

  const Parts& parts_;
  const ComplaintSettings& settings_;
  const Caller& caller_;
  const storage::Complaints complaints_;
  const storage::ComplaintRecord record_;
};

}  // namespace zoufang::rpc
