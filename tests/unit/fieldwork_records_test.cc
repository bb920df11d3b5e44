// What an officer saved, by record, and how far each is.
#include "clients/fieldwork/records.h"

#include <gtest/gtest.h>

#include <fstream>

#include "clients/fieldwork/attachments.h"
#include "clients/fieldwork/attention.h"
#include "clients/fieldwork/conflicts.h"
#include "clients/fieldwork/edits.h"
#include "clients/fieldwork/reports.h"
#include "clients/fieldwork/visits.h"
#include "tests/support/officers.h"
#include "zoufang/v1/report.pb.h"

namespace zoufang::fieldwork {
namespace {

constexpr int kMany = 30;

class RecordsTest : public testing::Officers {
 protected:
  void SetUp() override {
    Officers::SetUp();
    li_ = Enrol("lina");
  }
  std::vector<Record> List(UnderWay under_way = {}, int limit = kMany) {
    auto records = ListRecords(*li_.tablet, under_way, limit);
    EXPECT_TRUE(records.ok()) << records.status();
    return records.ok() ? *std::move(records) : std::vector<Record>();
  }
  Record Only(UnderWay under_way = {}) {
    std::vector<Record> records = List(under_way);
    EXPECT_EQ(records.size(), 1u);
    return records.empty() ? Record() : std::move(records.front());
  }
  RecordState State(UnderWay under_way = {}) { return Only(under_way).state; }
  UnderWay Everything() {
    return {1, static_cast<int64_t>(li_.tablet->replica().Status()->last_seq)};
  }
  std::string StartVisit() {
    return *Visits(*li_.tablet).Start({.organization = organization_, .purpose = "年度走访"});
  }
  std::string AddFinding(const std::string& visit) {
    return *Visits(*li_.tablet)
                .AddFinding(visit, {.item_code = "fire", .severity = 2, .description = "过期"});
  }
  void SetHours(Officer& officer, const std::string& hours) {
    ASSERT_TRUE(EditRow(*officer.tablet, "organization_profile", organization_,
                        {{"opening_hours", FieldChange::Kind::kSet, hours}})
                    .ok());
  }
  // Another tool, which knows no rule.
  void Sql(const std::string& sql) {
    auto db = sql::Database::Open(dir_.File("lina.db"), {.application_id = device::kApplicationId});
    ASSERT_TRUE(db.ok());
    ASSERT_TRUE((*db)->Write([&] { return (*db)->Execute(sql); }).ok());
    Sync(li_);
  }
  // The office changes a row.
  template <typename Message, typename Change>
  void OfficeChanges(const std::string& id, Change change) {
    const hub::StoredRow stored = Stored<Message>(id);
    Message wanted = hub::MessageOf<Message>(Of<Message>(), stored.row);
    change(wanted);
    const auto outcome =
        Ingest({.user_id = "staff", .server = true},
               {hub::UpdateEdit(Of<Message>(), stored, *hub::RowOf(Of<Message>(), wanted))});
    ASSERT_EQ(outcome.edits(0).verdict(), sync::v1::EditOutcome::APPLIED);
  }
  void OfficeAdvances(const std::string& finding, v1::FindingState state) {
    OfficeChanges<v1::Finding>(finding, [&](v1::Finding& row) { row.set_state(state); });
  }

