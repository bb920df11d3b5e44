#include "server/rpc/complaint_steps.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/complaint_due.h"
#include "domain/complaint_errors.h"
#include "domain/complaint_texts.h"
#include "domain/errors.h"
#include "google/protobuf/util/time_util.h"
#include "server/rpc/complaint_staff.h"
#include "server/rpc/complaint_view.h"
#include "server/storage/save.h"
#include "sync/base/status.h"
#include "sync/hub/edits.h"

namespace zoufang::rpc {
namespace {

using v1::Complaint;

constexpr size_t kMostText = 2000;
constexpr size_t kMostShortText = 500;

google::protobuf::Timestamp ToProto(absl::Time time) {
  return google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(time));
}

// What an action needs, in whatever state.
unsigned NeedsOf(v1::ComplaintAction action) {
  unsigned needs = 0;
  for (const domain::ComplaintTransition& step : domain::ComplaintTransitions()) {
    if (step.action == action) needs |= step.needs;
  }
  return needs;
}

absl::Status CheckCommon(const std::string& etag, unsigned needs, const std::string& text,
                         const std::string& note) {
  Checks checks;
  checks.Require(!etag.empty(), "etag", "须带上查看时的 etag",
                 "is required: the etag of the case as it was read");
  checks.RequireWords(text, (needs & domain::kText) != 0 ? 1 : 0, kMostText, "text");
  checks.RequireWords(note, (needs & domain::kNote) != 0 ? 1 : 0, kMostText, "note");
  return checks.Result();
}

}  // namespace

ComplaintSteps::Answer ComplaintSteps::TakeOnce(const Asked& asked, v1::ComplaintAction action,
                                                const std::string& text, const std::string& note,
                                                Fill fill) {
  RETURN_IF_ERROR(CheckCommon(asked.etag, NeedsOf(action), text, note));
  ASSIGN_OR_RETURN(const RequestKey key, KeyOf(caller_, asked.request));
  v1::ComplaintDetails response;
  RETURN_IF_ERROR(parts_.store.Write([&](sql::Database& database) {
    return RunOnce(database, key, response, parts_.clock.Now(), [&]() -> absl::Status {
      RETURN_IF_ERROR(
          Run(database, key.uuid, asked.id, asked.etag, EventOf(action, text, note), fill));
      ASSIGN_OR_RETURN(response, Show(database, asked.id));
      return absl::OkStatus();
    });
  }));
  return response;
}

v1::ComplaintEvent ComplaintSteps::EventOf(v1::ComplaintAction action, const std::string& text,
                                           const std::string& note) const {
  v1::ComplaintEvent event;
  event.set_action(action);
  event.set_actor(caller_.principal.user_name);
  event.set_text(text);
  event.set_note(note);
  return event;
}

absl::StatusOr<v1::Complaint> ComplaintSteps::Note(const std::string& id,
                                                   v1::ComplaintAction action,
                                                   const std::string& note) {
  const std::string uuid = parts_.random.Bytes(16);
  storage::FoundComplaint found;
  RETURN_IF_ERROR(parts_.store.Write([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(found, FindForStaff(database, complaints_, caller_, id));
    return Run(database, uuid, id, found.etag, EventOf(action, "", note),
               [](Step&) { return absl::OkStatus(); });
  }));
  return std::move(found.complaint);
}

absl::Status ComplaintSteps::Run(sql::Database& database, const std::string& uuid,
                                 const std::string& id, const std::string& etag,
                                 v1::ComplaintEvent event, Fill fill) {
  ASSIGN_OR_RETURN(storage::FoundComplaint found, FindForStaff(database, complaints_, caller_, id));
  if (found.etag != etag) {
    return domain::ComplaintChanged(domain::StateInChinese(found.complaint.state()));
  }
  const absl::Time now = parts_.clock.Now();
  const absl::CivilDay today = domain::DayInShanghai(now);
  ASSIGN_OR_RETURN(const v1::ComplaintState next,
                   domain::CheckStep(found.complaint, event.action(), ActorOf(caller_), now));
  Step step{.database = database,
            .uuid = uuid,
            .now = now,
            .complaint = std::move(found.complaint),
            .event = std::move(event)};
  step.event.set_from_state(step.complaint.state());
  step.complaint.set_state(next);
  RETURN_IF_ERROR(fill(step));
  domain::MoveClock(domain::WorkingDays::OfChina(), step.event.action(), today, step.complaint);
  ASSIGN_OR_RETURN(auto edits, record_.Edits(database, uuid, step.complaint, step.event, now));
  for (auto& edit : step.more) edits.push_back(std::move(edit));
  RETURN_IF_ERROR(storage::Save(parts_.hub, database,
                                {.user_id = caller_.user_id(), .server = true}, uuid,
                                std::move(edits)));
  return storage::Audit(database, caller_.Did(id), now);
}

