#include "domain/complaint_clock.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "domain/embedded_data.h"

namespace zoufang::domain {
namespace {

using Json = nlohmann::json;

TimeLimit ReadLimit(const Json& limit) {
  if (limit.contains("working_days")) {
    return {DayCount::kWorkingDays, limit.at("working_days").get<int>()};
  }
  return {DayCount::kCalendarDays, limit.at("calendar_days").get<int>()};
}

ClockProfile ReadProfile(const Json& json) {
  ClockProfile profile{.id = json.at("id").get<std::string>(),
                       .source = json.at("source").get<std::string>(),
                       .decide_acceptance = ReadLimit(json.at("decide_acceptance")),
                       .resolve = ReadLimit(json.at("resolve")),
                       .extension = ReadLimit(json.at("extension")),
                       .ask_review = ReadLimit(json.at("ask_review")),
                       .answer_review = ReadLimit(json.at("answer_review")),
                       .reviews = json.at("reviews").get<int>(),
                       .warn_working_days = json.at("warn_working_days").get<int>()};
  if (json.contains("acceptance_at_latest")) {
    profile.acceptance_at_latest = ReadLimit(json.at("acceptance_at_latest"));
  }
  return profile;
}

std::vector<ClockProfile> ReadProfiles() {
  const Json document = Json::parse(kComplaintClocksJson);
  std::vector<ClockProfile> profiles;
  for (const Json& json : document.at("profiles")) {
    profiles.push_back(ReadProfile(json));
  }
  return profiles;
}

}  // namespace

absl::Span<const ClockProfile> ClockProfiles() {
  static const auto* const kProfiles = new std::vector<ClockProfile>(ReadProfiles());
  return *kProfiles;
}

const ClockProfile& DefaultClockProfile() { return ClockProfiles()[0]; }

const ClockProfile* FindClockProfile(absl::string_view id) {
  const absl::Span<const ClockProfile> profiles = ClockProfiles();
  const auto found = std::find_if(profiles.begin(), profiles.end(),
                                  [&](const ClockProfile& profile) { return profile.id == id; });
  return found == profiles.end() ? nullptr : &*found;
}

CountedDay LastDay(const WorkingDays& calendar, absl::CivilDay start, TimeLimit limit) {
  return limit.count == DayCount::kWorkingDays ? calendar.Add(start, limit.days)
                                               : calendar.OnOrAfter(start + limit.days);
}

int DaysBetween(const WorkingDays& calendar, absl::CivilDay from, absl::CivilDay to,
                DayCount count) {
  return count == DayCount::kWorkingDays ? calendar.Between(from, to)
                                         : std::max(0, static_cast<int>(to - from));
}

}  // namespace zoufang::domain
