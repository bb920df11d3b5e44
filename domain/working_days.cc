#include "domain/working_days.h"

#include <nlohmann/json.hpp>

#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "domain/embedded_data.h"

namespace zoufang::domain {
namespace {

int Number(absl::string_view digits) {
  int number = 0;
  (void)absl::SimpleAtoi(digits, &number);
  return number;
}

bool IsWeekend(absl::CivilDay day) {
  const absl::Weekday weekday = absl::GetWeekday(day);
  return weekday == absl::Weekday::saturday || weekday == absl::Weekday::sunday;
}

}  // namespace

absl::TimeZone Shanghai() { return absl::FixedTimeZone(8 * 60 * 60); }

absl::CivilDay DayInShanghai(absl::Time time) { return absl::ToCivilDay(time, Shanghai()); }

std::string FormatDay(absl::CivilDay day) {
  return absl::StrFormat("%04d-%02d-%02d", day.year(), day.month(), day.day());
}

absl::CivilDay ParseDay(absl::string_view text) {
  return absl::CivilDay(Number(text.substr(0, 4)), Number(text.substr(5, 2)),
                        Number(text.substr(8, 2)));
}

WorkingDays::WorkingDays(absl::string_view json) {
  const auto document = nlohmann::json::parse(json.begin(), json.end());
  for (const auto& year : document.at("years")) {
    sources_[year.at("year").get<int>()] = year.at("source").get<std::string>();
    for (const auto& holiday : year.at("days_off")) {
      const absl::CivilDay last = ParseDay(holiday.at(1).get<std::string>());
      for (absl::CivilDay day = ParseDay(holiday.at(0).get<std::string>()); day <= last; ++day) {
        off_.insert(day);
      }
    }
    for (const auto& day : year.at("work")) work_.insert(ParseDay(day.get<std::string>()));
  }
}

const WorkingDays& WorkingDays::OfChina() {
  static const auto* const kDays = new WorkingDays(kWorkingDaysJson);
  return *kDays;
}

std::string WorkingDays::SourceOf(int year) const {
  const auto found = sources_.find(year);
  return found == sources_.end() ? "" : found->second;
}

bool WorkingDays::IsWorkingDay(absl::CivilDay day) const {
  if (work_.contains(day)) return true;
  return !off_.contains(day) && !IsWeekend(day);
}

int WorkingDays::UnknownYear(absl::CivilDay day) const {
  const int year = static_cast<int>(day.year());
  return Knows(year) ? 0 : year;
}

CountedDay WorkingDays::Add(absl::CivilDay start, int count) const {
  CountedDay counted{.day = start};
  while (count > 0) {
    ++counted.day;
    if (counted.unknown_year == 0) counted.unknown_year = UnknownYear(counted.day);
    if (IsWorkingDay(counted.day)) --count;
  }
  return counted;
}

CountedDay WorkingDays::OnOrAfter(absl::CivilDay day) const {
  CountedDay counted{.day = day, .unknown_year = UnknownYear(day)};
  while (!IsWorkingDay(counted.day)) ++counted.day;
  if (counted.unknown_year == 0) counted.unknown_year = UnknownYear(counted.day);
  return counted;
}

int WorkingDays::Between(absl::CivilDay from, absl::CivilDay to) const {
  int count = 0;
  while (from < to) count += IsWorkingDay(++from) ? 1 : 0;
  return count;
}

}  // namespace zoufang::domain
