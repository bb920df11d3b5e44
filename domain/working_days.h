// Which days the bureau works.
#pragma once

#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace zoufang::domain {

// Asia/Shanghai: UTC+8 the whole year since 1991, whatever zone data the machine has.
absl::TimeZone Shanghai();
absl::CivilDay DayInShanghai(absl::Time time);
// YYYY-MM-DD.
std::string FormatDay(absl::CivilDay day);
// The day that FormatDay wrote. Requires such a text.
absl::CivilDay ParseDay(absl::string_view text);

// A day that was counted to. Where a year's holidays were not known on the way, Monday to Friday
// counted as working days and unknown_year names the first such year; 0: every day was known.
struct CountedDay {
  absl::CivilDay day;
  int unknown_year = 0;
};

// Public holidays and make-up working days, year by year. Immutable.
class WorkingDays {
 public:
  // From a document like data/working_days.json, which must be sound.
  explicit WorkingDays(absl::string_view json);
  // data/working_days.json.
  static const WorkingDays& OfChina();

  bool Knows(int year) const { return sources_.contains(year); }
  // The announcement that a year stands on; "" for a year that is not known.
  std::string SourceOf(int year) const;
  // By the announcement; in a year that is not known, Monday to Friday.
  bool IsWorkingDay(absl::CivilDay day) const;

  // The `count`th working day after `start`, which does not count itself.
  CountedDay Add(absl::CivilDay start, int count) const;
  // `day`, or the first working day after it.
  CountedDay OnOrAfter(absl::CivilDay day) const;
  // Working days after `from` up to and with `to`; 0 when `to` is not later.
  int Between(absl::CivilDay from, absl::CivilDay to) const;

 private:
  int UnknownYear(absl::CivilDay day) const;

  absl::flat_hash_set<absl::CivilDay> off_;
  absl::flat_hash_set<absl::CivilDay> work_;
  absl::flat_hash_map<int, std::string> sources_;
};

}  // namespace zoufang::domain
