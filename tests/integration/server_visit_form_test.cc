// Visit forms published by the service.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_replace.h"
#include "clients/fieldwork/visits.h"
#include "tests/support/plan_desk.h"

namespace zoufang::testing {
namespace {

using ::testing::ElementsAre;
using Stub = v1::PlanService::Stub;
using ServerVisitFormTest = PlanDesk;

constexpr char kForm[] = R"({"version": "outreach-2026.2", "kind": "OUTREACH", "sections": [
    {"id": "a", "zh": "甲", "questions": [{"id": "q", "kind": "text", "zh": "有何困难"}]}]})";

TEST_F(ServerVisitFormTest, APublishedFormIsUsedForNewVisitsAndADraftKeepsItsOwn) {
  PlanOfficer li = Enrol("lina");
  fieldwork::Visits visits(*li.tablet);
  const std::string draft = *visits.Start({.organization = organizations_[0]});
  const auto published = Publish(kForm, admin_);
  ASSERT_TRUE(published.ok()) << published.status();
  EXPECT_EQ(published->version(), "outreach-2026.2");
  EXPECT_EQ(published->kind(), v1::VISIT_KIND_OUTREACH);
  Sync(li);
  const std::string fresh = *visits.Start({.organization = organizations_[1]});
  EXPECT_EQ(visits.Show(fresh)->visit().form_version(), "outreach-2026.2");
  EXPECT_EQ(visits.Show(fresh)->answers(0).question_id(), "q");
  EXPECT_EQ(visits.Show(draft)->visit().form_version(), "outreach-2026.1");
}

TEST_F(ServerVisitFormTest, AVersionIsPublishedOnceAndListedTheLatestFirst) {
  ASSERT_TRUE(Publish(kForm, admin_).ok());
  EXPECT_EQ(Reason(Publish(kForm, admin_)), "FORM_VERSION_EXISTS");
  EXPECT_EQ(
      Reason(Publish(absl::StrReplaceAll(kForm, {{"outreach-2026.2", "outreach-2026.1"}}), admin_)),
      "FORM_VERSION_EXISTS")
      << "comes with the programs";
  server_.clock().Advance(absl::Minutes(1));
  ASSERT_TRUE(
      Publish(absl::StrReplaceAll(kForm, {{"outreach-2026.2", "outreach-2026.3"}}), admin_).ok());
  std::vector<std::string> versions;
  v1::ListVisitFormsRequest request;
  request.set_page_size(1);
  request.set_kind(v1::VISIT_KIND_OUTREACH);
  do {
    const auto page = Call(*plans_, &Stub::ListVisitForms, request, staff_);
    ASSERT_TRUE(page.ok()) << page.status();
    for (const auto& form : page->forms()) versions.push_back(form.version());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(versions, ElementsAre("outreach-2026.3", "outreach-2026.2"));
  request.set_kind(v1::VISIT_KIND_INSPECTION);
  EXPECT_EQ(Call(*plans_, &Stub::ListVisitForms, request, staff_)->forms_size(), 0);
}

TEST_F(ServerVisitFormTest, ABadFormIsRefusedByThePathOfWhatIsWrong) {
  const auto refused = Publish(R"({"version": "x", "kind": "PARTY", "sections": [
      {"id": "a", "zh": "甲", "questions": [
        {"id": "q", "kind": "number", "zh": "问", "required": true}, 7, {"id": "q", "kind": "text"}]},
      {"id": "b", "zh": 3, "questions": []}]})",
                               admin_);
  EXPECT_EQ(Reason(refused), "FORM_INVALID");
  EXPECT_THAT(
      Fields(refused),
      ElementsAre("content.kind", "content.sections[0].questions[0].kind",
                  "content.sections[0].questions[0].basis", "content.sections[0].questions[1]",
                  "content.sections[0].questions[2].zh", "content.sections[0].questions[2].id",
                  "content.sections[1].zh", "content.sections[1].questions"));
  EXPECT_THAT(Fields(Publish("{", admin_)), ElementsAre("content"));
  EXPECT_THAT(Fields(Publish("", admin_)), ElementsAre("content"));
  EXPECT_EQ(Reason(Publish(kForm, staff_)), "ROLE_NOT_ALLOWED");
}

}  // namespace
}  // namespace zoufang::testing
