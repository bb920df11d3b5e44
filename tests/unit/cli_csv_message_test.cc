// CSV records as messages.
#include "clients/cli/csv_message.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/cli/message_json.h"
#include "sync/base/error.h"
#include "tools/city/organization.h"
#include "zoufang/v1/division.pb.h"
#include "zoufang/v1/organization.pb.h"

namespace zoufang::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

CsvRecord Record(int line, std::vector<std::string> texts) {
  CsvRecord record{.line = line};
  for (std::string& text : texts) record.cells.push_back({std::move(text), line});
  return record;
}

absl::StatusOr<CsvColumns> Columns(std::vector<std::string> names) {
  return CsvColumns::Read(*v1::Organization::descriptor(), Record(1, std::move(names)), {});
}

TEST(CsvMessageTest, ColumnsInAnyOrderFillTheirFields) {
  const auto columns = Columns({"kind", "name", "status", "area_code", "former_names",
                                "party_clause", "registered_capital_yuan"});
  ASSERT_TRUE(columns.ok()) << columns.status();
  v1::Organization organization;
  std::vector<RowProblem> problems;
  columns->Fill(Record(2, {"SERVICE_INSTITUTION", "养老院", "已注销", "370303001", "甲; 乙", "true",
                           "30000"}),
                organization, problems);
  EXPECT_THAT(problems, IsEmpty());
  EXPECT_EQ(organization.kind(), v1::ORGANIZATION_KIND_SERVICE_INSTITUTION);
  EXPECT_EQ(organization.status(), v1::REGISTRATION_STATUS_DEREGISTERED);
  EXPECT_THAT(organization.former_names(), ElementsAre("甲", "乙"));
  EXPECT_TRUE(organization.party_clause());
  EXPECT_EQ(organization.registered_capital_yuan(), 30000);
}

TEST(CsvMessageTest, EachBadValueIsReportedWithItsPlaceAndWhatIsExpected) {
  const auto columns =
      Columns({"name", "kind", "status", "area_code", "party_clause", "registered_capital_yuan"});
  v1::Organization organization;
  std::vector<RowProblem> problems;
  columns->Fill(Record(7, {"协会", "CLUB", "REGISTERED", "370303", "maybe", "三万"}), organization,
                problems);
  ASSERT_EQ(problems.size(), 3u);
  EXPECT_EQ(problems[0].line, 7);
  EXPECT_EQ(problems[0].column, 2);
  EXPECT_EQ(problems[0].field, "kind");
  EXPECT_THAT(problems[0].message, HasSubstr("ASSOCIATION, SERVICE_INSTITUTION, FOUNDATION"));
  EXPECT_EQ(problems[1].field, "party_clause");
  EXPECT_EQ(problems[2].column, 6);
}

TEST(CsvMessageTest, ARowWithAnotherNumberOfValuesIsReportedWhole) {
  const auto columns = Columns({"name", "kind", "status", "area_code"});
  v1::Organization organization;
  std::vector<RowProblem> problems;
  columns->Fill(Record(3, {"协会", "ASSOCIATION"}), organization, problems);
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].column, 0);
  EXPECT_TRUE(organization.name().empty());
}

TEST(CsvMessageTest, AHeaderMustNameKnownColumnsOnceAndAllRequiredOnes) {
  const std::pair<std::vector<std::string>, std::string> cases[] = {
      {{"name", "kind", "status", "area_code", "colour"}, "CSV_COLUMN_UNKNOWN"},
      {{"id", "name", "kind", "status", "area_code"}, "CSV_COLUMN_UNKNOWN"},
      {{"name", "kind", "status", "area_code", "name"}, "CSV_COLUMN_TWICE"},
      {{"name", "kind", "status"}, "CSV_COLUMN_MISSING"},
  };
  for (const auto& [names, reason] : cases) {
    EXPECT_EQ(base::ReasonOf(Columns(names).status()), reason);
  }
}

TEST(CsvMessageTest, AliasesNameAFieldAndOnlyTheyDo) {
  const auto read = [](std::vector<std::string> names) {
    return CsvColumns::Read(*v1::Division::descriptor(), Record(1, std::move(names)),
                            {{"code", "id"}, {"parent", "parent_code"}});
  };
  const auto columns = read({"code", "name", "level", "parent"});
  ASSERT_TRUE(columns.ok()) << columns.status();
  v1::Division division;
  std::vector<RowProblem> problems;
  columns->Fill(Record(2, {"370303", "张店区", "district", "370300"}), division, problems);
  EXPECT_THAT(problems, IsEmpty());
  EXPECT_EQ(division.id(), "370303");
  EXPECT_EQ(division.level(), v1::DIVISION_LEVEL_DISTRICT);
  EXPECT_EQ(division.parent_code(), "370300");
  EXPECT_EQ(base::ReasonOf(read({"code", "name", "level", "parent_code"}).status()),
            "CSV_COLUMN_UNKNOWN");
}

TEST(CsvMessageTest, WhatTheServerSaysOfAFieldIsPutAtItsColumn) {
  const auto columns = Columns({"name", "kind", "status", "area_code"});
  const CsvRecord record = Record(9, {"协会", "ASSOCIATION", "REGISTERED", "0"});
  const RowProblem problem = columns->ProblemAt(record, "organizations[3].area_code", "错误");
  EXPECT_EQ(problem.line, 9);
  EXPECT_EQ(problem.column, 4);
  EXPECT_EQ(columns->ProblemAt(record, "credit_code", "x").column, 0);
}

TEST(CsvMessageTest, TheCitysFileIsUnderstood) {
  city::Organization made;
  made.credit_code = "51370300MJE9000111";
  made.name = "淄博市\"陶瓷\",行业协会";
  made.former_names = {"陶瓷商会"};
  made.kind = "ASSOCIATION";
  made.status = "REGISTERED";
  made.listing = "NONE";
  made.level = "MUNICIPAL";
  made.functional_class = "INDUSTRY_ASSOCIATION";
  made.registering_division_code = "370300";
  made.area_code = "370303001";
  made.registered_on = "2001-02-03";
  made.registered_capital_yuan = 30000;
  const auto records = ReadCsv(std::string(city::CsvHeader()) + "\n" + city::CsvLine(made) + "\n");
  ASSERT_TRUE(records.ok());
  const auto columns = CsvColumns::Read(*v1::Organization::descriptor(), records->front(), {});
  ASSERT_TRUE(columns.ok()) << columns.status();
  v1::Organization organization;
  std::vector<RowProblem> problems;
  columns->Fill(records->back(), organization, problems);
  EXPECT_THAT(problems, IsEmpty());
  EXPECT_EQ(organization.name(), made.name);
  EXPECT_EQ(organization.functional_class(), v1::FUNCTIONAL_CLASS_INDUSTRY_ASSOCIATION);
  EXPECT_THAT(organization.former_names(), ElementsAre("陶瓷商会"));
  EXPECT_TRUE(organization.party_clause());
}

}  // namespace
}  // namespace zoufang::cli
