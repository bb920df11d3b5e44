// Visits of a special kind, in real windows: an inspection to its end, a finding that was none.
#include <gmock/gmock.h>

#include <map>

#include "clients/fieldwork/visits.h"
#include "tests/tablet/field_day.h"

namespace zoufang::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class VisitJourneyTest : public FieldDay {
 protected:
  void Start(Officer& officer, const std::string& kind) {
    OpenOrganization(officer, "志愿");
    STEP(officer.hand->Tap("startVisit"));
    STEP(officer.hand->Tap(kind));
    STEP(officer.hand->Closed());
  }
  void AddMember(Driver& hand, const std::string& field, const std::string& member) {
    STEP(hand.Type(field, member));
    STEP(hand.Tap(field + "Add"));
    STEP(hand.Wait([&] { return hand.Text(field + "Input").empty(); }));
  }
  // Tries to finish, and reads why it is refused.
  std::string Refusal(Driver& hand) {
    if (!hand.Tap("part_end") || !hand.Tap("finishVisit")) return "cannot be tapped";
    if (hand.Find("toastText") == nullptr) return "nothing is said";
    std::string said = hand.Text("toastText");
    hand.Tap("toast");
    hand.Wait([&] { return !hand.Shows("toast"); });
    return said;
  }
  void AnswerAll(Driver& hand) {
    STEP(hand.Tap("part_checklist"));
    for (const char* question : {"certificate_displayed", "seal_kept", "within_charter_scope",
                                 "accounts_separate", "premises_safe"}) {
      STEP(hand.Tap(absl::StrCat("answer_", question, "_yes")));
    }
    STEP(hand.Type("text_inspection_record", "查看账簿与场所，未见异常。"));
  }
  std::map<std::string, v1::VisitAnswer> AnswersOf(const std::string& visit) {
    const auto details = fieldwork::Visits(*FileOf("li")).Show(visit);
    EXPECT_TRUE(details.ok()) << details.status();
    std::map<std::string, v1::VisitAnswer> answers;
    if (!details.ok()) return answers;
    for (const v1::VisitAnswer& answer : details->answers()) {
      answers[answer.question_id()] = answer;
    }
    return answers;
  }
  // The latest of all.
  v1::Visit LatestVisit() {
    const auto visits = fieldwork::Visits(*FileOf("li")).List("", 1);
    EXPECT_TRUE(visits.ok() && visits->size() == 1);
    return visits.ok() && !visits->empty() ? visits->front() : v1::Visit();
  }
  v1::Visit OnlyVisit() {
    const auto visits = fieldwork::Visits(*FileOf("li")).List("", 10);
    EXPECT_TRUE(visits.ok() && visits->size() == 1);
    return visits.ok() && !visits->empty() ? visits->front() : v1::Visit();
  }
};

TEST_F(VisitJourneyTest, AnInspectionEndsWithTwoOfficersTheirCredentialsAndTheNotice) {
  const auto li = NewOfficer("li", "lina");
  Driver& hand = *li->hand;
  Start(*li, "startKind_2");
  std::string said = Refusal(hand);
  EXPECT_THAT(said, HasSubstr("第二名参加人、两个执法证号、检查通知书文号"));
  STEP(hand.Tap("part_people"));
  AddMember(hand, "participants", "wangqiang");
  AddMember(hand, "credential_numbers", "鲁C-0001");
  AddMember(hand, "credential_numbers", "鲁C-0002");
  said = Refusal(hand);
  EXPECT_THAT(said, HasSubstr("还缺：检查通知书文号。"));
  STEP(hand.Tap("part_people"));
  STEP(hand.Type("notice", "淄民检〔2026〕7号"));
  said = Refusal(hand);
  EXPECT_THAT(said, HasSubstr("检查情况记录")) << "what the law wants answered";
  EXPECT_THAT(said, Not(HasSubstr("还缺")));
  AnswerAll(hand);
  STEP(hand.Tap("part_end"));
  STEP(hand.Tap("finishVisit"));
  STEP(hand.Tap("pastVisit"));
  STEP(hand.Tap("part_people"));
  STEP(hand.Wait([&] { return hand.Text("noticeInput") == "淄民检〔2026〕7号"; }));
  EXPECT_TRUE(hand.Find("noticeInput")->property("readOnly").toBool());
  EXPECT_FALSE(hand.Shows("credential_numbersAdd"));
  EXPECT_FALSE(hand.Shows("finishVisit"));
  STEP(Awaits(*li, "waiting", 0));
  EXPECT_EQ(li->app->sync().data()["attention"], 0);
  const v1::Visit visit = OnlyVisit();
  EXPECT_EQ(visit.state(), v1::VISIT_STATE_FINALISED);
  EXPECT_EQ(visit.participants_size(), 2);
  EXPECT_EQ(visit.credential_numbers_size(), 2);
}

