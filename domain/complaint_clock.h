// The legal clock of complaints: which day something is due. Profiles are data.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "absl/types/span.h"

namespace zoufang::domain {

// How a span is counted.
enum class DayCount { kCalendarDays, kWorkingDays };

struct TimeLimit {
  DayCount count;
  int days;
};

// One set of time limits. A complaint keeps the id of the profile it was accepted under.
struct ClockProfile {
  absl::string_view id;         // "default/1": name and version; a changed limit is a new version.
  absl::string_view source;     // Where the limits are written.
  TimeLimit decide_acceptance;  // From receipt: accept or decline.
  TimeLimit resolve;            // From acceptance.
};

absl::Span<const ClockProfile> ClockProfiles();
// The profile that new cases run under.
const ClockProfile& DefaultClockProfile();
// nullptr: there is none.
const ClockProfile* FindClockProfile(absl::string_view id);

// Asia/Shanghai: UTC+8 the whole year since 1991, whatever zone data the machine has.
absl::TimeZone Shanghai();
absl::CivilDay DayInShanghai(absl::Time time);
// YYYY-MM-DD.
std::string FormatDay(absl::CivilDay day);

// The last day of a limit that begins on `start`. The start day does not count (民法典 201); a last
// day on Saturday or Sunday moves to the Monday after (民法典 203).
absl::CivilDay LastDay(absl::CivilDay start, TimeLimit limit);

}  // namespace zoufang::domain
