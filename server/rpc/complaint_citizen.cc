#include "server/rpc/complaint_citizen.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/complaint_due.h"
#include "domain/complaint_errors.h"
#include "domain/complaint_number.h"
#include "domain/complaint_workflow.h"
#include "domain/errors.h"
#include "server/rpc/checks.h"
#include "server/rpc/complaint_view.h"
#include "server/storage/save.h"
#include "sync/base/status.h"

namespace zoufang::rpc {
namespace {

// How far back similar reports are counted.
constexpr absl::Duration kSimilarWithin = absl::Hours(24 * 365);

// What repeats are compared by: all but the secret, of which no fast hash may be kept.
template <typename Request>
absl::StatusOr<RequestKey> KeyWithoutSecret(const Caller& caller, Request request) {
  request.mutable_reporter()->clear_secret();
  return KeyOf(caller, request);
}

void RequireText(const std::string& text, size_t least, size_t most, absl::string_view field,
                 Checks& checks) {
  const size_t length = Characters(text);
  const bool says = least == 0 || !IsBlank(text);
  checks.Require(says && length >= least && length <= most, field,
                 absl::StrCat("须为", least, "至", most, "个字符"),
                 absl::StrCat("must have ", least, " to ", most, " characters"));
}

}  // namespace

absl::StatusOr<v1::ComplaintStatus> ComplaintCitizen::Show(sql::Database& database,
                                                           const std::string& id) {
  ASSIGN_OR_RETURN(const v1::ComplaintDetails own, complaints_.Details(database, id));
  ASSIGN_OR_RETURN(const std::string survivor_id, complaints_.SurvivorOf(database, id));
  ASSIGN_OR_RETURN(const v1::ComplaintDetails survivor, complaints_.Details(database, survivor_id));
  return ForCitizen(own, survivor, parts_.clock.Now());
}

absl::StatusOr<v1::ComplaintStatus> ComplaintCitizen::Status(
    const v1::GetComplaintStatusRequest& request) {
  ASSIGN_OR_RETURN(const std::string id, proof_.Identify(request));
  v1::ComplaintStatus status;
  RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(status, Show(database, id));
    return absl::OkStatus();
  }));
  const auto& messages = status.messages();
  const bool unread = std::any_of(messages.begin(), messages.end(), [](const auto& message) {
    return !message.from_reporter() && !message.has_read_at();
  });
  // Should it fail, the case is shown all the same, and the next look makes the mark.
  if (unread) MarkRead(id).IgnoreError();
  return status;
}

absl::Status ComplaintCitizen::MarkRead(const std::string& id) {
  const std::string uuid = parts_.random.Bytes(16);
  return parts_.store.Write([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(auto edits,
                     record_.ReadEdits(database, id, /*from_reporter=*/false, parts_.clock.Now()));
    return storage::Save(parts_.hub, database, {.user_id = "", .server = true}, uuid,
                         std::move(edits));
  });
}

absl::StatusOr<v1::ComplaintStatus> ComplaintCitizen::External(
    const v1::GetExternalComplaintRequest& request) {
  Checks checks;
  RequireText(request.external_id(), 1, 60, "external_id", checks);
  RETURN_IF_ERROR(checks.Result());
  v1::ComplaintStatus status;
  RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(const auto id, complaints_.FindExternal(database, caller_.principal.user_name,
                                                             request.external_id()));
    if (!id.has_value()) return domain::ExternalCaseNotFound(request.external_id());
    ASSIGN_OR_RETURN(status, Show(database, *id));
    return absl::OkStatus();
  }));
  return status;
}

absl::Status ComplaintCitizen::Step(sql::Database& database, const std::string& uuid,
                                    const std::string& id, v1::ComplaintAction action, Fill fill) {
  const absl::Time now = parts_.clock.Now();
  const absl::CivilDay today = domain::DayInShanghai(now);
  ASSIGN_OR_RETURN(storage::FoundComplaint found, complaints_.Find(database, id));
  v1::Complaint& complaint = found.complaint;
  ASSIGN_OR_RETURN(const v1::ComplaintState next,
                   domain::CheckStep(complaint, action, domain::Actor{}, now));
  v1::ComplaintEvent event;
  event.set_action(action);
  event.set_from_state(complaint.state());
  complaint.set_state(next);
  fill(complaint, event);
  domain::MoveClock(domain::WorkingDays::OfChina(), action, today, complaint);
  ASSIGN_OR_RETURN(auto edits, record_.Edits(database, uuid, complaint, std::move(event), now));
  return storage::Save(parts_.hub, database, {.user_id = "", .server = true}, uuid,
                       std::move(edits));
}

