// Steps that are about who handles a case, and those that take two people.
#include "absl/strings/str_cat.h"
#include "domain/complaint_errors.h"
#include "domain/errors.h"
#include "google/protobuf/util/time_util.h"
#include "server/rpc/complaint_staff.h"
#include "server/rpc/complaint_steps.h"
#include "server/storage/reporters.h"
#include "sync/base/status.h"

namespace zoufang::rpc {
namespace {

constexpr size_t kMostReason = 500;
// How long who asked may read an identity, from the approval on.
constexpr absl::Duration kIdentityOpen = absl::Hours(24);

// What was asked or approved ends.
void CloseIdentity(v1::Complaint& complaint) {
  complaint.clear_identity_asked_by();
  complaint.clear_identity_reason();
  complaint.clear_identity_approved_by();
  complaint.clear_identity_open_until();
}

}  // namespace

ComplaintSteps::Answer ComplaintSteps::AskForExtension(const v1::AskForExtensionRequest& request) {
  Checks checks;
  checks.RequireWords(request.text(), 1, kMostReason, "text");
  RETURN_IF_ERROR(checks.Result());
  return Take(request, v1::COMPLAINT_ACTION_ASK_EXTENSION, request.text(), "", [&](Step& step) {
    step.complaint.set_extension_asked_by(caller_.principal.user_name);
    step.complaint.set_extension_reason(request.text());
    return absl::OkStatus();
  });
}

ComplaintSteps::Answer ComplaintSteps::DecideExtension(const v1::DecideExtensionRequest& request) {
  const v1::ComplaintAction action = request.approve() ? v1::COMPLAINT_ACTION_APPROVE_EXTENSION
                                                       : v1::COMPLAINT_ACTION_REFUSE_EXTENSION;
  return Take(request, action, "", request.note(), [&](Step& step) {
    if (request.approve()) step.event.set_text(step.complaint.extension_reason());
    step.complaint.clear_extension_asked_by();
    return absl::OkStatus();
  });
}

ComplaintSteps::Answer ComplaintSteps::Uphold(const v1::UpholdComplaintRequest& request) {
  return Take(request, v1::COMPLAINT_ACTION_UPHOLD, request.text(), "", [&](Step& step) {
    step.complaint.set_review_until(ReviewUntil(step.complaint, step.now));
    return absl::OkStatus();
  });
}

ComplaintSteps::Answer ComplaintSteps::Assign(const v1::AssignComplaintRequest& request) {
  return Take(request, v1::COMPLAINT_ACTION_ASSIGN, "", request.note(),
              [&](Step& step) -> absl::Status {
                ASSIGN_OR_RETURN(const auto account,
                                 storage::FindAccount(step.database, request.handler()));
                if (!account.has_value() || !MayHandle(*account, step.complaint)) {
                  return domain::HandlerUnfit(request.handler());
                }
                step.complaint.set_handler(account->user_name);
                step.complaint.set_department(account->department);
                return absl::OkStatus();
              });
}

ComplaintSteps::Answer ComplaintSteps::Recuse(const v1::RecuseFromComplaintRequest& request) {
  const std::string who =
      request.user_name().empty() ? caller_.principal.user_name : request.user_name();
  return Take(request, v1::COMPLAINT_ACTION_RECUSE, "", request.reason(),
              [&](Step& step) -> absl::Status {
                ASSIGN_OR_RETURN(const auto account, storage::FindAccount(step.database, who));
                if (!account.has_value()) return domain::AccountNotFound(who);
                step.complaint.add_recused(who);
                if (step.complaint.handler() == who) step.complaint.clear_handler();
                if (step.complaint.extension_asked_by() == who) {
                  step.complaint.clear_extension_asked_by();
                }
                if (step.complaint.identity_asked_by() == who) CloseIdentity(step.complaint);
                return absl::OkStatus();
              });
}

ComplaintSteps::Answer ComplaintSteps::AskForIdentity(const v1::AskForIdentityRequest& request) {
  Checks checks;
  checks.RequireWords(request.reason(), 1, kMostReason, "reason");
  RETURN_IF_ERROR(checks.Result());
  if (!settings_.opener.ready()) return domain::IdentityCannotBeOpened();
  return Take(request, v1::COMPLAINT_ACTION_ASK_IDENTITY, "", request.reason(), [&](Step& step) {
    CloseIdentity(step.complaint);
    step.complaint.set_identity_asked_by(caller_.principal.user_name);
    step.complaint.set_identity_reason(request.reason());
    return absl::OkStatus();
  });
}

ComplaintSteps::Answer ComplaintSteps::DecideIdentity(const v1::DecideIdentityRequest& request) {
  const v1::ComplaintAction action = request.approve() ? v1::COMPLAINT_ACTION_APPROVE_IDENTITY
                                                       : v1::COMPLAINT_ACTION_REFUSE_IDENTITY;
  return Take(request, action, "", request.note(), [&](Step& step) {
    if (!request.approve()) {
      CloseIdentity(step.complaint);
      return absl::OkStatus();
    }
    step.complaint.set_identity_approved_by(caller_.principal.user_name);
    *step.complaint.mutable_identity_open_until() =
        google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(
            absl::ToUnixMicros(step.now + kIdentityOpen));
    return absl::OkStatus();
  });
}

absl::Status ComplaintSteps::CheckSurvivorIsOver(sql::Database& database, const std::string& id,
                                                 absl::Time now) {
  ASSIGN_OR_RETURN(const std::string survivor, complaints_.SurvivorOf(database, id));
  if (survivor == id) return absl::OkStatus();
  ASSIGN_OR_RETURN(const storage::FoundComplaint found, complaints_.Find(database, survivor));
  const bool ended = domain::FindTransition(found.complaint.state(),
                                            v1::COMPLAINT_ACTION_ERASE_IDENTITY) != nullptr;
  if (ended && !domain::ReviewIsOpen(found.complaint, now)) return absl::OkStatus();
  return domain::IdentityState(
      absl::StrCat("并入的件 ", found.complaint.number(), " 尚未办结或仍可申请复核"),
      absl::StrCat("case ", found.complaint.number(),
                   ", in which this one goes on, is not over, or a review may still come"));
}

ComplaintSteps::Answer ComplaintSteps::EraseIdentity(const v1::EraseIdentityRequest& request) {
  Checks checks;
  checks.RequireWords(request.reason(), 1, kMostReason, "reason");
  RETURN_IF_ERROR(checks.Result());
  return Take(
      request, v1::COMPLAINT_ACTION_ERASE_IDENTITY, "", request.reason(),
      [&](Step& step) -> absl::Status {
        RETURN_IF_ERROR(CheckSurvivorIsOver(step.database, request.id(), step.now));
        RETURN_IF_ERROR(storage::EraseSealedReporter(step.database, request.id()));
        CloseIdentity(step.complaint);
        *step.complaint.mutable_identity_erased_at() =
            google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(step.now));
        return absl::OkStatus();
      });
}

}  // namespace zoufang::rpc
