#include "domain/complaint_due.h"

#include <optional>

#include "absl/strings/str_cat.h"

namespace zoufang::domain {
namespace {

using v1::ComplaintClock;

// The limit that runs in a state.
struct RunningLimit {
  absl::string_view name;
  TimeLimit limit;
  std::optional<TimeLimit> at_latest;
};

std::optional<RunningLimit> LimitOf(const v1::Complaint& complaint, const ClockProfile& profile) {
  switch (complaint.state()) {
    case v1::COMPLAINT_STATE_RECEIVED:
    case v1::COMPLAINT_STATE_NEEDS_INFO:
      return RunningLimit{"受理期限", profile.decide_acceptance, profile.acceptance_at_latest};
    case v1::COMPLAINT_STATE_ACCEPTED:
    case v1::COMPLAINT_STATE_INVESTIGATING:
    case v1::COMPLAINT_STATE_PAUSED: {
      TimeLimit limit = profile.resolve;
      if (complaint.extended()) limit.days += profile.extension.days;
      return RunningLimit{complaint.extended() ? "办理期限（已延期）" : "办理期限", limit, {}};
    }
    case v1::COMPLAINT_STATE_REVIEW_REQUESTED:
      return RunningLimit{"复核期限", profile.answer_review, {}};
    default:
      return std::nullopt;
  }
}

void Start(absl::CivilDay today, v1::Complaint& complaint) {
  complaint.set_clock_from(FormatDay(today));
  complaint.clear_stopped_on();
  complaint.clear_stopped_days();
}

void GoOn(const WorkingDays& calendar, absl::CivilDay today, const RunningLimit& limit,
          v1::Complaint& complaint) {
  if (complaint.stopped_on().empty()) return;
  const int stood =
      DaysBetween(calendar, ParseDay(complaint.stopped_on()), today, limit.limit.count);
  complaint.set_stopped_days(complaint.stopped_days() + stood);
  complaint.clear_stopped_on();
}

CountedDay Due(const WorkingDays& calendar, const RunningLimit& running,
               const v1::Complaint& complaint) {
  const absl::CivilDay from = ParseDay(complaint.clock_from());
  TimeLimit limit = running.limit;
  limit.days += complaint.stopped_days();
  const CountedDay due = LastDay(calendar, from, limit);
  // The outer bound is that of a case that was never stopped.
  if (!running.at_latest.has_value() || complaint.stopped_days() > 0) return due;
  const CountedDay latest = LastDay(calendar, from, *running.at_latest);
  return latest.day < due.day ? latest : due;
}

void SetDue(const WorkingDays& calendar, const std::optional<RunningLimit>& running,
            v1::Complaint& complaint) {
  complaint.clear_due_on();
  complaint.clear_unknown_year();
  const bool runs =
      running.has_value() && complaint.stopped_on().empty() && !complaint.clock_from().empty();
  if (!runs) return;
  const CountedDay due = Due(calendar, *running, complaint);
  complaint.set_due_on(FormatDay(due.day));
  complaint.set_unknown_year(due.unknown_year);
}

bool StartsAnew(v1::ComplaintAction action) {
  return action == v1::COMPLAINT_ACTION_FILE || action == v1::COMPLAINT_ACTION_ACCEPT ||
         action == v1::COMPLAINT_ACTION_REQUEST_REVIEW || action == v1::COMPLAINT_ACTION_REOPEN;
}

}  // namespace

const ClockProfile& ProfileOf(const v1::Complaint& complaint) {
  const ClockProfile* const profile = FindClockProfile(complaint.profile());
  return profile == nullptr ? DefaultClockProfile() : *profile;
}

void MoveClock(const WorkingDays& calendar, v1::ComplaintAction action, absl::CivilDay today,
               v1::Complaint& complaint) {
  if (action == v1::COMPLAINT_ACTION_REOPEN) complaint.set_extended(false);
  if (action == v1::COMPLAINT_ACTION_APPROVE_EXTENSION) complaint.set_extended(true);
  const auto running = LimitOf(complaint, ProfileOf(complaint));
  if (!running.has_value()) {
    complaint.clear_clock_from();
    complaint.clear_stopped_on();
    complaint.clear_stopped_days();
  } else if (StartsAnew(action)) {
    Start(today, complaint);
  } else if (action == v1::COMPLAINT_ACTION_ASK_INFORMATION ||
             action == v1::COMPLAINT_ACTION_PAUSE) {
    complaint.set_stopped_on(FormatDay(today));
  } else if (action == v1::COMPLAINT_ACTION_GIVE_INFORMATION ||
             action == v1::COMPLAINT_ACTION_RESUME) {
    GoOn(calendar, today, *running, complaint);
  }
  SetDue(calendar, running, complaint);
}

ComplaintClock ClockOn(const WorkingDays& calendar, const v1::Complaint& complaint,
                       absl::CivilDay today) {
  ComplaintClock clock;
  const ClockProfile& profile = ProfileOf(complaint);
  const auto running = LimitOf(complaint, profile);
  if (!running.has_value()) return clock;
  clock.set_basis(absl::StrCat(running->name, "（", profile.source, "）"));
  if (!complaint.stopped_on().empty()) {
    clock.set_card(ComplaintClock::CARD_PAUSED);
    return clock;
  }
  if (complaint.due_on().empty()) return clock;
  const absl::CivilDay due = ParseDay(complaint.due_on());
  clock.set_due_on(complaint.due_on());
  clock.set_days_left(static_cast<int>(due - today));
  clock.set_working_days_left(calendar.Between(today, due));
  clock.set_warning(UnknownYearWarning(complaint.unknown_year()));
  const bool soon = clock.working_days_left() <= profile.warn_working_days;
  clock.set_card(today > due ? ComplaintClock::CARD_RED
                 : soon      ? ComplaintClock::CARD_YELLOW
                             : ComplaintClock::CARD_GREEN);
  return clock;
}

std::string UnknownYearWarning(int unknown_year) {
  if (unknown_year == 0) return "";
  return absl::StrCat(unknown_year,
                      "年的放假安排尚未载入，该年暂按周一至周五为工作日推算，期限可能变动。");
}

}  // namespace zoufang::domain
