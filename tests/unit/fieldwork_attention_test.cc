// What was not taken in, on a tablet; rechecks; severities.
#include "clients/fieldwork/attention.h"

#include <gtest/gtest.h>

#include "clients/fieldwork/conflicts.h"
#include "clients/fieldwork/edits.h"
#include "clients/fieldwork/visits.h"
#include "tests/support/officers.h"

namespace zoufang::fieldwork {
namespace {

using testing::Reason;

class AttentionTest : public testing::Officers {
 protected:
  void SetUp() override {
    Officers::SetUp();
    li_ = Enrol("lina");
    wang_ = Enrol("wangqiang");
    visit_ = *Visits(*li_.tablet).Start({.organization = organization_});
    finding_ =
        *Visits(*li_.tablet)
             .AddFinding(visit_, {.item_code = "fire", .severity = 2, .description = "过期"});
    SyncAll({&li_, &wang_});
  }
  absl::Status Set(Officer& officer, const std::string& entity, const std::string& id,
                   const std::string& field, const std::string& text) {
    return EditRow(*officer.tablet, entity, id, {{field, FieldChange::Kind::kSet, text}}).status();
  }
  // Another tool, which knows no rule.
  void Sql(Officer& officer, const std::string& sql) {
    auto db = sql::Database::Open(dir_.File("lina.db"), {.application_id = device::kApplicationId});
    ASSERT_TRUE(db.ok());
    ASSERT_TRUE((*db)->Write([&] { return (*db)->Execute(sql); }).ok());
    Sync(officer);
  }
  void ReadyForRecheck() {
    ASSERT_TRUE(Set(li_, "finding", finding_, "state", "rectifying").ok());
    ASSERT_TRUE(Set(li_, "finding", finding_, "state", "recheck").ok());
    SyncAll({&li_, &wang_});
  }
  std::vector<AttentionView> List() { return *ListAttention(*li_.tablet); }

  Officer li_, wang_;
  std::string visit_, finding_;
};

TEST_F(AttentionTest, ASeverityIsNotLoweredOnTheTablet) {
  EXPECT_TRUE(Set(li_, "finding", finding_, "severity", "3").ok());
  EXPECT_EQ(Reason(Set(li_, "finding", finding_, "severity", "1")), "FIELDS_INVALID");
}

TEST_F(AttentionTest, WhatAnotherToolLoweredIsListedWithItsContent) {
  Sql(li_, "UPDATE finding SET severity=1");
  const std::vector<AttentionView> list = List();
  ASSERT_EQ(list.size(), 1u);
  EXPECT_EQ(list[0].item.verdict, "PARKED");
  EXPECT_EQ(list[0].item.reason, "ONLY_RAISED");
  ASSERT_EQ(list[0].fields.size(), 1u);
  EXPECT_EQ(list[0].fields[0].name, "severity");
  EXPECT_EQ(list[0].fields[0].before, "2");
  EXPECT_EQ(list[0].fields[0].after, "1");
  EXPECT_NE(AttentionAsCsv(list).find("\"severity\",\"2\",\"1\""), std::string::npos);
  EXPECT_EQ(Reason(SaveAgain(*li_.tablet, list[0].item.Id())), "FIELDS_INVALID")
      << "the rule is the same";
  EXPECT_EQ(List().size(), 1u);
}

TEST_F(AttentionTest, ADismissedEntryLeavesTheListAndStaysInTheFile) {
  Sql(li_, "UPDATE finding SET severity=1");
  const std::string id = List()[0].item.Id();
  ASSERT_TRUE(DismissAttention(*li_.tablet, id, "误操作").ok());
  EXPECT_TRUE(List().empty());
  EXPECT_EQ(CountOn(li_, "SELECT count(*) FROM _settled WHERE reason='误操作'"), 1);
  EXPECT_EQ(CountOn(li_, "SELECT count(*) FROM _attention WHERE body IS NOT NULL"), 1);
  EXPECT_EQ(Reason(DismissAttention(*li_.tablet, id, "r")), "ATTENTION_UNKNOWN");
}

TEST_F(AttentionTest, ADeletionAgainstUnseenWorkIsMadeAgainOnceItWasSeen) {
  ASSERT_TRUE(Set(wang_, "finding", finding_, "description", "灭火器过期").ok());
  Sync(wang_);
  Sql(li_, "DELETE FROM finding");
  ASSERT_EQ(List().size(), 1u);
  EXPECT_EQ(List()[0].item.reason, "EDITED_MEANWHILE");
  EXPECT_EQ(CountOn(li_, "SELECT count(*) FROM finding"), 1) << "the row is back";
  ASSERT_TRUE(SaveAgain(*li_.tablet, List()[0].item.Id()).ok());
  SyncAll({&li_, &wang_});
  EXPECT_EQ(CountOn(wang_, "SELECT count(*) FROM finding"), 0);
  EXPECT_TRUE(List().empty());
}

TEST_F(AttentionTest, ARecheckClosesOrReopensAFinding) {
  EXPECT_EQ(Reason(Visits(*li_.tablet).Recheck(finding_, v1::RECHECK_RESULT_PASS, "")),
            "FINDING_STATE");
  ReadyForRecheck();
  ASSERT_TRUE(Visits(*li_.tablet).Recheck(finding_, v1::RECHECK_RESULT_FAIL, "仍过期").ok());
  SyncAll({&li_, &wang_});
  const auto seen = Visits(*wang_.tablet).Show(visit_);
  ASSERT_TRUE(seen.ok());
  ASSERT_EQ(seen->rechecks_size(), 1);
  EXPECT_EQ(seen->rechecks(0).note(), "仍过期");
  EXPECT_EQ(seen->findings(0).state(), v1::FINDING_STATE_OPEN);
}

TEST_F(AttentionTest, AFailedRecheckHoldsAgainstAPassedOne) {
  ReadyForRecheck();
  ASSERT_TRUE(Visits(*li_.tablet).Recheck(finding_, v1::RECHECK_RESULT_FAIL, "").ok());
  clock_.Advance(absl::Minutes(5));
  ASSERT_TRUE(Visits(*wang_.tablet).Recheck(finding_, v1::RECHECK_RESULT_PASS, "").ok());
  SyncAll({&li_, &wang_});
  const auto seen = Visits(*wang_.tablet).Show(visit_);
  EXPECT_EQ(seen->rechecks_size(), 2);
  EXPECT_EQ(seen->findings(0).state(), v1::FINDING_STATE_OPEN);
  EXPECT_EQ(ListConflicts(*li_.tablet, false)->size(), 1u);
}

}  // namespace
}  // namespace zoufang::fieldwork
