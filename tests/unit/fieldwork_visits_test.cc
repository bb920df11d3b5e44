// A visit on the tablet, from the start to the end.
#include "clients/fieldwork/visits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/fieldwork/amendments.h"
#include "clients/fieldwork/edits.h"
#include "clients/fieldwork/visit_form.h"
#include "sync/base/status.h"
#include "tests/support/officers.h"

namespace zoufang::fieldwork {
namespace {

std::vector<const VisitQuestion*> Questions() {
  return BuiltInForm(v1::VISIT_KIND_OUTREACH).Questions();
}

using ::testing::ElementsAre;
using testing::Reason;

class VisitsTest : public testing::Officers {
 protected:
  void SetUp() override {
    Officers::SetUp();
    li_ = Enrol("lina");
  }
  Visits OfLi() { return Visits(*li_.tablet); }
  std::string Started() {
    const auto id = OfLi().Start({.organization = organization_, .purpose = "年度走访"});
    EXPECT_TRUE(id.ok()) << id.status();
    return *id;
  }
  uint64_t Saves() { return li_.tablet->replica().Status()->last_seq; }
  static std::string AnswerTo(const v1::VisitDetails& details, absl::string_view question) {
    for (const v1::VisitAnswer& answer : details.answers()) {
      if (answer.question_id() == question) return answer.answer();
    }
    return "no such row";
  }