  Officer li_;
};

TEST_F(RecordsTest, AVisitWithAllThatBelongsToItIsOneUnderItsOrganisation) {
  const std::string visit = StartVisit();
  AddFinding(visit);
  ASSERT_TRUE(Visits(*li_.tablet).Note(visit, "负责人在场").ok());
  clock_.Advance(absl::Minutes(1));
  SetHours(li_, "每周二");
  clock_.Advance(absl::Minutes(1));
  ASSERT_TRUE(WriteFeedback(*li_.tablet, "字太小", "test").ok());
  const auto records = List();
  ASSERT_EQ(records.size(), 3u) << "the latest first";
  EXPECT_EQ(records[0].label, "意见反馈");
  EXPECT_EQ(records[0].organization_name, "");
  EXPECT_EQ(records[1].label, "走访档案");
  EXPECT_EQ(records[1].what, std::vector<std::string>{"开放时间"});
  EXPECT_EQ(records[1].organization_id, organization_);
  EXPECT_EQ(records[2].id, visit);
  EXPECT_EQ(records[2].table, "visit");
  EXPECT_EQ(records[2].label, "走访");
  EXPECT_EQ(records[2].organization_name, "淄博市张店区志愿者协会");
  EXPECT_EQ(records[2].what, (std::vector<std::string>{"检查项", "问题", "走访小结"}));
  for (const Record& record : records) EXPECT_EQ(record.state, RecordState::kWaiting);
}

TEST_F(RecordsTest, AVisitGoesFromWaitingOverSendingToDraftAndReceived) {
  const std::string visit = StartVisit();
  EXPECT_EQ(State(), RecordState::kWaiting);
  EXPECT_TRUE(Only().draft);
  EXPECT_EQ(State(Everything()), RecordState::kSending);
  Sync(li_);
  EXPECT_EQ(State(), RecordState::kDraft);
  EXPECT_EQ(Only().about, "年度走访");
  EXPECT_TRUE(Only().what.empty()) << "all is settled";
  ASSERT_TRUE(Visits(*li_.tablet).Finish(visit).ok());
  const auto waiting = List();
  ASSERT_EQ(waiting.size(), 2u) << "the profile notes when the last visit was";
  EXPECT_EQ(waiting[0].state, RecordState::kWaiting);
  EXPECT_FALSE(waiting[0].draft);
  Sync(li_);
  EXPECT_EQ(State(), RecordState::kReceived);
}

TEST_F(RecordsTest, OnlyWhatAPushCarriesIsBeingSent) {
  StartVisit();
  const UnderWay first = Everything();
  clock_.Advance(absl::Minutes(1));
  SetHours(li_, "每周二");
  const auto records = List(first);
  ASSERT_EQ(records.size(), 2u);
  EXPECT_EQ(records[0].label, "走访档案");
  EXPECT_EQ(records[0].state, RecordState::kWaiting);
  EXPECT_EQ(records[1].state, RecordState::kSending);
}

TEST_F(RecordsTest, WhatWasParkedIsNeverShownAsReceived) {
  AddFinding(StartVisit());
  Sync(li_);
  Sql("UPDATE finding SET severity = 1");
  const Record record = Only();
  EXPECT_EQ(record.state, RecordState::kParked);
  EXPECT_EQ(record.label, "走访");
  EXPECT_EQ(record.what, std::vector<std::string>{"严重程度"});
  const auto attention = ListAttention(*li_.tablet);
  ASSERT_TRUE(DismissAttention(*li_.tablet, attention->front().item.Id(), "误操作").ok());
  EXPECT_EQ(State(), RecordState::kDraft) << "its author has settled it";
}

TEST_F(RecordsTest, WhatBreaksARuleIsRejected) {
  StartVisit();
  Sync(li_);
  Sql("UPDATE visit SET point = 'nowhere'");
  EXPECT_EQ(State(), RecordState::kRejected);
}

TEST_F(RecordsTest, WhatBelongsToARowThatTheServerLacksIsHeld) {
  Sql("INSERT INTO need(id, visit_id, kind, description) VALUES ('" + NewId() + "', '" + NewId() +
      "', 1, '场地')");
  EXPECT_EQ(State(), RecordState::kHeld);
}

TEST_F(RecordsTest, AConflictIsShownUntilSomebodyDecides) {
  Officer wang = Enrol("wangqiang");
  SetHours(li_, "上午");
  clock_.Advance(absl::Seconds(5));
  SetHours(wang, "下午");
  SyncAll({&li_, &wang});
  const Record record = Only();
  EXPECT_EQ(record.state, RecordState::kConflict);
  EXPECT_EQ(record.label, "走访档案");
  EXPECT_EQ(record.what, std::vector<std::string>{"开放时间"});
  EXPECT_TRUE(record.at.has_value());
  Officer zhao = Enrol("zhaomin");
  const auto of_others = ListRecords(*zhao.tablet, {}, kMany);
  ASSERT_TRUE(of_others.ok());
  EXPECT_TRUE(of_others->empty()) << "it is none of hers";
  const auto open = ListConflicts(*li_.tablet, false);
  ASSERT_TRUE(ResolveConflict(*li_.tablet, open->front().item.id(), {.reason = "电话核实"}).ok());
  SyncAll({&li_, &wang});
  EXPECT_TRUE(List().empty());
}

TEST_F(RecordsTest, AVisitIsReviewedOnceTheOfficeTookUpEveryFinding) {
  const std::string visit = StartVisit();
  const std::string one = AddFinding(visit), other = AddFinding(visit);
  ASSERT_TRUE(Visits(*li_.tablet).Finish(visit).ok());
  Sync(li_);
  OfficeAdvances(one, v1::FINDING_STATE_RECTIFYING);
  Sync(li_);
  EXPECT_EQ(State(), RecordState::kReceived);
  OfficeAdvances(other, v1::FINDING_STATE_RECTIFYING);
  Sync(li_);
  EXPECT_EQ(State(), RecordState::kReviewed);
}

TEST_F(RecordsTest, AVisitIsReviewedOnceTheOfficeHasReadIt) {
  const std::string visit = StartVisit();
  AddFinding(visit);
  ASSERT_TRUE(Visits(*li_.tablet).Finish(visit).ok());
  Sync(li_);
  EXPECT_EQ(State(), RecordState::kReceived);
  OfficeChanges<v1::Visit>(visit, [](v1::Visit& row) {
    row.set_reviewed_by("chenjing");
    row.mutable_reviewed_at()->set_seconds(1772413200);
  });
  Sync(li_);
  const Record record = Only();
  EXPECT_EQ(record.state, RecordState::kReviewed);
  EXPECT_EQ(record.reviewed_by, "chenjing");
  EXPECT_EQ(record.reviewed_at, absl::FromUnixSeconds(1772413200));
}

TEST_F(RecordsTest, AVoidedVisitSaysSoAndIsNoLongerReviewed) {
  const std::string visit = StartVisit();
  ASSERT_TRUE(Visits(*li_.tablet).Finish(visit).ok());
  Sync(li_);
  OfficeChanges<v1::Visit>(visit, [](v1::Visit& row) {
    row.set_state(v1::VISIT_STATE_VOIDED);
    row.set_void_reason("重复登记");
    row.mutable_reviewed_at()->set_seconds(1772413200);
  });
  Sync(li_);
  const Record record = Only();
  EXPECT_EQ(record.state, RecordState::kReceived);
  EXPECT_TRUE(record.voided);
  EXPECT_EQ(record.about, "年度走访");
}

TEST_F(RecordsTest, AReportShowsWhatTheOfficeMadeOfIt) {
  const auto risk = ReportRisk(
      *li_.tablet,
      {.organization = organization_, .category = "safety", .severity = 1, .description = "占道"});
  ASSERT_TRUE(risk.ok()) << risk.status();
  ASSERT_TRUE(WriteFeedback(*li_.tablet, "字太小", "test").ok());
  Sync(li_);
  OfficeChanges<v1::RiskReport>(*risk, [](v1::RiskReport& row) {
    row.set_review(v1::REPORT_REVIEW_DECLINED);
    row.set_review_note("已核实，未占道");
    row.set_reviewed_by("chenjing");
    row.mutable_reviewed_at()->set_seconds(1772413200);
  });
  Sync(li_);
  int answered = 0;
  for (const Record& record : List()) {
    const bool is_risk = record.id == *risk;
    EXPECT_EQ(record.state, is_risk ? RecordState::kReviewed : RecordState::kReceived);
    EXPECT_EQ(record.review, is_risk ? v1::REPORT_REVIEW_DECLINED : v1::REPORT_REVIEW_UNSPECIFIED);
    EXPECT_EQ(record.review_note, is_risk ? "已核实，未占道" : "");
    answered += is_risk ? 1 : 0;
  }
  EXPECT_EQ(answered, 1);
}

TEST_F(RecordsTest, AnOralComplaintHasItsNumberOnceItIsACase) {
  const auto told = TakeOralComplaint(
      *li_.tablet,
      {.organization = organization_, .category = "fees", .narrative = "收费没有票据"});
  ASSERT_TRUE(told.ok()) << told.status();
  Sync(li_);
  EXPECT_EQ(State(), RecordState::kReceived);
  OfficeChanges<v1::OralComplaint>(
      *told, [](v1::OralComplaint& row) { row.set_complaint_number("ZB-20260302-000001-6"); });
  Sync(li_);
  EXPECT_EQ(State(), RecordState::kReviewed);
  EXPECT_EQ(Only().complaint_number, "ZB-20260302-000001-6");
}

TEST_F(RecordsTest, FilesFollowTheirRecord) {
  const std::string visit = StartVisit();
  const std::string path = dir_.File("photo.png");
  std::ofstream(path, std::ios::binary) << "\x89PNG\r\n\x1a\n";
  ASSERT_TRUE(Attachments(*li_.tablet).Attach(visit, path, "门头照").ok());
  EXPECT_EQ(Only().files_waiting, 1);
}

TEST_F(RecordsTest, TheLatestComeFirstAndNoMoreThanAreAskedFor) {
  for (int i = 0; i < 3; ++i) {
    StartVisit();
    ASSERT_TRUE(ReportRisk(*li_.tablet, {.organization = organization_,
                                         .category = "safety",
                                         .severity = 1,
                                         .description = "占道"})
                    .ok());
    clock_.Advance(absl::Minutes(1));
  }
  Sync(li_);
  const auto records = List({}, 2);
  ASSERT_EQ(records.size(), 4u);
  for (size_t i = 1; i < records.size(); ++i) EXPECT_GE(records[i - 1].at, records[i].at);
}

}  // namespace
}  // namespace zoufang::fieldwork
