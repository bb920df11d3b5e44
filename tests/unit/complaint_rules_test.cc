#include <gtest/gtest.h>

#include <set>
#include <string>
#include <utility>

#include "domain/complaint_clock.h"
#include "domain/complaint_number.h"
#include "domain/complaint_workflow.h"

namespace zoufang::domain {
namespace {

// --- number
// ---------------------------------------------------------------------------------------

TEST(ComplaintNumberTest, IsDateSerialAndCheckDigit) {
  const std::string number = MakeComplaintNumber("20260302", 17);
  EXPECT_EQ(number.substr(0, 19), "ZB-20260302-000017-");
  EXPECT_EQ(number.size(), 20u);
  EXPECT_TRUE(IsComplaintNumber(number));
}

// Computed apart from this code, by an implementation that gives 5 for ISO 7064's own example 0794.
TEST(ComplaintNumberTest, CheckDigitIsIso7064Mod11And10) {
  EXPECT_EQ(MakeComplaintNumber("20260302", 1), "ZB-20260302-000001-5");
  EXPECT_EQ(MakeComplaintNumber("20260302", 17), "ZB-20260302-000017-9");
  EXPECT_EQ(MakeComplaintNumber("20260302", 123456), "ZB-20260302-123456-7");
}

TEST(ComplaintNumberTest, EverySingleWrongDigitIsNoticed) {
  const std::string number = MakeComplaintNumber("20260302", 123456);
  for (size_t i = 0; i < number.size(); ++i) {
    if (number[i] < '0' || number[i] > '9') continue;
    for (char digit = '0'; digit <= '9'; ++digit) {
      std::string typed = number;
      typed[i] = digit;
      EXPECT_EQ(IsComplaintNumber(typed), digit == number[i]) << typed;
    }
  }
}

TEST(ComplaintNumberTest, NothingElseIsANumber) {
  const std::string number = MakeComplaintNumber("20260302", 1);
  EXPECT_FALSE(IsComplaintNumber(""));
  EXPECT_FALSE(IsComplaintNumber("ZB"));
  EXPECT_FALSE(IsComplaintNumber(number + "0"));
  EXPECT_FALSE(IsComplaintNumber("XX" + number.substr(2)));
  EXPECT_FALSE(IsComplaintNumber("zb" + number.substr(2)));
}

TEST(ComplaintNumberTest, WhatPeopleTypeIsNormalised) {
  EXPECT_EQ(NormalizeComplaintNumber(" zb-20260302-000001-5\n"), "ZB-20260302-000001-5");
  EXPECT_EQ(NormalizeComplaintNumber("ＺＢ－２０２６０３０２－０００００１－５"),
            "ZB-20260302-000001-5");
}

// --- workflow
// -------------------------------------------------------------------------------------

TEST(ComplaintWorkflowTest, OnlyTheListedStepsAreAllowed) {
  const std::set<std::pair<v1::ComplaintState, ComplaintStep>> allowed = {
      {v1::COMPLAINT_STATE_RECEIVED, ComplaintStep::kAccept},
      {v1::COMPLAINT_STATE_RECEIVED, ComplaintStep::kDecline},
      {v1::COMPLAINT_STATE_ACCEPTED, ComplaintStep::kDecide},
      {v1::COMPLAINT_STATE_DECIDED, ComplaintStep::kClose},
      {v1::COMPLAINT_STATE_DECLINED, ComplaintStep::kClose},
  };
  for (int state = 0; state <= v1::COMPLAINT_STATE_CLOSED; ++state) {
    for (const ComplaintStep step : {ComplaintStep::kAccept, ComplaintStep::kDecline,
                                     ComplaintStep::kDecide, ComplaintStep::kClose}) {
      const auto from = static_cast<v1::ComplaintState>(state);
      EXPECT_EQ(NextState(from, step).has_value(), allowed.contains({from, step}))
          << v1::ComplaintState_Name(from) << " " << static_cast<int>(step);
    }
  }
}

TEST(ComplaintWorkflowTest, EveryStateButTheFirstCanBeReachedAndEndsClosed) {
  std::set<v1::ComplaintState> reached = {v1::COMPLAINT_STATE_RECEIVED};
  for (size_t round = 0; round < ComplaintTransitions().size(); ++round) {
    for (const auto& transition : ComplaintTransitions()) {
      if (reached.contains(transition.from)) reached.insert(transition.to);
    }
  }
  EXPECT_EQ(reached.size(), 5u);
  EXPECT_FALSE(TakesMessages(v1::COMPLAINT_STATE_CLOSED));
  EXPECT_TRUE(TakesMessages(v1::COMPLAINT_STATE_DECIDED));
}

// --- clock
// ----------------------------------------------------------------------------------------

struct LimitCase {
  const char* what;
  absl::CivilDay start;
  TimeLimit limit;
  absl::CivilDay last;
};

TEST(ComplaintClockTest, LastDays) {
  const TimeLimit sixty{DayCount::kCalendarDays, 60};
  const TimeLimit seven{DayCount::kWorkingDays, 7};
  using Day = absl::CivilDay;
  const LimitCase cases[] = {
      {"the start day does not count",
       Day(2026, 3, 2),
       {DayCount::kCalendarDays, 1},
       Day(2026, 3, 3)},
      {"sixty days from a Monday end on a Friday", Day(2026, 3, 2), sixty, Day(2026, 5, 1)},
      {"a Saturday moves to Monday", Day(2026, 3, 3), sixty, Day(2026, 5, 4)},
      {"a Sunday moves to Monday", Day(2026, 3, 4), sixty, Day(2026, 5, 4)},
      {"over the end of February", Day(2028, 1, 1), sixty, Day(2028, 3, 1)},
      {"seven working days from a Monday", Day(2026, 3, 2), seven, Day(2026, 3, 11)},
      {"seven working days from a Friday", Day(2026, 3, 6), seven, Day(2026, 3, 17)},
      {"working days from a Saturday begin on Monday", Day(2026, 3, 7), seven, Day(2026, 3, 17)},
  };
  for (const LimitCase& one : cases) {
    EXPECT_EQ(LastDay(one.start, one.limit), one.last) << one.what;
  }
}

TEST(ComplaintClockTest, TheDayIsZibosWhateverTheMachineSays) {
  absl::Time time;
  std::string error;
  ASSERT_TRUE(absl::ParseTime(absl::RFC3339_full, "2026-03-01T16:00:00Z", &time, &error));
  EXPECT_EQ(FormatDay(DayInShanghai(time)), "2026-03-02");
  EXPECT_EQ(FormatDay(DayInShanghai(time - absl::Seconds(1))), "2026-03-01");
}

TEST(ComplaintClockTest, TheDefaultDecidesInSevenWorkingDaysAndResolvesInSixtyDays) {
  const ClockProfile& profile = DefaultClockProfile();
  EXPECT_EQ(profile.id, "default/1");
  EXPECT_EQ(profile.decide_acceptance.count, DayCount::kWorkingDays);
  EXPECT_EQ(profile.decide_acceptance.days, 7);
  EXPECT_EQ(profile.resolve.days, 60);
  EXPECT_EQ(FindClockProfile(profile.id), &profile);
  EXPECT_EQ(FindClockProfile("none/1"), nullptr);
}

}  // namespace
}  // namespace zoufang::domain