// Who has just recused themselves is told no more than which case it was.
ComplaintSteps::Answer ComplaintSteps::Show(sql::Database& database, const std::string& id) {
  ASSIGN_OR_RETURN(v1::ComplaintDetails details, complaints_.Details(database, id));
  if (!domain::CheckMayRead(details.complaint(), ActorOf(caller_)).ok()) {
    v1::ComplaintDetails bare;
    bare.mutable_complaint()->set_id(id);
    return bare;
  }
  CompleteForStaff(ActorOf(caller_), parts_.clock.Now(), details);
  return details;
}

std::string ComplaintSteps::ReviewUntil(const Complaint& complaint, absl::Time now) const {
  const domain::ClockProfile& profile = domain::ProfileOf(complaint);
  if (complaint.reviews() >= profile.reviews) return "";
  return domain::FormatDay(domain::LastDay(domain::WorkingDays::OfChina(),
                                           domain::DayInShanghai(now), profile.ask_review)
                               .day);
}

ComplaintSteps::Answer ComplaintSteps::Accept(const v1::AcceptComplaintRequest& request) {
  return Take(request, v1::COMPLAINT_ACTION_ACCEPT, "", "", [&](Step& step) {
    Complaint& complaint = step.complaint;
    *complaint.mutable_accepted_at() = ToProto(step.now);
    if (complaint.profile().empty()) complaint.set_profile(settings_.clock.id);
    complaint.set_handler(caller_.principal.user_name);
    if (complaint.department().empty()) complaint.set_department(caller_.principal.department);
    return absl::OkStatus();
  });
}

ComplaintSteps::Answer ComplaintSteps::Decline(const v1::DeclineComplaintRequest& request) {
  Checks checks;
  checks.Require(v1::DeclineReason_IsValid(request.reason()) &&
                     request.reason() != v1::DECLINE_REASON_UNSPECIFIED,
                 "reason", "须选择不予受理的原因", "must be one of the list");
  checks.Require(
      request.reason() != v1::DECLINE_REASON_NOT_OUR_JURISDICTION || !request.note().empty(),
      "note", "须说明由哪个单位管辖", "must name who is responsible");
  checks.RequireWords(request.note(), 0, kMostShortText, "note");
  RETURN_IF_ERROR(checks.Result());
  return Take(request, v1::COMPLAINT_ACTION_DECLINE, request.note(), "", [&](Step& step) {
    Complaint& complaint = step.complaint;
    *complaint.mutable_decided_at() = ToProto(step.now);
    complaint.set_decline_reason(request.reason());
    complaint.set_decline_note(request.note());
    complaint.set_handler(caller_.principal.user_name);
    complaint.set_decided_by(caller_.principal.user_name);
    complaint.set_review_until(ReviewUntil(complaint, step.now));
    return absl::OkStatus();
  });
}

ComplaintSteps::Answer ComplaintSteps::Transfer(const v1::TransferComplaintRequest& request) {
  Checks checks;
  checks.RequireWords(request.to(), 1, 200, "to");
  RETURN_IF_ERROR(checks.Result());
  return Take(request, v1::COMPLAINT_ACTION_TRANSFER, request.text(), "", [&](Step& step) {
    step.complaint.set_transferred_to(request.to());
    step.complaint.set_handler(caller_.principal.user_name);
    *step.complaint.mutable_decided_at() = ToProto(step.now);
    return absl::OkStatus();
  });
}

ComplaintSteps::Answer ComplaintSteps::AskForInformation(
    const v1::AskForInformationRequest& request) {
  return Take(request, v1::COMPLAINT_ACTION_ASK_INFORMATION, request.text(), "",
              [](Step&) { return absl::OkStatus(); });
}

ComplaintSteps::Answer ComplaintSteps::Investigate(const v1::InvestigateComplaintRequest& request) {
  return Take(request, v1::COMPLAINT_ACTION_INVESTIGATE, "", request.note(),
              [](Step&) { return absl::OkStatus(); });
}

ComplaintSteps::Answer ComplaintSteps::Pause(const v1::PauseComplaintRequest& request) {
  return Take(request, v1::COMPLAINT_ACTION_PAUSE, request.text(), "",
              [](Step&) { return absl::OkStatus(); });
}

ComplaintSteps::Answer ComplaintSteps::Resume(const v1::ResumeComplaintRequest& request) {
  return Take(request, v1::COMPLAINT_ACTION_RESUME, "", request.note(),
              [](Step&) { return absl::OkStatus(); });
}

