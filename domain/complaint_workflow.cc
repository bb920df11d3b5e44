#include "domain/complaint_workflow.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "domain/complaint_clock.h"
#include "domain/complaint_due.h"
#include "domain/complaint_errors.h"
#include "domain/complaint_texts.h"
#include "domain/errors.h"
#include "google/protobuf/util/time_util.h"
#include "sync/base/status.h"

namespace zoufang::domain {
namespace {

constexpr States kReceived = In(v1::COMPLAINT_STATE_RECEIVED);
constexpr States kNeedsInfo = In(v1::COMPLAINT_STATE_NEEDS_INFO);
constexpr States kAccepted = In(v1::COMPLAINT_STATE_ACCEPTED);
constexpr States kInvestigating = In(v1::COMPLAINT_STATE_INVESTIGATING);
constexpr States kPaused = In(v1::COMPLAINT_STATE_PAUSED);
constexpr States kDecided = In(v1::COMPLAINT_STATE_DECIDED);
constexpr States kNotified = In(v1::COMPLAINT_STATE_NOTIFIED);
constexpr States kDeclined = In(v1::COMPLAINT_STATE_DECLINED);
constexpr States kTransferred = In(v1::COMPLAINT_STATE_TRANSFERRED);
constexpr States kReviewing = In(v1::COMPLAINT_STATE_REVIEW_REQUESTED);
constexpr States kUpheld = In(v1::COMPLAINT_STATE_UPHELD);
constexpr States kClosed = In(v1::COMPLAINT_STATE_CLOSED);
constexpr States kMerged = In(v1::COMPLAINT_STATE_MERGED);
constexpr States kWithdrawn = In(v1::COMPLAINT_STATE_WITHDRAWN);
constexpr States kUndecided = kReceived | kNeedsInfo | kAccepted | kInvestigating | kPaused;
constexpr States kAtWork = kUndecided | kDecided | kNotified | kReviewing;
constexpr States kEnded = kDeclined | kTransferred | kClosed | kMerged | kWithdrawn;
constexpr States kAny = kAtWork | kUpheld | kEnded;
constexpr v1::ComplaintState kStays = v1::COMPLAINT_STATE_UNSPECIFIED;

absl::Time TimeOf(const google::protobuf::Timestamp& time) {
  return absl::FromUnixMicros(google::protobuf::util::TimeUtil::TimestampToMicroseconds(time));
}

constexpr ComplaintTransition kTransitions[] = {
    {0, v1::COMPLAINT_ACTION_FILE, v1::COMPLAINT_STATE_RECEIVED, Party::kCitizen},
    {kReceived, v1::COMPLAINT_ACTION_ACCEPT, v1::COMPLAINT_STATE_ACCEPTED, Party::kStaff},
    {kReceived | kNeedsInfo, v1::COMPLAINT_ACTION_DECLINE, v1::COMPLAINT_STATE_DECLINED,
     Party::kStaff, kDeclineReason},
    {kUndecided, v1::COMPLAINT_ACTION_TRANSFER, v1::COMPLAINT_STATE_TRANSFERRED, Party::kStaff,
     kAddressee},
    {kReceived, v1::COMPLAINT_ACTION_ASK_INFORMATION, v1::COMPLAINT_STATE_NEEDS_INFO, Party::kStaff,
     kText},
    {kNeedsInfo, v1::COMPLAINT_ACTION_GIVE_INFORMATION, v1::COMPLAINT_STATE_RECEIVED,
     Party::kCitizen, kText},
    {kNeedsInfo, v1::COMPLAINT_ACTION_RESUME, v1::COMPLAINT_STATE_RECEIVED, Party::kStaff},
    {kAccepted, v1::COMPLAINT_ACTION_INVESTIGATE, v1::COMPLAINT_STATE_INVESTIGATING, Party::kStaff},
    {kInvestigating, v1::COMPLAINT_ACTION_PAUSE, v1::COMPLAINT_STATE_PAUSED, Party::kStaff, kText},
    {kPaused, v1::COMPLAINT_ACTION_RESUME, v1::COMPLAINT_STATE_INVESTIGATING, Party::kStaff},
    {kInvestigating, v1::COMPLAINT_ACTION_ASK_EXTENSION, kStays, Party::kStaff,
     kText | kNoExtensionYet},
    {kInvestigating, v1::COMPLAINT_ACTION_APPROVE_EXTENSION, kStays, Party::kSecondPerson,
     kExtensionAsked},
    {kInvestigating, v1::COMPLAINT_ACTION_REFUSE_EXTENSION, kStays, Party::kSecondPerson,
     kNote | kExtensionAsked},
    {kInvestigating, v1::COMPLAINT_ACTION_DECIDE, v1::COMPLAINT_STATE_DECIDED, Party::kStaff,
     kOutcome},
    {kDecided, v1::COMPLAINT_ACTION_NOTIFY, v1::COMPLAINT_STATE_NOTIFIED, Party::kStaff},
    {kNotified | kDeclined | kTransferred | kUpheld, v1::COMPLAINT_ACTION_CLOSE,
     v1::COMPLAINT_STATE_CLOSED, Party::kStaff},
    {kNotified | kDeclined | kUpheld | kClosed, v1::COMPLAINT_ACTION_REQUEST_REVIEW,
     v1::COMPLAINT_STATE_REVIEW_REQUESTED, Party::kCitizen, kText | kReviewOpen},
    {kReviewing, v1::COMPLAINT_ACTION_UPHOLD, v1::COMPLAINT_STATE_UPHELD, Party::kSecondPerson,
     kText},
    {kReviewing | kClosed, v1::COMPLAINT_ACTION_REOPEN, v1::COMPLAINT_STATE_INVESTIGATING,
     Party::kStaff, kText},
    {kUndecided, v1::COMPLAINT_ACTION_MERGE, v1::COMPLAINT_STATE_MERGED, Party::kStaff, kOtherCase},
    {kUndecided, v1::COMPLAINT_ACTION_WITHDRAW, v1::COMPLAINT_STATE_WITHDRAWN, Party::kCitizen},
    {kAtWork, v1::COMPLAINT_ACTION_ASSIGN, kStays, Party::kStaff, kHandler},
    {kAny, v1::COMPLAINT_ACTION_RECUSE, kStays, Party::kStaff, kNote},
    {kUpheld | kClosed, v1::COMPLAINT_ACTION_EVALUATE, kStays, Party::kCitizen, kSatisfaction},
    {kAtWork, v1::COMPLAINT_ACTION_ADVANCE_CLUE, kStays, Party::kStaff},
    {kAtWork, v1::COMPLAINT_ACTION_ADD_EVIDENCE, kStays, Party::kCitizen, kRoomForFiles},
    {kAny, v1::COMPLAINT_ACTION_OPEN_ORIGINAL, kStays, Party::kStaff, kNote},
    {kAny, v1::COMPLAINT_ACTION_ASK_IDENTITY, kStays, Party::kStaff,
     kNote | kSealedIdentity | kIdentityClosed},
    {kAny, v1::COMPLAINT_ACTION_APPROVE_IDENTITY, kStays, Party::kSecondPerson, kIdentityAsked},
    {kAny, v1::COMPLAINT_ACTION_REFUSE_IDENTITY, kStays, Party::kSecondPerson,
     kNote | kIdentityAsked},
    {kAny, v1::COMPLAINT_ACTION_OPEN_IDENTITY, kStays, Party::kWhoAsked, kIdentityOpen},
    {kEnded, v1::COMPLAINT_ACTION_ERASE_IDENTITY, kStays, Party::kStaff,
     kNote | kSealedIdentity | kReviewOver},
};

struct ClueStep {
  v1::ClueState from;
  v1::ClueState to;
};

constexpr ClueStep kClueSteps[] = {
    {v1::CLUE_STATE_RECEIVED, v1::CLUE_STATE_VERIFYING},
    {v1::CLUE_STATE_VERIFYING, v1::CLUE_STATE_CONFIRMED},
    {v1::CLUE_STATE_VERIFYING, v1::CLUE_STATE_NOT_ILLEGAL},
    {v1::CLUE_STATE_CONFIRMED, v1::CLUE_STATE_ADVISED_TO_DISSOLVE},
    {v1::CLUE_STATE_CONFIRMED, v1::CLUE_STATE_BANNED},
    {v1::CLUE_STATE_CONFIRMED, v1::CLUE_STATE_TRANSFERRED_TO_POLICE},
    {v1::CLUE_STATE_ADVISED_TO_DISSOLVE, v1::CLUE_STATE_BANNED},
};

// Whose step this one judges, or takes up.
const std::string& WhoCameFirst(v1::ComplaintAction action, const v1::Complaint& complaint) {
  switch (action) {
    case v1::COMPLAINT_ACTION_UPHOLD:
      return complaint.decided_by();
    case v1::COMPLAINT_ACTION_APPROVE_EXTENSION:
    case v1::COMPLAINT_ACTION_REFUSE_EXTENSION:
      return complaint.extension_asked_by();
    default:
      return complaint.identity_asked_by();
  }
}

absl::Status CheckParty(const ComplaintTransition& step, const v1::Complaint& complaint,
                        const Actor& actor) {
  if (step.party == Party::kCitizen || actor.citizen()) {
    const bool fits = (step.party == Party::kCitizen) == actor.citizen();
    return fits ? absl::OkStatus() : ComplaintState(StateInChinese(complaint.state()));
  }
  RETURN_IF_ERROR(CheckMayRead(complaint, actor));
  const bool elsewhere = !complaint.department().empty() && !actor.department.empty() &&
                         complaint.department() != actor.department;
  // A conflict of interest is declared wherever one works.
  if (elsewhere && step.action != v1::COMPLAINT_ACTION_RECUSE) {
    return OutsideDepartment(complaint.department());
  }
  if (step.party == Party::kStaff) return absl::OkStatus();
  const bool first = actor.user_name == WhoCameFirst(step.action, complaint);
  if (step.party == Party::kSecondPerson) return first ? SecondPersonNeeded() : absl::OkStatus();
  return first ? absl::OkStatus()
               : IdentityState("只有申请人可以查看", "only who asked may read it");
}

absl::Status CheckIdentity(unsigned needs, const v1::Complaint& complaint, absl::Time now) {
  const bool approved = !complaint.identity_approved_by().empty();
  const bool asked = !complaint.identity_asked_by().empty() && !approved;
  const bool open = approved && now < TimeOf(complaint.identity_open_until());
  if ((needs & kSealedIdentity) != 0 && complaint.reporter_mode() == v1::REPORTER_MODE_ANONYMOUS) {
    return IdentityState("此件为匿名", "the case is anonymous");
  }
  if ((needs & kSealedIdentity) != 0 && complaint.has_identity_erased_at()) {
    return IdentityState("举报人身份信息已删除", "it was erased");
  }
  if ((needs & kReviewOver) != 0 && ReviewIsOpen(complaint, now)) {
    return IdentityState(
        absl::StrCat("申请复核的期限 ", complaint.review_until(), " 尚未届满"),
        absl::StrCat("a review may be asked for until ", complaint.review_until()));
  }
  if ((needs & kIdentityClosed) != 0 && (asked || open)) {
    return IdentityState("已有待审批的申请，或已获准尚未到期",
                         "somebody asks already, or may read it now");
  }
  if ((needs & kIdentityAsked) != 0 && !asked) {
    return IdentityState("没有待审批的申请", "nobody asks to open it");
  }
  if ((needs & kIdentityOpen) != 0 && !open) {
    return IdentityState("尚未获准，或查看时限已过", "nobody approved it, or the time is over");
  }
  return absl::OkStatus();
}

absl::Status CheckConditions(const ComplaintTransition& step, const v1::Complaint& complaint,
                             absl::Time now) {
  if ((step.needs & kReviewOpen) != 0 && !ReviewIsOpen(complaint, now)) {
    return ReviewTooLate(complaint.review_until());
  }
  const bool asked = !complaint.extension_asked_by().empty();
  if ((step.needs & kNoExtensionYet) != 0 && (asked || complaint.extended())) {
    return ExtensionState("已申请过或已延期一次", "an extension was asked for or given already");
  }
  if ((step.needs & kExtensionAsked) != 0 && !asked) {
    return ExtensionState("没有待审批的延期申请", "nobody asks for an extension");
  }
  if ((step.needs & kRoomForFiles) != 0 && complaint.evidence_files() >= kMostEvidenceFiles) {
    return EvidenceFull(kMostEvidenceFiles);
  }
  return CheckIdentity(step.needs, complaint, now);
}

}  // namespace

absl::Span<const ComplaintTransition> ComplaintTransitions() { return kTransitions; }

const ComplaintTransition* FindTransition(v1::ComplaintState from, v1::ComplaintAction action) {
  const auto* found = std::find_if(std::begin(kTransitions), std::end(kTransitions),
                                   [&](const ComplaintTransition& step) {
                                     return step.action == action && (step.from & In(from)) != 0;
                                   });
  return found == std::end(kTransitions) ? nullptr : found;
}

absl::Status CheckMayRead(const v1::Complaint& complaint, const Actor& actor) {
  const auto& recused = complaint.recused();
  const bool out = std::find(recused.begin(), recused.end(), actor.user_name) != recused.end();
  return out ? Recused() : absl::OkStatus();
}

absl::StatusOr<v1::ComplaintState> CheckStep(const v1::Complaint& complaint,
                                             v1::ComplaintAction action, const Actor& actor,
                                             absl::Time now) {
  const ComplaintTransition* const step = FindTransition(complaint.state(), action);
  if (step == nullptr) return ComplaintState(StateInChinese(complaint.state()));
  RETURN_IF_ERROR(CheckParty(*step, complaint, actor));
  RETURN_IF_ERROR(CheckConditions(*step, complaint, now));
  return step->to == kStays ? complaint.state() : step->to;
}

std::vector<v1::ComplaintAction> AllowedActions(const v1::Complaint& complaint, const Actor& actor,
                                                absl::Time now) {
  std::vector<v1::ComplaintAction> allowed;
  for (const ComplaintTransition& step : kTransitions) {
    const bool here = (step.from & In(complaint.state())) != 0;
    if (here && CheckStep(complaint, step.action, actor, now).ok()) {
      allowed.push_back(step.action);
    }
  }
  return allowed;
}

bool ReviewIsOpen(const v1::Complaint& complaint, absl::Time now) {
  return !complaint.review_until().empty() &&
         DayInShanghai(now) <= ParseDay(complaint.review_until()) &&
         complaint.reviews() < ProfileOf(complaint).reviews;
}

bool TakesMessages(v1::ComplaintState state) { return (In(state) & (kClosed | kWithdrawn)) == 0; }

std::vector<v1::ClueState> NextClueStates(v1::ClueState from) {
  std::vector<v1::ClueState> next;
  for (const ClueStep& step : kClueSteps) {
    if (step.from == from) next.push_back(step.to);
  }
  return next;
}

}  // namespace zoufang::domain
