#include "server/rpc/complaint_view.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "domain/complaint_due.h"
#include "domain/complaint_texts.h"
#include "google/protobuf/util/time_util.h"

namespace zoufang::rpc {
namespace {

using domain::WorkingDays;
using google::protobuf::Timestamp;
using v1::Complaint;

std::string DayOf(const Timestamp& time) {
  return domain::FormatDay(domain::DayInShanghai(
      absl::FromUnixMicros(google::protobuf::util::TimeUtil::TimestampToMicroseconds(time))));
}

std::string DayOrNothing(bool has, const Timestamp& time) { return has ? DayOf(time) : ""; }

std::string StateText(const Complaint& complaint) {
  const absl::string_view state = domain::StateInChinese(complaint.state());
  if (complaint.due_on().empty()) return std::string(state);
  const bool waits = complaint.state() == v1::COMPLAINT_STATE_RECEIVED;
  return absl::StrCat(state, waits ? "（不晚于 " : "（期限 ", complaint.due_on(), "）");
}

void AddEntry(const v1::ComplaintEvent& event, bool with_text, v1::ComplaintStatus& status) {
  if (!domain::IsPublic(event.action())) return;
  v1::TimelineEntry& entry = *status.add_timeline();
  entry.set_action(event.action());
  entry.set_on(DayOf(event.at()));
  entry.set_title(std::string(domain::ActionInChinese(event.action())));
  if (with_text) entry.set_text(event.text());
  entry.set_to_state(event.to_state());
  entry.set_due_on(event.due_on());
}

// Of the case it goes on in: what the bureau did since, without texts, which were written to
// somebody else.
void AddSurvivorsTimeline(const v1::ComplaintDetails& own, const v1::ComplaintDetails& survivor,
                          v1::ComplaintStatus& status) {
  int64_t since = INT64_MAX;
  for (const v1::ComplaintEvent& event : own.events()) {
    if (event.action() == v1::COMPLAINT_ACTION_MERGE) since = event.at().seconds();
  }
  for (const v1::ComplaintEvent& event : survivor.events()) {
    const bool bureau = !event.actor().empty();
    if (bureau && event.at().seconds() >= since) AddEntry(event, false, status);
  }
}

void AddOutcome(const Complaint& complaint, v1::ComplaintStatus& status) {
  status.set_decline_reason(complaint.decline_reason());
  status.set_decline_note(complaint.decline_note());
  status.set_transferred_to(complaint.transferred_to());
  if (!complaint.has_notified_at()) return;
  status.set_outcome(complaint.outcome());
  status.set_outcome_basis(complaint.outcome_basis());
}

void AddAllowed(const Complaint& own, const Complaint& survivor, absl::Time now,
                v1::ComplaintStatus& status) {
  for (const Complaint* const one : {&own, &survivor}) {
    for (const v1::ComplaintAction action : domain::AllowedActions(*one, {}, now)) {
      const bool review = action == v1::COMPLAINT_ACTION_REQUEST_REVIEW;
      if (one == &own || review) status.add_allowed_actions(action);
    }
    if (&own == &survivor) return;
  }
}

}  // namespace

v1::ComplaintStatus ForCitizen(const v1::ComplaintDetails& own,
                               const v1::ComplaintDetails& survivor, absl::Time now) {
  const Complaint& complaint = survivor.complaint();
  const bool merged = own.complaint().id() != complaint.id();
  v1::ComplaintStatus status;
  status.set_number(own.complaint().number());
  status.set_kind(own.complaint().kind());
  status.set_subject_name(own.complaint().subject_name());
  status.set_category(own.complaint().category());
  status.set_received_on(DayOf(own.complaint().received_at()));
  status.set_state(complaint.state());
  status.set_state_text(StateText(complaint));
  status.set_accepted_on(DayOrNothing(complaint.has_accepted_at(), complaint.accepted_at()));
  status.set_decided_on(DayOrNothing(complaint.has_decided_at(), complaint.decided_at()));
  status.set_due_on(complaint.due_on());
  status.set_clock_warning(domain::UnknownYearWarning(complaint.unknown_year()));
  status.set_review_until(complaint.review_until());
  status.set_satisfaction(own.complaint().satisfaction());
  status.set_merged(merged);
  AddOutcome(complaint, status);
  for (const v1::ComplaintEvent& event : own.events()) AddEntry(event, true, status);
  if (merged) AddSurvivorsTimeline(own, survivor, status);
  AddAllowed(own.complaint(), complaint, now, status);
  *status.mutable_messages() = own.messages();
  *status.mutable_files() = own.files();
  return status;
}

void CompleteForStaff(const domain::Actor& reader, absl::Time now, v1::ComplaintDetails& details) {
  const Complaint& complaint = details.complaint();
  *details.mutable_clock() =
      domain::ClockOn(WorkingDays::OfChina(), complaint, domain::DayInShanghai(now));
  for (const v1::ComplaintAction action : domain::AllowedActions(complaint, reader, now)) {
    details.add_allowed_actions(action);
  }
  if (!details.has_clue()) return;
  for (const v1::ClueState state : domain::NextClueStates(details.clue().state())) {
    details.add_allowed_clue_states(state);
  }
}

}  // namespace zoufang::rpc