ComplaintSteps::Answer ComplaintSteps::Decide(const v1::DecideComplaintRequest& request) {
  Checks checks;
  checks.Require(v1::ComplaintOutcome_IsValid(request.outcome()) &&
                     request.outcome() != v1::COMPLAINT_OUTCOME_UNSPECIFIED,
                 "outcome", "须选择办理结果", "is required");
  const size_t length = Characters(request.basis());
  checks.Require(length >= 1 && length <= 1000, "basis", "结果依据须为1至1000个字符",
                 "must have 1 to 1,000 characters");
  RETURN_IF_ERROR(checks.Result());
  return Take(request, v1::COMPLAINT_ACTION_DECIDE, request.basis(), "", [&](Step& step) {
    Complaint& complaint = step.complaint;
    *complaint.mutable_decided_at() = ToProto(step.now);
    complaint.set_outcome(request.outcome());
    complaint.set_outcome_basis(request.basis());
    complaint.set_decided_by(caller_.principal.user_name);
    complaint.clear_extension_asked_by();
    return absl::OkStatus();
  });
}

ComplaintSteps::Answer ComplaintSteps::Notify(const v1::NotifyComplaintRequest& request) {
  return Take(request, v1::COMPLAINT_ACTION_NOTIFY, request.text(), "", [&](Step& step) {
    *step.complaint.mutable_notified_at() = ToProto(step.now);
    step.complaint.set_review_until(ReviewUntil(step.complaint, step.now));
    return absl::OkStatus();
  });
}

ComplaintSteps::Answer ComplaintSteps::Close(const v1::CloseComplaintRequest& request) {
  return Take(request, v1::COMPLAINT_ACTION_CLOSE, "", "", [&](Step& step) {
    *step.complaint.mutable_closed_at() = ToProto(step.now);
    return absl::OkStatus();
  });
}

ComplaintSteps::Answer ComplaintSteps::Reopen(const v1::ReopenComplaintRequest& request) {
  return Take(request, v1::COMPLAINT_ACTION_REOPEN, request.text(), "", [&](Step& step) {
    Complaint& complaint = step.complaint;
    complaint.clear_outcome();
    complaint.clear_outcome_basis();
    complaint.clear_decline_reason();
    complaint.clear_decline_note();
    complaint.clear_decided_at();
    complaint.clear_decided_by();
    complaint.clear_notified_at();
    complaint.clear_closed_at();
    complaint.clear_review_until();
    if (!complaint.has_accepted_at()) *complaint.mutable_accepted_at() = ToProto(step.now);
    if (complaint.handler().empty()) complaint.set_handler(caller_.principal.user_name);
    return absl::OkStatus();
  });
}

absl::Status ComplaintSteps::CheckMergeTarget(sql::Database& database, const std::string& id,
                                              const std::string& into) {
  if (id == into) return domain::MergeTargetUnfit("不能并入自身", "it is the same case");
  ASSIGN_OR_RETURN(const storage::FoundComplaint target,
                   FindForStaff(database, complaints_, caller_, into));
  const bool at_work =
      domain::FindTransition(target.complaint.state(), v1::COMPLAINT_ACTION_ASSIGN) != nullptr;
  if (!at_work) return domain::MergeTargetUnfit("该件已不在办理中", "it is not being handled");
  return absl::OkStatus();
}

ComplaintSteps::Answer ComplaintSteps::Merge(const v1::MergeComplaintRequest& request) {
  Checks checks;
  checks.RequireUuid(request.into_id(), "into_id");
  RETURN_IF_ERROR(checks.Result());
  return Take(request, v1::COMPLAINT_ACTION_MERGE, "", "", [&](Step& step) -> absl::Status {
    RETURN_IF_ERROR(CheckMergeTarget(step.database, request.id(), request.into_id()));
    step.complaint.set_merged_into(request.into_id());
    return absl::OkStatus();
  });
}

ComplaintSteps::Answer ComplaintSteps::AdvanceClue(
    const v1::AdvanceIllegalOrgClueRequest& request) {
  return Take(request, v1::COMPLAINT_ACTION_ADVANCE_CLUE, "", request.note(),
              [&](Step& step) -> absl::Status {
                ASSIGN_OR_RETURN(const v1::ComplaintDetails details,
                                 complaints_.Details(step.database, request.id()));
                if (!details.has_clue()) return domain::ClueNotFound(request.id());
                v1::IllegalOrgClue clue = details.clue();
                const auto next = domain::NextClueStates(clue.state());
                if (std::find(next.begin(), next.end(), request.state()) == next.end()) {
                  return domain::ClueState(request.id());
                }
                clue.set_state(request.state());
                ASSIGN_OR_RETURN(step.more.emplace_back(), record_.ClueEdit(step.database, clue));
                return absl::OkStatus();
              });
}

}  // namespace zoufang::rpc
