// The legal time limits of complaints. Profiles are data: data/complaint_clocks.json.
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "domain/working_days.h"

namespace zoufang::domain {

// How a span is counted.
enum class DayCount { kCalendarDays, kWorkingDays };

struct TimeLimit {
  DayCount count = DayCount::kCalendarDays;
  int days = 0;
};

// One set of time limits. A complaint keeps the id of the profile it runs under.
struct ClockProfile {
  std::string id;               // "default/1": name and version; a changed limit is a new version.
  std::string source;           // Where the limits are written.
  TimeLimit decide_acceptance;  // From receipt: accept or decline.
  std::optional<TimeLimit> acceptance_at_latest;  // However the other one counts.
  TimeLimit resolve;                              // From acceptance.
  TimeLimit extension;      // What an extension adds to `resolve`; counted as that is.
  TimeLimit ask_review;     // From the notice: the citizen may ask for a review.
  TimeLimit answer_review;  // From that request.
  int reviews = 0;          // How often.
  int warn_working_days =
      0;  // A yellow card for so many working days before the last one, and on it.
};

absl::Span<const ClockProfile> ClockProfiles();
// The profile that new cases run under unless the server was told another.
const ClockProfile& DefaultClockProfile();
// nullptr: there is none.
const ClockProfile* FindClockProfile(absl::string_view id);

// The last day of a limit that begins on `start`. The start day does not count (民法典 201); a last
// day that is not a working day moves to the next one (民法典 203).
CountedDay LastDay(const WorkingDays& calendar, absl::CivilDay start, TimeLimit limit);

// The days from `from` to `to`, as a limit counts them.
int DaysBetween(const WorkingDays& calendar, absl::CivilDay from, absl::CivilDay to,
                DayCount count);

}  // namespace zoufang::domain
