// Edits of fields, as a person asks for them.
#include "clients/fieldwork/edits.h"

#include <gtest/gtest.h>

#include "clients/fieldwork/reports.h"
#include "clients/fieldwork/visits.h"
#include "tests/support/officers.h"

namespace zoufang::fieldwork {
namespace {

using testing::Reason;
using Kind = FieldChange::Kind;

class EditsTest : public testing::Officers {
 protected:
  void SetUp() override {
    Officers::SetUp();
    li_ = Enrol("lina");
  }
  auto Edit(const std::string& entity, const std::string& id, std::vector<FieldChange> changes) {
    return EditRow(*li_.tablet, entity, id, changes);
  }

  Officer li_;
};

TEST_F(EditsTest, AProfileIsFoundByItsOrganisationsIdAndByItsCode) {
  const auto by_id =
      Edit("organization_profile", organization_, {{"contact_name", Kind::kSet, "李主任"}});
  const auto by_code =
      Edit("organization_profile", "51370303MJE9005678", {{"contact_phone", Kind::kSet, "0533-1"}});
  ASSERT_TRUE(by_id.ok()) << by_id.status();
  ASSERT_TRUE(by_code.ok()) << by_code.status();
  EXPECT_EQ(*by_id, *by_code);
  EXPECT_EQ(CountOn(li_,
                    "SELECT count(*) FROM organization_profile WHERE contact_name = '李主任'"
                    " AND contact_phone = '0533-1'"),
            1);
}

TEST_F(EditsTest, MembersAreAddedToASetAndTakenOut) {
  ASSERT_TRUE(Edit("organization_profile", organization_,
                   {{"tags", Kind::kAddMember, "养老"}, {"tags", Kind::kAddMember, "志愿"}})
                  .ok());
  ASSERT_TRUE(
      Edit("organization_profile", organization_, {{"tags", Kind::kRemoveMember, "养老"}}).ok());
  EXPECT_EQ(CountOn(li_, "SELECT count(*) FROM organization_profile WHERE tags = '[\"志愿\"]'"), 1);
}

TEST_F(EditsTest, WhatATabletMayNotWriteIsRefusedWithItsReasonAndNothingIsSaved) {
  const auto visit = Visits(*li_.tablet).Start({.organization = organization_});
  ASSERT_TRUE(visit.ok());
  struct Case {
    std::string entity, id, field;
    Kind kind;
    std::string text, reason;
  };
  const Case cases[] = {
      {"organization", organization_, "name", Kind::kSet, "x", "FIELD_OF_REGISTRY"},
      {"visit", *visit, "organization_id", Kind::kSet, "x", "FIELD_WRITTEN_ONCE"},
      {"visit", *visit, "id", Kind::kSet, "x", "FIELD_WRITTEN_ONCE"},
      {"visit", *visit, "colour", Kind::kSet, "x", "FIELD_UNKNOWN"},
      {"visit", *visit, "purpose", Kind::kAddMember, "x", "FIELD_IS_NO_SET"},
      {"visit", *visit, "kind", Kind::kSet, "PARTY", "VALUE_UNREADABLE"},
      {"visit", *visit, "finished_at", Kind::kSet, "soon", "VALUE_UNREADABLE"},
      {"visit", "nobody", "purpose", Kind::kSet, "x", "ROW_NOT_ON_TABLET"},
      {"visit", *visit, "point", Kind::kSet, "here", "FIELDS_INVALID"},
      {"building", "x", "x", Kind::kSet, "x", "ENTITY_UNKNOWN"},
  };
  const uint64_t before = li_.tablet->replica().Status()->last_seq;
  for (const Case& c : cases) {
    EXPECT_EQ(Reason(Edit(c.entity, c.id, {{c.field, c.kind, c.text}})), c.reason) << c.field;
  }
  EXPECT_EQ(li_.tablet->replica().Status()->last_seq, before);
}

TEST_F(EditsTest, OneBadChangeUndoesTheOthers) {
  EXPECT_FALSE(
      Edit("organization_profile", organization_,
           {{"contact_name", Kind::kSet, "李主任"}, {"full_time_staff", Kind::kSet, "many"}})
          .ok());
  EXPECT_EQ(CountOn(li_, "SELECT count(*) FROM organization_profile WHERE contact_name <> ''"), 0);
}

TEST_F(EditsTest, AStateOnlyTakesItsDeclaredSteps) {
  Visits visits(*li_.tablet);
  const auto visit = visits.Start({.organization = organization_});
  const auto finding =
      visits.AddFinding(*visit, {.item_code = "a", .severity = 1, .description = "b"});
  ASSERT_TRUE(finding.ok());
  EXPECT_EQ(Reason(Edit("finding", *finding, {{"state", Kind::kSet, "CLOSED"}})),
            "STEP_NOT_ALLOWED");
  EXPECT_TRUE(Edit("finding", *finding, {{"state", Kind::kSet, "整改中"}}).ok());
  EXPECT_TRUE(Edit("finding", *finding, {{"state", Kind::kSet, "recheck"}}).ok());
}

TEST_F(EditsTest, ANullableNumberIsSetAndTakenBack) {
  ASSERT_TRUE(
      Edit("organization_profile", organization_, {{"full_time_staff", Kind::kSet, "12"}}).ok());
  EXPECT_EQ(CountOn(li_, "SELECT full_time_staff FROM organization_profile"), 12);
  ASSERT_TRUE(
      Edit("organization_profile", organization_, {{"full_time_staff", Kind::kSet, ""}}).ok());
  EXPECT_EQ(CountOn(li_, "SELECT count(full_time_staff) FROM organization_profile"), 0);
}

TEST_F(EditsTest, ReportsReachTheServerInTheOrganisationsArea) {
  const auto risk = ReportRisk(*li_.tablet, {.organization = organization_,
                                             .category = "finance",
                                             .severity = 3,
                                             .description = "非法集资线索"});
  const auto correction = ReportCorrection(*li_.tablet, {.organization = organization_,
                                                         .field = "住所",
                                                         .value = "人民路 2 号",
                                                         .evidence = "门牌照片"});
  ASSERT_TRUE(risk.ok()) << risk.status();
  ASSERT_TRUE(correction.ok()) << correction.status();
  Sync(li_);
  EXPECT_EQ(Count("SELECT count(*) FROM risk_report WHERE area_code = '370303001' AND reported_by "
                  "= 'lina'"),
            1);
  EXPECT_EQ(Count("SELECT count(*) FROM correction WHERE field_name = 'address'"
                  " AND current_value = '人民路 1 号' AND proposed_value = '人民路 2 号'"),
            1);
}

TEST_F(EditsTest, ACorrectionThatTheFieldCouldNotHoldIsRefused) {
  const auto correction = ReportCorrection(
      *li_.tablet,
      {.organization = organization_, .field = "registered_capital_yuan", .value = "三万"});
  EXPECT_EQ(Reason(correction), "VALUE_UNREADABLE");
  EXPECT_EQ(
      Reason(ReportCorrection(*li_.tablet, {.organization = organization_, .field = "colour"})),
      "FIELD_UNKNOWN");
}

}  // namespace
}  // namespace zoufang::fieldwork
