// What is still to be sent, by record.
#include "clients/fieldwork/unsent_records.h"

#include <gtest/gtest.h>

#include "clients/fieldwork/edits.h"
#include "clients/fieldwork/reports.h"
#include "clients/fieldwork/visits.h"
#include "tests/support/officers.h"

namespace zoufang::fieldwork {
namespace {

using UnsentRecordsTest = testing::Officers;

TEST_F(UnsentRecordsTest, AVisitWithAllThatBelongsToItIsOneUnderItsOrganisation) {
  Officer li = Enrol("lina");
  Visits visits(*li.tablet);
  const std::string visit = *visits.Start({.organization = organization_});
  ASSERT_TRUE(
      visits.AddFinding(visit, {.item_code = "fire", .severity = 2, .description = "过期"}).ok());
  ASSERT_TRUE(visits.Note(visit, "负责人在场").ok());
  ASSERT_TRUE(EditRow(*li.tablet, "organization_profile", organization_,
                      {{"opening_hours", FieldChange::Kind::kSet, "每周二"}})
                  .ok());
  ASSERT_TRUE(WriteFeedback(*li.tablet, "字太小", "test").ok());
  const auto records = ListUnsentRecords(*li.tablet);
  ASSERT_TRUE(records.ok()) << records.status();
  ASSERT_EQ(records->size(), 3u);
  EXPECT_EQ((*records)[0].id, visit);
  EXPECT_EQ((*records)[0].label, "走访");
  EXPECT_EQ((*records)[0].organization_name, "淄博市张店区志愿者协会");
  EXPECT_EQ((*records)[0].what, (std::vector<std::string>{"检查项", "问题", "走访小结"}));
  EXPECT_EQ((*records)[1].label, "走访档案");
  EXPECT_EQ((*records)[1].what, std::vector<std::string>{"开放时间"});
  EXPECT_EQ((*records)[2].label, "意见反馈");
  EXPECT_EQ((*records)[2].organization_name, "");
  Sync(li);
  EXPECT_TRUE(ListUnsentRecords(*li.tablet)->empty());
}

}  // namespace
}  // namespace zoufang::fieldwork
