#include "domain/complaint_clock.h"

#include <algorithm>

#include "absl/strings/str_format.h"

namespace zoufang::domain {
namespace {

// The city's own 《社会组织监督举报机制》 replaces the default when it is published.
constexpr ClockProfile kProfiles[] = {
    {.id = "default/1",
     .source = "市场监督管理投诉举报处理暂行办法 14; 信访工作条例 34",
     .decide_acceptance = {DayCount::kWorkingDays, 7},
     .resolve = {DayCount::kCalendarDays, 60}},
    {.id = "petition-2022/1",
     .source = "信访工作条例 22, 23, 34",
     .decide_acceptance = {DayCount::kCalendarDays, 15},
     .resolve = {DayCount::kCalendarDays, 60}},
    {.id = "hotline-2020/1",
     .source = "山东省12345政务服务便民热线 2020",
     .decide_acceptance = {DayCount::kWorkingDays, 2},
     .resolve = {DayCount::kWorkingDays, 5}},
};

bool IsWeekend(absl::CivilDay day) {
  const absl::Weekday weekday = absl::GetWeekday(day);
  return weekday == absl::Weekday::saturday || weekday == absl::Weekday::sunday;
}

absl::CivilDay NextWorkingDay(absl::CivilDay day) {
  while (IsWeekend(day)) ++day;
  return day;
}

}  // namespace

absl::Span<const ClockProfile> ClockProfiles() { return kProfiles; }

const ClockProfile& DefaultClockProfile() { return kProfiles[0]; }

const ClockProfile* FindClockProfile(absl::string_view id) {
  const auto* found = std::find_if(std::begin(kProfiles), std::end(kProfiles),
                                   [&](const ClockProfile& profile) { return profile.id == id; });
  return found == std::end(kProfiles) ? nullptr : found;
}

absl::TimeZone Shanghai() { return absl::FixedTimeZone(8 * 60 * 60); }

absl::CivilDay DayInShanghai(absl::Time time) { return absl::ToCivilDay(time, Shanghai()); }

std::string FormatDay(absl::CivilDay day) {
  return absl::StrFormat("%04d-%02d-%02d", day.year(), day.month(), day.day());
}

absl::CivilDay LastDay(absl::CivilDay start, TimeLimit limit) {
  if (limit.count == DayCount::kCalendarDays) return NextWorkingDay(start + limit.days);
  absl::CivilDay day = start;
  for (int counted = 0; counted < limit.days;) {
    if (!IsWeekend(++day)) ++counted;
  }
  return day;
}

}  // namespace zoufang::domain