TEST_F(VisitJourneyTest, AFindingThatWasNoneIsWithdrawnForAReason) {
  const auto li = NewOfficer("li", "lina");
  Driver& hand = *li->hand;
  Start(*li, "startKind_1");
  STEP(hand.Tap("part_found"));
  STEP(hand.Tap("addFinding"));
  STEP(hand.Tap("findingItem_safety"));
  STEP(hand.Type("findingText", "灭火器过期"));
  STEP(hand.Tap("findingSave"));
  STEP(hand.Closed());
  STEP(hand.Tap("part_end"));
  STEP(hand.Tap("finishVisit"));
  STEP(hand.Tap("withdrawFinding"));  // Where the organisation's open findings are.
  EXPECT_FALSE(hand.Find("reasonOk")->isEnabled());
  STEP(hand.Type("reasonText", "当场出示了换新记录"));
  STEP(hand.Tap("reasonOk"));
  STEP(hand.Closed());
  STEP(hand.Wait([&] { return !hand.Shows("withdrawFinding"); }));
  STEP(hand.Tap("pastVisit"));
  STEP(hand.Tap("part_found"));
  STEP(hand.Wait([&] { return hand.Text("findingState") == "已撤回"; }));
  EXPECT_FALSE(hand.Shows("withdrawFinding"));
  STEP(hand.Tap("part_end"));
  STEP(hand.Find("amendment") != nullptr);
  EXPECT_EQ(hand.Text("amendment"), "撤回问题 safety：灭火器过期");
  STEP(Awaits(*li, "waiting", 0));
  EXPECT_EQ(li->app->sync().data()["attention"], 0);
}

TEST_F(VisitJourneyTest, PhotosFollowLaterAndSaySo) {
  const auto li = NewOfficer("li", "lina");
  Driver& hand = *li->hand;
  const std::string path = files_.File("photo.png");
  STEP(hand.Picture().save(QString::fromStdString(path)));
  li->camera.picture = QString::fromStdString(path);
  NetworkOff();
  Start(*li, "startKind_1");
  STEP(hand.Tap("part_found"));
  STEP(hand.Tap("addFinding"));
  STEP(hand.Tap("findingItem_safety"));
  STEP(hand.Type("findingText", "灭火器过期"));
  STEP(hand.Tap("findingDue_"));
  STEP(hand.Tap("findingPhoto"));
  STEP(hand.Tap("findingSave"));
  STEP(hand.Closed());
  STEP(hand.Tap("addPhoto"));
  const auto states = [&](const std::string& state) {
    return hand.Wait([&] {
      return hand.Texts("fileState") == std::vector<std::string>({state, state});
    });
  };
  STEP(states("稍后上传"));
  STEP(hand.Tap("addNeed"));
  STEP(hand.Tap("needKind_3"));
  STEP(hand.Type("needText", "缺少培训场地"));
  STEP(hand.Tap("needSave"));
  STEP(hand.Wait([&] { return hand.Text("need") == "缺少培训场地"; }));
  STEP(hand.Closed());
  STEP(hand.Tap("nav_sync"));
  STEP(hand.Find("recordSubject") != nullptr);
  EXPECT_THAT(hand.Text("recordSubject"), HasSubstr("另有 2 个文件随后上传"));
  NetworkOn();
  li->app->sync().syncNow();
  STEP(Awaits(*li, "files", 0));
  STEP(hand.Wait([&] { return hand.Text("recordSubject").empty(); }));
  STEP(hand.Tap("record"));
  STEP(hand.Tap("part_found"));
  STEP(states("已上传"));
  EXPECT_EQ(hand.Text("finding"), "灭火器过期");
}

