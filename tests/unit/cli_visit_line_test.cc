// Visits as lines of JSON.
#include "clients/cli/visit_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sync/base/error.h"

namespace zoufang::cli {
namespace {

using ::testing::HasSubstr;

TEST(VisitLineTest, ReadsWhatWasNoted) {
  const auto visit = ParseVisitLine(
      R"({"organization_id": "o", "kind": "self-check", "purpose": "补录", "summary": "正常",
          "started_at": "2026-03-04 10:30", "answers": {"address_matches": "是"}})",
      1);
  ASSERT_TRUE(visit.ok()) << visit.status();
  EXPECT_EQ(visit->organization, "o");
  EXPECT_EQ(visit->kind, v1::VISIT_KIND_SELF_CHECK);
  EXPECT_EQ(visit->purpose, "补录");
  EXPECT_EQ(visit->started_at, absl::FromUnixSeconds(1'772'591'400));
  ASSERT_EQ(visit->answers.size(), 1u);
  EXPECT_EQ(visit->answers[0].question_id, "address_matches");
}

TEST(VisitLineTest, TheOrganisationAloneIsRequired) {
  const auto visit = ParseVisitLine(R"({"organization_id": "o"})", 1);
  ASSERT_TRUE(visit.ok());
  EXPECT_EQ(visit->kind, v1::VISIT_KIND_OUTREACH);
  EXPECT_FALSE(visit->started_at.has_value());
}

TEST(VisitLineTest, ABadLineIsRefusedByItsNumberAndMember) {
  const std::pair<std::string, std::string> cases[] = {
      {"not json", "JSON"},
      {"[]", "JSON"},
      {"{}", "organization_id"},
      {R"({"organization_id": 5})", "organization_id"},
      {R"({"organization_id": "o", "colour": "red"})", "colour"},
      {R"({"organization_id": "o", "kind": "party"})", "kind"},
      {R"({"organization_id": "o", "started_at": "soon"})", "started_at"},
      {R"({"organization_id": "o", "answers": ["x"]})", "answers"},
      {R"({"organization_id": "o", "answers": {"q": 1}})", "q "},
  };
  for (const auto& [text, named] : cases) {
    const auto visit = ParseVisitLine(text, 12);
    EXPECT_EQ(base::ReasonOf(visit.status()), "VISIT_LINE_MALFORMED") << text;
    EXPECT_THAT(std::string(visit.status().message()), HasSubstr("line 12"));
    EXPECT_THAT(std::string(visit.status().message()), HasSubstr(named));
  }
}

}  // namespace
}  // namespace zoufang::cli