  Officer li_;
};

TEST_F(VisitsTest, StartSavesTheVisitAndOneRowForEachQuestionInOneMutation) {
  const uint64_t before = Saves();
  const std::string id = Started();
  EXPECT_EQ(Saves(), before + 1);
  const auto details = OfLi().Show(id);
  ASSERT_TRUE(details.ok());
  EXPECT_EQ(details->visit().state(), v1::VISIT_STATE_DRAFT);
  EXPECT_EQ(details->visit().area_code(), testing::kTown);
  EXPECT_EQ(details->visit().form_version(), "outreach-2026.1");
  EXPECT_EQ(details->visit().point_absent_reason(), "未采集");
  EXPECT_THAT(details->visit().participants(), ElementsAre("lina"));
  ASSERT_EQ(details->answers_size(), static_cast<int>(Questions().size()));
  for (int i = 0; i < details->answers_size(); ++i) {
    EXPECT_EQ(details->answers(i).question_id(), std::string(Questions()[i]->id));
  }
}

TEST_F(VisitsTest, AVisitIsStartedByCreditCodeTooAndForNobodyUnknown) {
  EXPECT_TRUE(OfLi().Start({.organization = "51370303MJE9005678"}).ok());
  const auto unknown = OfLi().Start({.organization = "nobody"});
  EXPECT_EQ(Reason(unknown), "ORGANIZATION_NOT_FOUND");
}

TEST_F(VisitsTest, AnOrganisationOutsideTheOfficersAreaIsRefusedBeforeAnythingIsSaved) {
  const std::string far = AddOrganization("博山区陶瓷协会", "", testing::kOtherTown);
  Sync(li_);
  EXPECT_EQ(CountOn(li_, "SELECT count(*) FROM organization"), 2);
  EXPECT_EQ(Reason(OfLi().Start({.organization = far})), "OUTSIDE_AREA");
  EXPECT_EQ(CountOn(li_, "SELECT count(*) FROM visit"), 0);
}

TEST_F(VisitsTest, AnUnknownQuestionRefusesTheWholeVisit) {
  const uint64_t before = Saves();
  const auto visit = OfLi().Start(
      {.organization = organization_, .answers = {{"address_matches", "是"}, {"colour", "red"}}});
  EXPECT_EQ(Reason(visit), "QUESTION_UNKNOWN");
  EXPECT_EQ(Saves(), before);
}

TEST_F(VisitsTest, AnswersGoIntoTheirRowsWithTheirNotes) {
  const std::string id = Started();
  ASSERT_TRUE(
      OfLi().Answer(id, {{"address_matches", "否：已搬迁"}, {"difficulties", "缺场地"}}).ok());
  const auto details = OfLi().Show(id);
  EXPECT_EQ(AnswerTo(*details, "address_matches"), "否");
  EXPECT_EQ(AnswerTo(*details, "difficulties"), "缺场地");
  EXPECT_EQ(details->answers_size(), static_cast<int>(Questions().size()));
  EXPECT_EQ(CountOn(li_, "SELECT count(*) FROM visit_answer WHERE note = '已搬迁'"), 1);
}

TEST_F(VisitsTest, UnchangedAnswersWhatIsOpenAsOnTheLastFinishedVisitAndLeavesTheRest) {
  const std::string last = Started();
  ASSERT_TRUE(OfLi().Answer(last, {{"address_matches", "是"}, {"party_work", "否"}}).ok());
  ASSERT_TRUE(OfLi().Finish(last).ok());
  clock_.Advance(absl::Hours(24));
  const std::string id = Started();
  ASSERT_TRUE(OfLi().Answer(id, {{"address_matches", "否"}}).ok());
  const auto copied = OfLi().AnswerUnchanged(id);
  ASSERT_TRUE(copied.ok());
  EXPECT_EQ(*copied, 1);
  const auto details = OfLi().Show(id);
  EXPECT_EQ(AnswerTo(*details, "address_matches"), "否");
  EXPECT_EQ(AnswerTo(*details, "party_work"), "否");
  EXPECT_EQ(AnswerTo(*details, "fees_published"), "");
}

TEST_F(VisitsTest, NotesAreLinesOfTheSummary) {
  const std::string id = Started();
  ASSERT_TRUE(OfLi().Note(id, "负责人在场。").ok());
  ASSERT_TRUE(OfLi().Note(id, "台账齐全。").ok());
  EXPECT_EQ(OfLi().Show(id)->visit().summary(), "负责人在场。\n台账齐全。");
}

TEST_F(VisitsTest, FindingsAndNeedsBelongToTheVisit) {
  const std::string id = Started();
  ASSERT_TRUE(OfLi()
                  .AddFinding(id, {.item_code = "certificate",
                                   .severity = 2,
                                   .description = "证书下月到期",
                                   .due_on = "2026-12-31"})
                  .ok());
  ASSERT_TRUE(OfLi().AddNeed(id, v1::NEED_KIND_PREMISES, "需要场地").ok());
  const auto details = OfLi().Show(id);
  ASSERT_EQ(details->findings_size(), 1);
  EXPECT_EQ(details->findings(0).state(), v1::FINDING_STATE_OPEN);
  EXPECT_EQ(details->needs_size(), 1);
}

TEST_F(VisitsTest, AFindingThatBreaksItsRulesIsRefusedByFieldAndSavesNothing) {
  const std::string id = Started();
  const auto finding = OfLi().AddFinding(
      id, {.item_code = "x", .severity = 9, .description = "y", .due_on = "tomorrow"});
  EXPECT_EQ(Reason(finding), "FIELDS_INVALID");
  EXPECT_EQ(base::ViolationsOf(finding.status()).size(), 2u);
  EXPECT_EQ(OfLi().Show(id)->findings_size(), 0);
}

TEST_F(VisitsTest, FinishingEndsTheVisitAndNotesItInTheProfile) {
  const std::string id = Started();
  clock_.Advance(absl::Minutes(40));
  ASSERT_TRUE(OfLi().Finish(id).ok());
  const auto visit = OfLi().Show(id)->visit();
  EXPECT_EQ(visit.state(), v1::VISIT_STATE_FINALISED);
  EXPECT_EQ(visit.finished_at().seconds() - visit.started_at().seconds(), 40 * 60);
  EXPECT_EQ(CountOn(li_, "SELECT last_visited_at / 1000000 FROM organization_profile"),
            visit.started_at().seconds());
}

TEST_F(VisitsTest, AFinishedVisitTakesNothingMoreButCanBeVoidedOnce) {
  const std::string id = Started();
  ASSERT_TRUE(OfLi().Finish(id).ok());
  EXPECT_EQ(Reason(OfLi().Note(id, "晚了")), "VISIT_STATE");
  EXPECT_EQ(Reason(OfLi().Answer(id, {{"party_work", "是"}})), "VISIT_STATE");
  EXPECT_EQ(Reason(OfLi().Finish(id)), "VISIT_STATE");
  EXPECT_TRUE(OfLi().Void(id, "记错组织").ok());
  EXPECT_EQ(OfLi().Show(id)->visit().void_reason(), "记错组织");
  EXPECT_EQ(Reason(OfLi().Void(id, "again")), "VISIT_STATE");
}

TEST_F(VisitsTest, AnInspectionNeedsTwoOfficersWithCredentials) {
  const auto id = OfLi().Start({.organization = organization_, .kind = v1::VISIT_KIND_INSPECTION});
  ASSERT_TRUE(id.ok());
  EXPECT_EQ(Reason(OfLi().Finish(*id)), "INSPECTION_INCOMPLETE");
  const auto add = FieldChange::Kind::kAddMember;
  ASSERT_TRUE(EditRow(*li_.tablet, "visit", *id,
                      {{"participants", add, "wangqiang"},
                       {"credential_numbers", add, "鲁C-1"},
                       {"credential_numbers", add, "鲁C-2"}})
                  .ok());
  const absl::Status without_notice = OfLi().Finish(*id);
  EXPECT_EQ(Reason(without_notice), "INSPECTION_INCOMPLETE");
  EXPECT_THAT(base::ChineseMessageOf(without_notice),
              ::testing::HasSubstr("还缺：检查通知书文号。"));
  ASSERT_TRUE(
      OfLi().Set(*id, {{"notice_number", FieldChange::Kind::kSet, "淄民检〔2026〕7号"}}).ok());
  EXPECT_EQ(Reason(OfLi().Finish(*id)), "ANSWERS_REQUIRED");
  for (const VisitQuestion* const question : BuiltInForm(v1::VISIT_KIND_INSPECTION).Questions()) {
    if (!question->required) continue;
    EXPECT_EQ(Reason(OfLi().Skip(*id, question->id, "下次再查")), "SKIP_NOT_ALLOWED");
    ASSERT_TRUE(OfLi().Answer(*id, {{question->id, "是"}}).ok());
  }
  EXPECT_TRUE(OfLi().Finish(*id).ok());
}

TEST_F(VisitsTest, AFindingThatWasNoneIsWithdrawnAndItsVisitKeepsWhy) {
  const std::string id = Started();
  const auto finding =
      OfLi().AddFinding(id, {.item_code = "fire", .severity = 2, .description = "灭火器过期"});
  ASSERT_TRUE(finding.ok());
  ASSERT_TRUE(OfLi().Finish(id).ok());
  ASSERT_TRUE(WithdrawFinding(*li_.tablet, *finding, "当场出示了换新记录").ok());
  EXPECT_EQ(OfLi().Show(id)->findings(0).state(), v1::FINDING_STATE_WITHDRAWN);
  EXPECT_EQ(Reason(WithdrawFinding(*li_.tablet, *finding, "再撤回")), "FINDING_STATE");
  std::vector<v1::VisitAmendment> amendments;
  ASSERT_TRUE(li_.tablet->replica()
                  .Read([&](sql::Database& db) -> absl::Status {
                    ASSIGN_OR_RETURN(amendments, AmendmentsOf(db, li_.tablet->catalogue(), id));
                    return absl::OkStatus();
                  })
                  .ok());
  ASSERT_EQ(amendments.size(), 1u);
  EXPECT_EQ(amendments[0].subject(), "撤回问题 fire");
  EXPECT_EQ(amendments[0].text(), "灭火器过期");
  EXPECT_EQ(amendments[0].reason(), "当场出示了换新记录");
  Sync(li_);
  EXPECT_TRUE(li_.tablet->replica().AttentionList()->empty());
}

TEST_F(VisitsTest, AQuestionLeftOutSaysWhyUntilItIsAnswered) {
  const std::string id = Started();
  ASSERT_TRUE(OfLi().Skip(id, "party_work", "材料不在现场").ok());
  EXPECT_EQ(CountOn(li_, "SELECT count(*) FROM visit_answer WHERE skip_reason <> ''"), 1);
  ASSERT_TRUE(OfLi().Answer(id, {{"party_work", "是"}}).ok());
  EXPECT_EQ(CountOn(li_, "SELECT count(*) FROM visit_answer WHERE skip_reason <> ''"), 0);
}

TEST_F(VisitsTest, TwoWhoVisitTogetherMeetInOneVisitWithAllTheirAnswers) {
  const std::string id = Started();
  Sync(li_);
  Officer wang = Enrol("wangqiang");
  Visits of_wang(*wang.tablet);
  ASSERT_TRUE(of_wang.Join(id).ok());
  ASSERT_TRUE(of_wang.Answer(id, {{"address_matches", "否"}}).ok());
  ASSERT_TRUE(OfLi().Answer(id, {{"certificate_displayed", "是"}}).ok());
  SyncAll({&li_, &wang});
  for (Officer* officer : {&li_, &wang}) {
    const auto details = Visits(*officer->tablet).Show(id);
    EXPECT_THAT(details->visit().participants(), ElementsAre("lina", "wangqiang"));
    EXPECT_EQ(AnswerTo(*details, "address_matches"), "否");
    EXPECT_EQ(AnswerTo(*details, "certificate_displayed"), "是");
    EXPECT_EQ(details->answers_size(), static_cast<int>(Questions().size()));
  }
}

TEST_F(VisitsTest, ListShowsTheLatestFirstAndAnOrganisationsOwn) {
  const std::string other = AddOrganization("淄博市陶瓷行业协会", "");
  Sync(li_);
  const std::string first = Started();
  clock_.Advance(absl::Hours(1));
  const auto second = OfLi().Start({.organization = other});
  ASSERT_TRUE(second.ok());
  const auto all = OfLi().List("", 10);
  ASSERT_EQ(all->size(), 2u);
  EXPECT_EQ(all->front().id(), *second);
  const auto own = OfLi().List(organization_, 10);
  ASSERT_EQ(own->size(), 1u);
  EXPECT_EQ(own->front().id(), first);
}

}  // namespace
}  // namespace zoufang::fieldwork
