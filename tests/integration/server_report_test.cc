// What officers report on tablets, and what the office answers, with a real tablet over gRPC.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/fieldwork/reports.h"
#include "clients/fieldwork/rows.h"
#include "domain/entities.h"
#include "sync/device/grpc_transport.h"
#include "sync/device/sync_engine.h"
#include "tests/support/server_fixture.h"
#include "zoufang/v1/desk_service.grpc.pb.h"

namespace zoufang::testing {
namespace {

using Stub = v1::DeskService::Stub;

constexpr char kTown[] = "370303001";

class ServerReportTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(server_.Start().ok());
    desk_ = v1::DeskService::NewStub(server_.channel());
    const auto organization = server_.ImportOrganization("张店区慈善总会", "", kTown);
    ASSERT_TRUE(organization.ok()) << organization.status();
    organization_ = organization->id();
    staff_ = server_.NewCaller("chenjing", v1::ROLE_STAFF, {"370303"}).value_or("");
    far_ = server_.NewCaller("boshan", v1::ROLE_STAFF, {"370304"}).value_or("");
    Enrol("lina");
  }

  void Enrol(const std::string& user) {
    ASSERT_TRUE(server_.CreateAccount(user, v1::ROLE_OFFICER, {"370303"}).ok());
    const auto enrolled = server_.Enroll(user);
    ASSERT_TRUE(enrolled.ok()) << enrolled.status();
    const device::Env env{.clock = server_.clock(), .random = random_};
    tablet_ = *fieldwork::Tablet::OpenOrCreate(files_.File(user + ".db"), env);
    ASSERT_TRUE(tablet_->replica()
                    .SetEnrollment({.server = "test",
                                    .user_id = enrolled->user_id(),
                                    .user_name = user,
                                    .device_id = enrolled->device_id(),
                                    .token = enrolled->token()})
                    .ok());
    transport_ = std::make_unique<device::GrpcTransport>(server_.channel(), enrolled->token());
    engine_ = std::make_unique<device::SyncEngine>(tablet_->replica(), *transport_, env);
    Sync();
  }
  void Sync() {
    engine_->RequestPull();
    const absl::Status status = engine_->SyncNow();
    EXPECT_TRUE(status.ok()) << status;
  }
  // One report of the kind, taken in by the server.
  std::string Report(v1::ReportKind kind) {
    auto id = Save(kind);
    EXPECT_TRUE(id.ok()) << id.status();
    Sync();
    server_.clock().Advance(absl::Minutes(1));
    return id.value_or("");
  }
  absl::StatusOr<std::string> Save(v1::ReportKind kind) {
    if (kind == v1::REPORT_KIND_CORRECTION) {
      return fieldwork::ReportCorrection(*tablet_, {.organization = organization_,
                                                    .field = "address",
                                                    .value = "柳泉路 2 号",
                                                    .evidence = "门牌"});
    }
    if (kind == v1::REPORT_KIND_FEEDBACK) {
      return fieldwork::WriteFeedback(*tablet_, "字太小", "test");
    }
    return fieldwork::ReportRisk(*tablet_, {.organization = organization_,
                                            .category = "safety",
                                            .severity = 2,
                                            .description = "消防通道堵塞"});
  }
  // The report as the tablet shows it.
  template <typename Message>
  Message OnTablet(const std::string& id) {
    Message message;
    EXPECT_TRUE(tablet_->replica()
                    .Read([&](sql::Database& db) -> absl::Status {
                      auto found = fieldwork::GetRow<Message>(db, tablet_->catalogue(), id);
                      if (found.ok()) message = *std::move(found);
                      return found.status();
                    })
                    .ok());
    return message;
  }

  v1::ReviewReportRequest Answer(v1::ReportKind kind, const std::string& id,
                                 v1::ReportReview review, const std::string& note = "") {
    v1::ReviewReportRequest request;
    request.set_kind(kind);
    request.set_id(id);
    request.set_review(review);
    request.set_note(note);
    request.set_request_id(server_.NewId());
    return request;
  }
  absl::StatusOr<v1::ReportItem> Review(const v1::ReviewReportRequest& request,
                                        const std::string& token) {
    return Call(*desk_, &Stub::ReviewReport, request, token);
  }
  absl::StatusOr<v1::ListReportsResponse> List(const v1::ListReportsRequest& request,
                                               const std::string& token) {
    return Call(*desk_, &Stub::ListReports, request, token);
  }
  static v1::ListReportsRequest Of(v1::ReportKind kind) {
    v1::ListReportsRequest request;
    request.set_kind(kind);
    return request;
  }

