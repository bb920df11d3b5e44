#include "domain/complaint_clock.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "domain/complaint_due.h"
#include "domain/working_days.h"

namespace zoufang::domain {
namespace {

using Day = absl::CivilDay;
using v1::Complaint;
using v1::ComplaintClock;

const WorkingDays& China() { return WorkingDays::OfChina(); }

struct LimitCase {
  const char* what;
  Day start;
  TimeLimit limit;
  Day last;
};

TEST(ComplaintClockTest, LastDays) {
  const TimeLimit sixty{DayCount::kCalendarDays, 60};
  const TimeLimit seven{DayCount::kWorkingDays, 7};
  const TimeLimit one{DayCount::kCalendarDays, 1};
  const LimitCase cases[] = {
      {"the start day does not count", Day(2026, 3, 2), one, Day(2026, 3, 3)},
      {"the first of May moves behind the holiday", Day(2026, 3, 2), sixty, Day(2026, 5, 6)},
      {"a Sunday moves to Monday", Day(2026, 3, 18), sixty, Day(2026, 5, 18)},
      {"a Saturday that is worked does not move", Day(2026, 3, 10), sixty, Day(2026, 5, 9)},
      {"over the end of February", Day(2024, 1, 2), sixty, Day(2024, 3, 4)},
      {"seven working days from a Monday", Day(2026, 3, 2), seven, Day(2026, 3, 11)},
      {"working days from a Saturday begin on Monday", Day(2026, 3, 7), seven, Day(2026, 3, 17)},
      {"over Spring Festival 2026, 14 and 28 February worked", Day(2026, 2, 12), seven,
       Day(2026, 2, 28)},
      {"over National Day 2025, 28 September and 11 October worked", Day(2025, 9, 26), seven,
       Day(2025, 10, 13)},
      {"over New Year 2026, 4 January worked",
       Day(2025, 12, 31),
       {DayCount::kWorkingDays, 1},
       Day(2026, 1, 4)},
  };
  for (const LimitCase& test : cases) {
    const CountedDay counted = LastDay(China(), test.start, test.limit);
    EXPECT_EQ(counted.day, test.last) << test.what;
    EXPECT_EQ(counted.unknown_year, 0) << test.what;
  }
}

TEST(ComplaintClockTest, AYearWithoutAnAnnouncementIsNamedAndNotGuessedAtInSilence) {
  const TimeLimit seven{DayCount::kWorkingDays, 7};
  EXPECT_EQ(LastDay(China(), Day(2026, 12, 21), seven).unknown_year, 0);
  EXPECT_EQ(LastDay(China(), Day(2026, 12, 28), seven).unknown_year, 2027);
  EXPECT_EQ(LastDay(China(), Day(2026, 11, 26), {DayCount::kCalendarDays, 60}).unknown_year, 2027);
  EXPECT_NE(UnknownYearWarning(2027).find("2027"), std::string::npos);
  EXPECT_EQ(UnknownYearWarning(0), "");
}

TEST(ComplaintClockTest, EveryKnownYearStandsOnAnAnnouncement) {
  for (const int year : {2024, 2025, 2026}) {
    EXPECT_TRUE(China().Knows(year));
    EXPECT_NE(China().SourceOf(year).find("国务院办公厅"), std::string::npos);
  }
  EXPECT_EQ(China().SourceOf(2027), "");
}

TEST(ComplaintClockTest, WorkingDaysOfAYearAreWhatTheAnnouncementsLeave) {
  EXPECT_EQ(China().Between(Day(2023, 12, 31), Day(2024, 12, 31)), 251);
  EXPECT_EQ(China().Between(Day(2024, 12, 31), Day(2025, 12, 31)), 248);
  EXPECT_EQ(China().Between(Day(2025, 12, 31), Day(2026, 12, 31)), 248);
}

TEST(ComplaintClockTest, TheDayIsZibosWhateverTheMachineSays) {
  absl::Time time;
  std::string error;
  ASSERT_TRUE(absl::ParseTime(absl::RFC3339_full, "2026-03-01T16:00:00Z", &time, &error));
  EXPECT_EQ(FormatDay(DayInShanghai(time)), "2026-03-02");
  EXPECT_EQ(FormatDay(DayInShanghai(time - absl::Seconds(1))), "2026-03-01");
  EXPECT_EQ(ParseDay("2026-03-02"), Day(2026, 3, 2));
}

TEST(ComplaintClockTest, ProfilesAreSoundAndNamedOnce) {
  std::set<std::string> ids;
  for (const ClockProfile& profile : ClockProfiles()) {
    EXPECT_TRUE(ids.insert(profile.id).second) << profile.id;
    EXPECT_FALSE(profile.source.empty()) << profile.id;
    EXPECT_GT(profile.decide_acceptance.days, 0) << profile.id;
    EXPECT_GT(profile.resolve.days, 0) << profile.id;
    EXPECT_EQ(profile.extension.count, profile.resolve.count) << profile.id;
    EXPECT_EQ(FindClockProfile(profile.id), &profile);
  }
  EXPECT_EQ(DefaultClockProfile().id, "default/1");
  EXPECT_EQ(FindClockProfile("none/1"), nullptr);
}

// --- the clock of a case -------------------------------------------------------------------------

class CaseClockTest : public ::testing::Test {
 protected:
  CaseClockTest() {
    complaint_.set_profile("default/1");
    Do(v1::COMPLAINT_ACTION_FILE, v1::COMPLAINT_STATE_RECEIVED, Day(2026, 3, 2));
  }
  void Do(v1::ComplaintAction action, v1::ComplaintState to, Day today) {
    complaint_.set_state(to);
    MoveClock(China(), action, today, complaint_);
  }
  void Accept(Day today) {
    Do(v1::COMPLAINT_ACTION_ACCEPT, v1::COMPLAINT_STATE_ACCEPTED, today);
    Do(v1::COMPLAINT_ACTION_INVESTIGATE, v1::COMPLAINT_STATE_INVESTIGATING, today);
  }
  ComplaintClock On(Day today) { return ClockOn(China(), complaint_, today); }

