// The conflict inbox on two tablets.
#include "clients/fieldwork/conflicts.h"

#include <gtest/gtest.h>

#include "clients/fieldwork/edits.h"
#include "clients/fieldwork/visits.h"
#include "tests/support/officers.h"

namespace zoufang::fieldwork {
namespace {

using testing::Reason;
using Choice = Resolution::Choice;

class ConflictsTest : public testing::Officers {
 protected:
  void SetUp() override {
    Officers::SetUp();
    li_ = Enrol("lina");
    wang_ = Enrol("wangqiang");
  }
  // Both edit the opening hours, neither having seen the other's; returns the item.
  ConflictView MakeConflict() {
    Set(li_, "opening_hours", "上午");
    clock_.Advance(absl::Seconds(5));
    Set(wang_, "opening_hours", "下午");
    SyncAll({&li_, &wang_});
    const auto open = ListConflicts(*li_.tablet, false);
    EXPECT_EQ(open->size(), 1u);
    return open->empty() ? ConflictView() : open->front();
  }
  void Set(Officer& officer, const std::string& field, const std::string& text) {
    EXPECT_TRUE(EditRow(*officer.tablet, "organization_profile", organization_,
                        {{field, FieldChange::Kind::kSet, text}})
                    .ok());
  }
  int64_t Showing(Officer& officer, const std::string& hours) {
    return CountOn(
        officer, "SELECT count(*) FROM organization_profile WHERE opening_hours = '" + hours + "'");
  }

  Officer li_, wang_;
};

TEST_F(ConflictsTest, AnItemShowsBothValuesWithWhatItIsAbout) {
  const ConflictView view = MakeConflict();
  EXPECT_EQ(view.subject, "淄博市张店区志愿者协会");
  EXPECT_EQ(view.entity_label, "走访档案");
  EXPECT_EQ(view.field_label, "开放时间");
  EXPECT_EQ(view.shown, "下午");
  EXPECT_EQ(view.kept, "上午");
  EXPECT_EQ(view.base, "");
  EXPECT_EQ(view.current, "下午");
  EXPECT_EQ(view.item.shown_by(), "wangqiang");
}

TEST_F(ConflictsTest, TakingTheKeptValueReachesEveryTabletAsOneSave) {
  const ConflictView view = MakeConflict();
  const uint64_t before = li_.tablet->replica().Status()->last_seq;
  ASSERT_TRUE(
      ResolveConflict(*li_.tablet, view.item.id(), {.choice = Choice::kKept, .reason = "电话核实"})
          .ok());
  EXPECT_EQ(li_.tablet->replica().Status()->last_seq, before + 1);
  SyncAll({&li_, &wang_});
  EXPECT_EQ(Showing(wang_, "上午"), 1);
  EXPECT_TRUE(ListConflicts(*wang_.tablet, false)->empty());
  const auto all = ListConflicts(*wang_.tablet, true);
  ASSERT_EQ(all->size(), 1u);
  EXPECT_EQ(all->front().item.resolution(), "电话核实");
}

TEST_F(ConflictsTest, TakingTheShownValueLeavesTheRowAsItIs) {
  const ConflictView view = MakeConflict();
  ASSERT_TRUE(ResolveConflict(*wang_.tablet, view.item.id(),
                              {.choice = Choice::kShown, .reason = "现场查看"})
                  .ok());
  SyncAll({&wang_, &li_});
  EXPECT_EQ(Showing(li_, "下午"), 1);
  EXPECT_TRUE(ListConflicts(*li_.tablet, false)->empty());
}

TEST_F(ConflictsTest, AThirdValueMayBeTaken) {
  const ConflictView view = MakeConflict();
  ASSERT_TRUE(ResolveConflict(*li_.tablet, view.item.id(),
                              {.choice = Choice::kValue, .value = "全天", .reason = "r"})
                  .ok());
  SyncAll({&li_, &wang_});
  EXPECT_EQ(Showing(wang_, "全天"), 1);
}

TEST_F(ConflictsTest, AResolvedItemAndAnUnknownOneAreRefused) {
  const ConflictView view = MakeConflict();
  const Resolution resolution{.choice = Choice::kShown, .reason = "r"};
  ASSERT_TRUE(ResolveConflict(*li_.tablet, view.item.id(), resolution).ok());
  EXPECT_EQ(Reason(ResolveConflict(*li_.tablet, view.item.id(), resolution)), "CONFLICT_RESOLVED");
  EXPECT_EQ(Reason(ResolveConflict(*li_.tablet, "nobody", resolution)), "ROW_NOT_ON_TABLET");
}

TEST_F(ConflictsTest, OfTwoStatesEitherMayBeTaken) {
  Visits of_li(*li_.tablet);
  const auto visit = of_li.Start({.organization = organization_});
  SyncAll({&li_, &wang_});
  ASSERT_TRUE(of_li.Finish(*visit).ok());
  clock_.Advance(absl::Seconds(5));
  ASSERT_TRUE(Visits(*wang_.tablet).Void(*visit, "重复").ok());
  SyncAll({&li_, &wang_});
  const auto open = ListConflicts(*li_.tablet, false);
  ASSERT_EQ(open->size(), 1u);
  EXPECT_EQ(open->front().shown, "已作废");
  EXPECT_EQ(open->front().kept, "已完成");
  EXPECT_EQ(Reason(ResolveConflict(*li_.tablet, open->front().item.id(),
                                   {.choice = Choice::kValue, .value = "草稿", .reason = "r"})),
            "STEP_NOT_ALLOWED");
  EXPECT_TRUE(ResolveConflict(*li_.tablet, open->front().item.id(),
                              {.choice = Choice::kKept, .reason = "r"})
                  .ok());
  SyncAll({&li_, &wang_});
  EXPECT_EQ(CountOn(wang_, "SELECT count(*) FROM visit WHERE state=2"), 1);
  EXPECT_TRUE(li_.tablet->replica().AttentionList()->empty());
}

TEST_F(ConflictsTest, BothTextsAreKeptOneAfterTheOther) {
  Set(li_, "remarks", "门口有台阶");
  clock_.Advance(absl::Seconds(5));
  Set(wang_, "remarks", "需提前预约");
  SyncAll({&li_, &wang_});
  const auto open = ListConflicts(*li_.tablet, false);
  ASSERT_EQ(open->size(), 1u);
  ASSERT_TRUE(ResolveConflict(*li_.tablet, open->front().item.id(),
                              {.choice = Choice::kBoth, .reason = "都对"})
                  .ok());
  SyncAll({&li_, &wang_});
  EXPECT_EQ(CountOn(wang_,
                    "SELECT count(*) FROM organization_profile"
                    " WHERE remarks='需提前预约' || char(10) || '门口有台阶'"),
            1);
}

TEST_F(ConflictsTest, AFieldOfOneValueCannotHoldBoth) {
  const ConflictView view = MakeConflict();
  EXPECT_EQ(Reason(ResolveConflict(*li_.tablet, view.item.id(),
                                   {.choice = Choice::kBoth, .reason = "r"})),
            "ONE_VALUE_ONLY");
}

}  // namespace
}  // namespace zoufang::fieldwork