  TestServer server_;
  TempDir files_;
  base::SystemRandom random_;
  std::unique_ptr<Stub> desk_;
  std::unique_ptr<fieldwork::Tablet> tablet_;
  std::unique_ptr<device::GrpcTransport> transport_;
  std::unique_ptr<device::SyncEngine> engine_;
  std::string organization_, staff_, far_;
};

TEST_F(ServerReportTest, EachKindIsListedWithItsOrganisation) {
  const std::string correction = Report(v1::REPORT_KIND_CORRECTION);
  const std::string risk = Report(v1::REPORT_KIND_RISK);
  const auto corrections = List(Of(v1::REPORT_KIND_CORRECTION), staff_);
  ASSERT_TRUE(corrections.ok()) << corrections.status();
  ASSERT_EQ(corrections->reports_size(), 1);
  EXPECT_EQ(corrections->reports(0).correction().id(), correction);
  EXPECT_EQ(corrections->reports(0).correction().proposed_value(), "柳泉路 2 号");
  EXPECT_EQ(corrections->reports(0).correction().reported_by(), "lina");
  EXPECT_EQ(corrections->reports(0).organization_name(), "张店区慈善总会");
  const auto risks = List(Of(v1::REPORT_KIND_RISK), staff_);
  ASSERT_TRUE(risks.ok()) << risks.status();
  ASSERT_EQ(risks->reports_size(), 1);
  EXPECT_EQ(risks->reports(0).risk().id(), risk);
  EXPECT_EQ(Reason(List({}, staff_)), "FIELDS_INVALID") << "a list is of one kind";
}

TEST_F(ServerReportTest, TheLatestComesFirstPageByPageAndOnRequestOnlyWhatWaits) {
  std::vector<std::string> made;
  for (int i = 0; i < 3; ++i) made.push_back(Report(v1::REPORT_KIND_RISK));
  v1::ListReportsRequest request = Of(v1::REPORT_KIND_RISK);
  request.set_page_size(2);
  const auto first = List(request, staff_);
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_EQ(first->reports_size(), 2);
  EXPECT_EQ(first->reports(0).risk().id(), made[2]);
  EXPECT_EQ(first->reports(1).risk().id(), made[1]);
  request.set_page_token(first->next_page_token());
  const auto second = List(request, staff_);
  ASSERT_TRUE(second.ok()) << second.status();
  ASSERT_EQ(second->reports_size(), 1);
  EXPECT_EQ(second->reports(0).risk().id(), made[0]);
  EXPECT_EQ(second->next_page_token(), "");

  ASSERT_TRUE(
      Review(Answer(v1::REPORT_KIND_RISK, made[1], v1::REPORT_REVIEW_ACCEPTED), staff_).ok());
  v1::ListReportsRequest waiting = Of(v1::REPORT_KIND_RISK);
  waiting.set_waiting(true);
  const auto left = List(waiting, staff_);
  ASSERT_TRUE(left.ok()) << left.status();
  ASSERT_EQ(left->reports_size(), 2);
  EXPECT_EQ(left->reports(0).risk().id(), made[2]);
  EXPECT_EQ(left->reports(1).risk().id(), made[0]);
}

TEST_F(ServerReportTest, TheTabletOfWhoWroteItReceivesTheAnswer) {
  const std::string correction = Report(v1::REPORT_KIND_CORRECTION);
  const std::string risk = Report(v1::REPORT_KIND_RISK);
  const int64_t now = absl::ToUnixSeconds(server_.clock().Now());
  const auto answered = Review(
      Answer(v1::REPORT_KIND_CORRECTION, correction, v1::REPORT_REVIEW_DECLINED, "以登记为准"),
      staff_);
  ASSERT_TRUE(answered.ok()) << answered.status();
  EXPECT_EQ(answered->organization_name(), "张店区慈善总会");
  ASSERT_TRUE(Review(Answer(v1::REPORT_KIND_RISK, risk, v1::REPORT_REVIEW_ACCEPTED), staff_).ok());
  Sync();
  const auto declined = OnTablet<v1::Correction>(correction);
  EXPECT_EQ(declined.review(), v1::REPORT_REVIEW_DECLINED);
  EXPECT_EQ(declined.review_note(), "以登记为准");
  EXPECT_EQ(declined.reviewed_by(), "chenjing");
  EXPECT_EQ(declined.reviewed_at().seconds(), now);
  EXPECT_EQ(declined.proposed_value(), "柳泉路 2 号") << "the report stays as it was written";
  const auto accepted = OnTablet<v1::RiskReport>(risk);
  EXPECT_EQ(accepted.review(), v1::REPORT_REVIEW_ACCEPTED);
  EXPECT_EQ(accepted.review_note(), "");
}