  Complaint complaint_;
};

TEST_F(CaseClockTest, AcceptanceIsDueInSevenWorkingDaysAndResolutionInSixtyDays) {
  EXPECT_EQ(complaint_.due_on(), "2026-03-11");
  Accept(Day(2026, 3, 5));
  EXPECT_EQ(complaint_.due_on(), "2026-05-06");
}

TEST_F(CaseClockTest, AHolidayDoesNotPushAcceptanceBeyondFifteenDays) {
  Complaint late;
  late.set_profile("default/1");
  late.set_state(v1::COMPLAINT_STATE_RECEIVED);
  MoveClock(China(), v1::COMPLAINT_ACTION_FILE, Day(2025, 9, 30), late);
  EXPECT_EQ(late.due_on(), "2025-10-15") << "seven working days would end on 16 October";
}

TEST_F(CaseClockTest, APauseStopsTheClockAndTheDaysItStoodAreAdded) {
  Accept(Day(2026, 3, 2));
  Do(v1::COMPLAINT_ACTION_PAUSE, v1::COMPLAINT_STATE_PAUSED, Day(2026, 3, 10));
  EXPECT_EQ(complaint_.due_on(), "");
  EXPECT_EQ(On(Day(2026, 12, 1)).card(), ComplaintClock::CARD_PAUSED) << "never overdue";
  Do(v1::COMPLAINT_ACTION_RESUME, v1::COMPLAINT_STATE_INVESTIGATING, Day(2026, 3, 20));
  EXPECT_EQ(complaint_.due_on(), "2026-05-11");
  Do(v1::COMPLAINT_ACTION_PAUSE, v1::COMPLAINT_STATE_PAUSED, Day(2026, 3, 21));
  Do(v1::COMPLAINT_ACTION_RESUME, v1::COMPLAINT_STATE_INVESTIGATING, Day(2026, 3, 22));
  EXPECT_EQ(complaint_.due_on(), "2026-05-12") << "a second pause adds to the first";
}

TEST_F(CaseClockTest, AskingTheCitizenStopsWorkingDaysAsTheyAreCounted) {
  Do(v1::COMPLAINT_ACTION_ASK_INFORMATION, v1::COMPLAINT_STATE_NEEDS_INFO, Day(2026, 3, 4));
  EXPECT_EQ(complaint_.due_on(), "");
  Do(v1::COMPLAINT_ACTION_GIVE_INFORMATION, v1::COMPLAINT_STATE_RECEIVED, Day(2026, 3, 9));
  EXPECT_EQ(complaint_.due_on(), "2026-03-16") << "three working days later, not five";
}

TEST_F(CaseClockTest, AnExtensionLengthensTheLimitAndAReopenedCaseBeginsAnew) {
  Accept(Day(2026, 3, 2));
  Do(v1::COMPLAINT_ACTION_APPROVE_EXTENSION, v1::COMPLAINT_STATE_INVESTIGATING, Day(2026, 4, 1));
  EXPECT_EQ(complaint_.due_on(), "2026-06-01") << "ninety days";
  Do(v1::COMPLAINT_ACTION_DECIDE, v1::COMPLAINT_STATE_DECIDED, Day(2026, 5, 1));
  EXPECT_EQ(complaint_.due_on(), "");
  Do(v1::COMPLAINT_ACTION_REQUEST_REVIEW, v1::COMPLAINT_STATE_REVIEW_REQUESTED, Day(2026, 6, 1));
  EXPECT_EQ(complaint_.due_on(), "2026-07-01");
  Do(v1::COMPLAINT_ACTION_REOPEN, v1::COMPLAINT_STATE_INVESTIGATING, Day(2026, 6, 10));
  EXPECT_EQ(complaint_.due_on(), "2026-08-10") << "sixty days, not ninety";
}

TEST_F(CaseClockTest, YellowOneWorkingDayBeforeAndOnTheDayRedFromTheDayAfter) {
  EXPECT_EQ(On(Day(2026, 3, 9)).card(), ComplaintClock::CARD_GREEN);
  EXPECT_EQ(On(Day(2026, 3, 10)).card(), ComplaintClock::CARD_YELLOW);
  EXPECT_EQ(On(Day(2026, 3, 11)).card(), ComplaintClock::CARD_YELLOW);
  const ComplaintClock late = On(Day(2026, 3, 12));
  EXPECT_EQ(late.card(), ComplaintClock::CARD_RED);
  EXPECT_EQ(late.days_left(), -1);
  EXPECT_EQ(On(Day(2026, 3, 2)).working_days_left(), 7);
}

TEST_F(CaseClockTest, ACountOverAnUnknownYearWarnsInTheAnswer) {
  Do(v1::COMPLAINT_ACTION_ACCEPT, v1::COMPLAINT_STATE_ACCEPTED, Day(2026, 12, 1));
  EXPECT_EQ(complaint_.unknown_year(), 2027);
  EXPECT_NE(On(Day(2026, 12, 2)).warning(), "");
}

}  // namespace
}  // namespace zoufang::domain
