// What waits for an officer.
#include "clients/fieldwork/work_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/fieldwork/amendments.h"
#include "clients/fieldwork/visits.h"
#include "tests/support/officers.h"

namespace zoufang::fieldwork {
namespace {

using ::testing::ElementsAre;
using testing::Reason;

constexpr char kToday[] = "2026-03-10";

class WorkListTest : public testing::Officers {
 protected:
  void SetUp() override {
    Officers::SetUp();
    li_ = Enrol("lina");
  }
  void Plan(const std::string& purpose, const std::string& due_on, int priority,
            const std::vector<std::string>& assignees = {}) {
    ASSERT_TRUE(PlanVisit(*li_.tablet, {.organization = organization_,
                                        .assignees = assignees,
                                        .due_on = due_on,
                                        .priority = priority,
                                        .purpose = purpose})
                    .ok());
  }
  std::vector<std::string> Waiting(Officer& officer) {
    std::vector<std::string> texts;
    const auto work = ListWork(*officer.tablet, kToday);
    for (const WorkItem& item : *work) texts.push_back(item.text);
    return texts;
  }

  Officer li_;
};

TEST_F(WorkListTest, OverdueComesFirstThenPriorityThenTheDueDate) {
  Plan("later", "2026-04-01", 1);
  Plan("sooner", "2026-03-20", 1);
  Plan("whenever", "", 1);
  Plan("first", "2026-04-02", 3);
  Plan("late", "2026-03-01", 1);
  EXPECT_THAT(Waiting(li_), ElementsAre("late", "first", "sooner", "later", "whenever"));
}

TEST_F(WorkListTest, WhatIsAskedOfAnotherIsNotOnTheList) {
  Plan("mine", "", 1, {"lina"});
  Plan("his", "", 1, {"wangqiang"});
  EXPECT_THAT(Waiting(li_), ElementsAre("mine"));
  Officer wang = Enrol("wangqiang");
  SyncAll({&li_, &wang});
  EXPECT_THAT(Waiting(wang), ElementsAre("his"));
}

TEST_F(WorkListTest, AnOwnDraftLeadsAndFinishingItSettlesThePlanAndShowsItsFindings) {
  Plan("年度走访", "2026-03-20", 3);
  Visits visits(*li_.tablet);
  const std::string id = *visits.Start({.organization = organization_, .purpose = "begun"});
  ASSERT_TRUE(
      visits
          .AddFinding(
              id,
              {.item_code = "safety", .severity = 2, .description = "堆物", .due_on = "2026-03-25"})
          .ok());
  EXPECT_THAT(Waiting(li_), ElementsAre("begun", "年度走访"));
  ASSERT_TRUE(visits.Finish(id).ok());
  EXPECT_THAT(Waiting(li_), ElementsAre("堆物"));
}

TEST_F(WorkListTest, ADeclinedPlanSaysWhyAndIsNoLongerAsked) {
  Plan("x", "", 1);
  const std::string id = ListWork(*li_.tablet, kToday)->front().id;
  ASSERT_TRUE(DeclinePlan(*li_.tablet, id, "已搬离").ok());
  EXPECT_TRUE(Waiting(li_).empty());
  EXPECT_EQ(CountOn(li_, "SELECT count(*) FROM visit_plan WHERE decline_reason = '已搬离'"), 1);
}

TEST_F(WorkListTest, OnlyAFinishedVisitIsAmended) {
  Visits visits(*li_.tablet);
  const std::string id = *visits.Start({.organization = organization_});
  const NewAmendment amendment{
      .visit = id, .subject = "小结", .text = "应为二楼", .reason = "记错"};
  EXPECT_EQ(Reason(AmendVisit(*li_.tablet, amendment)), "VISIT_NOT_FINISHED");
  ASSERT_TRUE(visits.Finish(id).ok());
  EXPECT_TRUE(AmendVisit(*li_.tablet, amendment).ok());
  EXPECT_EQ(CountOn(li_, "SELECT count(*) FROM visit_amendment WHERE amended_by = 'lina'"), 1);
}

}  // namespace
}  // namespace zoufang::fieldwork