TEST_F(ServerReportTest, FeedbackAboutTheAppIsAnsweredToo) {
  const std::string id = Report(v1::REPORT_KIND_FEEDBACK);
  const auto listed = List(Of(v1::REPORT_KIND_FEEDBACK), staff_);
  ASSERT_TRUE(listed.ok()) << listed.status();
  ASSERT_EQ(listed->reports_size(), 1);
  EXPECT_EQ(listed->reports(0).feedback().text(), "字太小");
  EXPECT_EQ(listed->reports(0).organization_name(), "");
  ASSERT_TRUE(
      Review(Answer(v1::REPORT_KIND_FEEDBACK, id, v1::REPORT_REVIEW_ACCEPTED, "设置里可改为大字"),
             staff_)
          .ok());
  Sync();
  EXPECT_EQ(OnTablet<v1::AppFeedback>(id).review_note(), "设置里可改为大字");
}

TEST_F(ServerReportTest, ALaterAnswerReplacesTheEarlierAndARepeatDoesNothing) {
  const std::string id = Report(v1::REPORT_KIND_RISK);
  const auto first = Answer(v1::REPORT_KIND_RISK, id, v1::REPORT_REVIEW_DECLINED, "已在处理");
  ASSERT_TRUE(Review(first, staff_).ok());
  const auto second = Review(Answer(v1::REPORT_KIND_RISK, id, v1::REPORT_REVIEW_ACCEPTED), staff_);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->risk().review(), v1::REPORT_REVIEW_ACCEPTED);
  EXPECT_EQ(second->risk().review_note(), "");
  ASSERT_TRUE(Review(first, staff_).ok());
  const auto now = List(Of(v1::REPORT_KIND_RISK), staff_);
  ASSERT_TRUE(now.ok());
  EXPECT_EQ(now->reports(0).risk().review(), v1::REPORT_REVIEW_ACCEPTED);
}

TEST_F(ServerReportTest, ADeclinedReportWantsANoteAndEveryAnswerADecision) {
  const std::string id = Report(v1::REPORT_KIND_RISK);
  for (const auto& request :
       {Answer(v1::REPORT_KIND_RISK, id, v1::REPORT_REVIEW_DECLINED),
        Answer(v1::REPORT_KIND_RISK, id, v1::REPORT_REVIEW_DECLINED, " \n"),
        Answer(v1::REPORT_KIND_RISK, id, v1::REPORT_REVIEW_ACCEPTED, std::string(501, 'a')),
        Answer(v1::REPORT_KIND_RISK, id, v1::REPORT_REVIEW_UNSPECIFIED, "看过"),
        Answer(v1::REPORT_KIND_UNSPECIFIED, id, v1::REPORT_REVIEW_ACCEPTED),
        Answer(v1::REPORT_KIND_RISK, "17", v1::REPORT_REVIEW_ACCEPTED)}) {
    EXPECT_EQ(Reason(Review(request, staff_)), "FIELDS_INVALID") << request.ShortDebugString();
  }
  EXPECT_EQ(
      Reason(Review(Answer(v1::REPORT_KIND_CORRECTION, id, v1::REPORT_REVIEW_ACCEPTED), staff_)),
      "REPORT_NOT_FOUND")
      << "it is of another kind";
  Sync();
  EXPECT_EQ(OnTablet<v1::RiskReport>(id).review(), v1::REPORT_REVIEW_UNSPECIFIED);
}

TEST_F(ServerReportTest, WhatLiesElsewhereIsNeitherListedNorAnswered) {
  const std::string id = Report(v1::REPORT_KIND_RISK);
  const auto listed = List(Of(v1::REPORT_KIND_RISK), far_);
  ASSERT_TRUE(listed.ok()) << listed.status();
  EXPECT_EQ(listed->reports_size(), 0);
  EXPECT_EQ(Reason(Review(Answer(v1::REPORT_KIND_RISK, id, v1::REPORT_REVIEW_ACCEPTED), far_)),
            "OUTSIDE_AREA");
}

}  // namespace
}  // namespace zoufang::testing