template <typename Request>
absl::StatusOr<v1::ComplaintStatus> ComplaintCitizen::Take(const Request& request,
                                                           v1::ComplaintAction action, Fill fill) {
  ASSIGN_OR_RETURN(const RequestKey key, KeyWithoutSecret(caller_, request));
  ASSIGN_OR_RETURN(const std::string own, proof_.Identify(request.reporter()));
  v1::ComplaintStatus status;
  RETURN_IF_ERROR(parts_.store.Write([&](sql::Database& database) {
    return RunOnce(database, key, status, parts_.clock.Now(), [&]() -> absl::Status {
      std::string id = own;
      if (action == v1::COMPLAINT_ACTION_REQUEST_REVIEW) {
        ASSIGN_OR_RETURN(id, complaints_.SurvivorOf(database, own));
      }
      RETURN_IF_ERROR(Step(database, key.uuid, id, action, fill));
      ASSIGN_OR_RETURN(status, Show(database, own));
      return absl::OkStatus();
    });
  }));
  return status;
}

absl::StatusOr<v1::ComplaintStatus> ComplaintCitizen::Withdraw(
    const v1::WithdrawComplaintRequest& request) {
  Checks checks;
  RequireText(request.text(), 0, 500, "text", checks);
  RETURN_IF_ERROR(checks.Result());
  return Take(request, v1::COMPLAINT_ACTION_WITHDRAW,
              [&](v1::Complaint&, v1::ComplaintEvent& event) { event.set_text(request.text()); });
}

absl::StatusOr<v1::ComplaintStatus> ComplaintCitizen::RequestReview(
    const v1::RequestComplaintReviewRequest& request) {
  Checks checks;
  RequireText(request.text(), 1, 2000, "text", checks);
  RETURN_IF_ERROR(checks.Result());
  return Take(request, v1::COMPLAINT_ACTION_REQUEST_REVIEW,
              [&](v1::Complaint& complaint, v1::ComplaintEvent& event) {
                complaint.set_reviews(complaint.reviews() + 1);
                // Where it is another's case, that one's citizen must not read this one's words.
                const bool own = complaint.number() ==
                                 domain::NormalizeComplaintNumber(request.reporter().number());
                own ? event.set_text(request.text()) : event.set_note(request.text());
              });
}

absl::StatusOr<v1::ComplaintStatus> ComplaintCitizen::Evaluate(
    const v1::EvaluateComplaintRequest& request) {
  Checks checks;
  checks.Require(v1::Satisfaction_IsValid(request.satisfaction()) &&
                     request.satisfaction() != v1::SATISFACTION_UNSPECIFIED,
                 "satisfaction", "须选择满意程度", "is required");
  RequireText(request.note(), 0, 500, "note", checks);
  RETURN_IF_ERROR(checks.Result());
  return Take(request, v1::COMPLAINT_ACTION_EVALUATE,
              [&](v1::Complaint& complaint, v1::ComplaintEvent& event) {
                complaint.set_satisfaction(request.satisfaction());
                complaint.set_satisfaction_note(request.note());
                event.set_text(request.note());
              });
}

absl::StatusOr<v1::SimilarComplaints> ComplaintCitizen::CountSimilar(
    const v1::CountSimilarComplaintsRequest& request) {
  Checks checks;
  checks.Require(!request.category().empty(), "category", "须选择类别", "is required");
  checks.Require(!request.organization_id().empty() || !request.subject_name().empty(),
                 "subject_name", "须指明社会组织", "name the organisation");
  RETURN_IF_ERROR(checks.Result());
  v1::SimilarComplaints similar;
  RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(
        similar, complaints_.CountSimilar(database, request, parts_.clock.Now() - kSimilarWithin));
    return absl::OkStatus();
  }));
  return similar;
}

}  // namespace zoufang::rpc
