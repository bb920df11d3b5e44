// Each record on the sync page shows how far it is.
#include "clients/fieldwork/records.h"

#include <gmock/gmock.h>

#include "clients/fieldwork/edits.h"
#include "clients/fieldwork/reports.h"
#include "clients/fieldwork/visits.h"
#include "sync/sql/database.h"
#include "tests/tablet/field_day.h"
#include "tests/tablet/network.h"
#include "zoufang/v1/desk_service.grpc.pb.h"
#include "zoufang/v1/visit_service.grpc.pb.h"

namespace zoufang::testing {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAreArray;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr char kVolunteers[] = "51370303MJE9005678";

class RecordsPageTest : public FieldDay {
 protected:
  std::unique_ptr<Officer> OnTheSyncPage(const std::string& server) {
    auto li = OpenApp("li");
    SendEnrolment(*li, "lina", server);
    EXPECT_TRUE(li->hand->Find("nav_today") != nullptr);
    EXPECT_TRUE(li->hand->Tap("nav_sync"));
    return li;
  }
  // The states of the records, from the top down, once they are these.
  bool Shows(Officer& officer, const std::vector<std::string>& states) {
    const bool shown =
        officer.hand->Wait([&] { return officer.hand->Texts("recordState") == states; });
    EXPECT_THAT(officer.hand->Texts("recordState"), ElementsAreArray(states));
    return shown;
  }
  void Sql(const std::string& sql) {
    auto db = sql::Database::Open(TabletPath("li"), {.application_id = device::kApplicationId});
    ASSERT_TRUE(db.ok());
    ASSERT_TRUE((*db)->Write([&] { return (*db)->Execute(sql); }).ok());
  }
};

TEST_F(RecordsPageTest, AVisitIsWaitingThenOnItsWayThenADraftThenReceived) {
  Network line(server_.server().port());
  const auto li = OnTheSyncPage(absl::StrCat("127.0.0.1:", line.port()));
  STEP(Awaits(*li, "state", "done"));
  line.CutAfter(0);
  li->app->sync().syncNow();
  STEP(Awaits(*li, "state", "offline"));
  const auto file = FileOf("li");
  fieldwork::Visits visits(*file);
  const auto visit = visits.Start({.organization = kVolunteers, .purpose = "年度走访"});
  ASSERT_TRUE(visit.ok()) << visit.status();
  STEP(Shows(*li, {"等待发送"}));
  line.Restore();
  li->app->sync().syncNow();
  STEP(Shows(*li, {"草稿"}));
  STEP(Awaits(*li, "state", "done"));

  line.HoldUpward(true);  // The line is there, and nothing gets through.
  ASSERT_TRUE(visits.Note(*visit, "负责人在场").ok());
  STEP(Shows(*li, {"正在发送"}));
  line.HoldUpward(false);
  STEP(Shows(*li, {"草稿"}));
  ASSERT_TRUE(visits.Finish(*visit).ok());
  STEP(Shows(*li, {"已送达"}));
  STEP(li->hand->Tap("record"));
  STEP(li->hand->Find("part_checklist") != nullptr);
}

TEST_F(RecordsPageTest, WhatWasNotTakenInIsNeverShownAsReceived) {
  const auto li = OnTheSyncPage(ServerAddress());
  const auto file = FileOf("li");
  fieldwork::Visits visits(*file);
  const auto visit = visits.Start({.organization = kVolunteers});
  ASSERT_TRUE(visit.ok()) << visit.status();
  ASSERT_TRUE(
      visits.AddFinding(*visit, {.item_code = "fire", .severity = 2, .description = "过期"}).ok());
  ASSERT_TRUE(visits.Finish(*visit).ok());
  STEP(Shows(*li, {"已送达"}));
  Sql("UPDATE finding SET severity = 1");
  STEP(Shows(*li, {"待人工处理"}));
  Sql("UPDATE visit SET point = 'nowhere'");
  STEP(Shows(*li, {"未接收"}));
  STEP(li->hand->Tap("dismiss"));
  STEP(li->hand->Type("reasonText", "误操作"));
  STEP(li->hand->Tap("reasonOk"));
  STEP(li->hand->Closed());
  STEP(li->hand->Tap("dismiss"));
  STEP(li->hand->Type("reasonText", "误操作"));
  STEP(li->hand->Tap("reasonOk"));
  STEP(Shows(*li, {"已送达"}));
}

TEST_F(RecordsPageTest, WhatTwoWroteIsInConflictUntilOneDecides) {
  const auto li = OnTheSyncPage(ServerAddress());
  const auto wang = NewOfficer("wang", "wangqiang");
  NetworkOff();
  for (const char* name : {"li", "wang"}) {
    ASSERT_TRUE(fieldwork::EditRow(*FileOf(name), "organization_profile", kVolunteers,
                                   {{.field = "opening_hours", .text = name}})
                    .ok());
  }
  STEP(Shows(*li, {"等待发送"}));
  NetworkOn();
  li->app->sync().syncNow();
  STEP(Awaits(*li, "waiting", 0));
  wang->app->sync().syncNow();
  STEP(Shows(*li, {"两人写法不同"}));
  STEP(li->hand->Tap("choose_shown"));
  STEP(li->hand->Type("conflictReason", "电话核实"));
  STEP(li->hand->Tap("resolve"));
  STEP(Shows(*li, {}));
}

TEST_F(RecordsPageTest, WhatTheOfficeMadeOfAReportIsShown) {
  const auto li = OnTheSyncPage(ServerAddress());
  const auto file = FileOf("li");
  const auto risk = fieldwork::ReportRisk(
      *file,
      {.organization = kVolunteers, .category = "safety", .severity = 1, .description = "占道"});
  ASSERT_TRUE(risk.ok()) << risk.status();
  STEP(Shows(*li, {"已送达"}));
  const std::string staff = server_.NewCaller("chenjing", v1::ROLE_STAFF, {"3703"}).value_or("");
  v1::ReviewReportRequest request;
  request.set_kind(v1::REPORT_KIND_RISK);
  request.set_id(*risk);
  request.set_review(v1::REPORT_REVIEW_DECLINED);
  request.set_note("已核实，未占道");
  request.set_request_id(server_.NewId());
  const auto desk = v1::DeskService::NewStub(server_.channel());
  const auto answered = Call(*desk, &v1::DeskService::Stub::ReviewReport, request, staff);
  ASSERT_TRUE(answered.ok()) << answered.status();
  li->app->sync().syncNow();
  STEP(Shows(*li, {"未采纳"}));
  EXPECT_THAT(li->hand->Text("recordSubject"),
              AllOf(StartsWith("占道 · 已核实，未占道 · chenjing 于 "), EndsWith(" 处理")));
}

TEST_F(RecordsPageTest, AVisitThatTheOfficeHasReadSaysWhoReadIt) {
  const auto li = OnTheSyncPage(ServerAddress());
  const auto file = FileOf("li");
  fieldwork::Visits visits(*file);
  const auto visit = visits.Start({.organization = kVolunteers, .purpose = "走访"});
  ASSERT_TRUE(visit.ok()) << visit.status();
  ASSERT_TRUE(visits.Finish(*visit).ok());
  STEP(Shows(*li, {"已送达"}));
  const std::string staff = server_.NewCaller("chenjing", v1::ROLE_STAFF, {"3703"}).value_or("");
  v1::ReviewVisitRequest request;
  request.set_id(*visit);
  request.set_request_id(server_.NewId());
  const auto office = v1::VisitService::NewStub(server_.channel());
  const auto read = Call(*office, &v1::VisitService::Stub::ReviewVisit, request, staff);
  ASSERT_TRUE(read.ok()) << read.status();
  li->app->sync().syncNow();
  STEP(Shows(*li, {"已审阅"}));
  EXPECT_THAT(li->hand->Text("recordSubject"),
              AllOf(StartsWith("走访 · chenjing 于 "), EndsWith(" 审阅")));
  li->app->settings().SetLanguage("en");
  STEP(Shows(*li, {"Read"}));
  EXPECT_THAT(li->hand->Text("recordSubject"), StartsWith("走访 · read by chenjing, "))
      << "what the officer wrote stays, though it is a label too";
}

TEST_F(RecordsPageTest, AnOralComplaintGetsItsNumber) {
  const auto li = OnTheSyncPage(ServerAddress());
  STEP(li->hand->Tap("nav_today"));
  STEP(li->hand->Tap("oral"));
  STEP(li->hand->Tap("oralCategory_fees"));
  STEP(li->hand->Type("oralStory", "培训收费没有票据"));
  STEP(li->hand->Tap("oralSend"));
  STEP(li->hand->Tap("nav_sync"));
  STEP(Shows(*li, {"已办理"}));
  EXPECT_THAT(li->hand->Text("recordSubject"), HasSubstr("投诉编号 "));
}

}  // namespace
}  // namespace zoufang::testing