TEST_F(VisitJourneyTest, WhatIsAsLastTimeTakesOneTap) {
  const auto li = NewOfficer("li", "lina");
  Driver& hand = *li->hand;
  Start(*li, "startKind_1");
  EXPECT_FALSE(hand.Shows("unchangedAll"));
  for (const char* question : {"certificate_displayed", "address_matches", "party_work"}) {
    STEP(hand.Tap(absl::StrCat("answer_", question, "_yes")));
  }
  STEP(hand.Tap("answer_annual_report_filed_no"));
  STEP(hand.Tap("part_end"));
  STEP(hand.Tap("finishVisit"));
  STEP(hand.Find("startVisit") != nullptr);
  Start(*li, "startKind_1");
  const auto answer = [&](const char* question) {
    return AnswersOf(LatestVisit().id())[question].answer();
  };
  STEP(hand.Tap("unchanged_certificate_displayed"));
  STEP(hand.Wait([&] { return answer("certificate_displayed") == "是"; }));
  EXPECT_EQ(answer("address_matches"), "");
  STEP(hand.Tap("unchangedSection_registration"));
  STEP(hand.Wait([&] { return answer("address_matches") == "是"; }));
  EXPECT_EQ(answer("party_work"), "");
  STEP(hand.Wait([&] { return !hand.Shows("unchangedSection_registration"); }));
  STEP(hand.Tap("unchangedAll"));
  STEP(hand.Wait([&] { return answer("annual_report_filed") == "否"; }));
  EXPECT_EQ(answer("party_work"), "是");
  STEP(hand.Wait([&] { return !hand.Shows("unchangedAll"); }));
}

TEST_F(VisitJourneyTest, AQuestionIsSkippedForAReason) {
  const auto li = NewOfficer("li", "lina");
  Driver& hand = *li->hand;
  Start(*li, "startKind_1");
  STEP(hand.Tap("skip_address_matches"));
  STEP(!hand.Find("reasonOk")->isEnabled());
  STEP(hand.Type("reasonText", "负责人不在"));
  STEP(hand.Tap("reasonOk"));
  STEP(hand.Closed());
  const auto skipped = [&] { return AnswersOf(OnlyVisit().id())["address_matches"].skip_reason(); };
  STEP(hand.Wait([&] { return skipped() == "负责人不在"; }));
  STEP(hand.Tap("answer_address_matches_yes"));  // It was answered after all.
  STEP(hand.Wait([&] { return skipped().empty(); }));
  Start(*li, "startKind_2");
  STEP(hand.Find("answer_certificate_displayed_yes") != nullptr);
  EXPECT_FALSE(hand.Shows("skip_certificate_displayed")) << "the law requires it";
  EXPECT_TRUE(hand.Shows("skip_fees_published"));
}

TEST_F(VisitJourneyTest, WhoDoesNotSignIsNotedWithTheReason) {
  const auto li = NewOfficer("li", "lina");
  Driver& hand = *li->hand;
  Start(*li, "startKind_1");
  STEP(hand.Tap("part_people"));
  STEP(hand.Tap("declineSign"));
  STEP(hand.Type("reasonText", "负责人认为无需签字"));
  STEP(hand.Tap("reasonOk"));
  STEP(hand.Wait([&] { return hand.Text("declined") == "未签收：负责人认为无需签字"; }));
  EXPECT_EQ(OnlyVisit().acknowledgement(), v1::ACKNOWLEDGEMENT_DECLINED);
  STEP(hand.Closed());
  STEP(hand.Type("signer", "李主任"));  // He did, in the end.
  STEP(hand.Draw("signature"));
  STEP(hand.Tap("sign"));
  STEP(hand.Wait([&] { return hand.Text("signed") == "李主任 已签收"; }));
  EXPECT_EQ(OnlyVisit().acknowledgement(), v1::ACKNOWLEDGEMENT_SIGNED);
  EXPECT_EQ(OnlyVisit().acknowledgement_declined_reason(), "");
}

TEST_F(VisitJourneyTest, APlaceIsOnePointWithItsAccuracyOrAReason) {
  const auto li = NewOfficer("li", "lina");
  Driver& hand = *li->hand;
  Start(*li, "startKind_1");
  STEP(hand.Tap("part_end"));
  STEP(hand.Tap("takePoint"));  // The receiver has none: then why not.
  STEP(hand.Type("reasonText", "地下室没有信号"));
  STEP(hand.Tap("reasonOk"));
  STEP(hand.Closed());
  STEP(hand.Wait([&] { return hand.Text("pointAbsent") == "未记录位置：地下室没有信号"; }));
  li->locator.point = tablet::LocatedPoint{.point = "36.8062,118.0183", .accuracy_m = 12};
  STEP(hand.Tap("takePoint"));
  STEP(hand.Wait([&] { return hand.Text("point") == "36.8062,118.0183（±12 米）"; }));
  EXPECT_EQ(OnlyVisit().point_accuracy_m(), 12);
  EXPECT_EQ(OnlyVisit().point_absent_reason(), "");
}

}  // namespace
}  // namespace zoufang::testing
