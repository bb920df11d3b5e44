// A case's life between two members of staff and its citizen.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "absl/strings/match.h"
#include "tests/support/case_work.h"
#include "zoufang/v1/history_service.grpc.pb.h"

namespace zoufang::testing {
namespace {

using v1::ComplaintClock;

class ServerCaseTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(server_.Start().ok());
    const auto organization = server_.ImportOrganization("张店区慈善总会", "", "370303001");
    ASSERT_TRUE(organization.ok()) << organization.status();
    organization_id_ = organization->id();
    sun_ = server_.NewCaller("sun.wei", v1::ROLE_STAFF, {"370303"}).value_or("");
    li_ = server_.NewCaller("li.na", v1::ROLE_STAFF, {"370303"}).value_or("");
    NewCase();
  }

  void NewCase() {
    const auto filed = work_.File(work_.NewComplaint(organization_id_));
    ASSERT_TRUE(filed.ok()) << filed.status();
    filed_ = *filed;
    id_ = work_.IdOf(filed_.number(), sun_);
  }
  void SetDepartment(const std::string& user, const std::string& department) {
    v1::SetAccountDepartmentRequest request;
    request.set_user_name(user);
    request.set_department(department);
    ASSERT_TRUE(Call(server_.admin(), &v1::AdminService::Stub::SetAccountDepartment, request,
                     server_.SignInAdmin().value_or(""))
                    .ok());
  }
  v1::ListComplaintsResponse List(const v1::ListComplaintsRequest& request,
                                  const std::string& token) {
    return Call(server_.complaints(), &Complaints::ListComplaints, request, token)
        .value_or(v1::ListComplaintsResponse());
  }
  CaseAnswer Pause(const std::string& text) {
    return work_.Take<v1::PauseComplaintRequest>(&Complaints::PauseComplaint, id_, sun_,
                                                 [&](auto& request) { request.set_text(text); });
  }
  CaseAnswer DecideExtension(const std::string& token) {
    return work_.Take<v1::DecideExtensionRequest>(&Complaints::DecideExtension, id_, token,
                                                  [](auto& request) { request.set_approve(true); });
  }
  absl::StatusOr<v1::ComplaintStatus> RequestReview(const v1::FileComplaintResponse& filed) {
    v1::RequestComplaintReviewRequest request;
    *request.mutable_reporter() = CaseWork::ProofOf(filed);
    request.set_text("漏查了收据");
    request.set_request_id(server_.NewId());
    return Call(server_.complaints(), &Complaints::RequestComplaintReview, request);
  }
  static std::vector<v1::ComplaintAction> ActionsOf(const v1::ComplaintDetails& details) {
    std::vector<v1::ComplaintAction> actions;
    for (const auto& event : details.events()) actions.push_back(event.action());
    return actions;
  }

  TestServer server_;
  CaseWork work_{server_};
  std::string organization_id_, sun_, li_, id_;
  v1::FileComplaintResponse filed_;
};

TEST_F(ServerCaseTest, OfTwoAtOnceTheSecondIsToldAndNothingIsLost) {
  const auto suns = work_.About<v1::AcceptComplaintRequest>(id_, sun_);
  auto lis = work_.About<v1::DeclineComplaintRequest>(id_, li_);
  lis.set_reason(v1::DECLINE_REASON_NO_FACTS);
  ASSERT_TRUE(Call(server_.complaints(), &Complaints::AcceptComplaint, suns, sun_).ok());
  const auto second = Call(server_.complaints(), &Complaints::DeclineComplaint, lis, li_);
  EXPECT_EQ(Reason(second), "COMPLAINT_CHANGED");
  EXPECT_EQ(second.status().code(), absl::StatusCode::kAborted);
  EXPECT_EQ(work_.Get(id_, li_)->complaint().state(), v1::COMPLAINT_STATE_ACCEPTED);
  lis.clear_etag();
  EXPECT_EQ(Reason(Call(server_.complaints(), &Complaints::DeclineComplaint, lis, li_)),
            "FIELDS_INVALID");
}

TEST_F(ServerCaseTest, WhatTheCitizenWroteInTheMeantimeIsReadBeforeItIsDecided) {
  ASSERT_TRUE(work_.Accept(id_, sun_).ok());
  ASSERT_TRUE(work_.Investigate(id_, sun_).ok());
  auto decide = work_.About<v1::DecideComplaintRequest>(id_, sun_);
  decide.set_outcome(v1::COMPLAINT_OUTCOME_NOT_SUBSTANTIATED);
  decide.set_basis("未见收据");
  ASSERT_TRUE(work_.WriteAsCitizen(filed_, "收据找到了").ok());
  EXPECT_EQ(Reason(Call(server_.complaints(), &Complaints::DecideComplaint, decide, sun_)),
            "COMPLAINT_CHANGED");
}

TEST_F(ServerCaseTest, EveryStepIsInTheHistoryAndThePublicOnesInTheTimeline) {
  ASSERT_TRUE(work_.BringToItsEnd(id_, sun_).ok());
  const auto details = work_.Get(id_, sun_);
  EXPECT_THAT(ActionsOf(*details),
              ::testing::ElementsAre(v1::COMPLAINT_ACTION_FILE, v1::COMPLAINT_ACTION_ACCEPT,
                                     v1::COMPLAINT_ACTION_INVESTIGATE, v1::COMPLAINT_ACTION_DECIDE,
                                     v1::COMPLAINT_ACTION_NOTIFY, v1::COMPLAINT_ACTION_CLOSE));
  EXPECT_EQ(details->events(1).actor(), "sun.wei");
  EXPECT_EQ(details->events(1).from_state(), v1::COMPLAINT_STATE_RECEIVED);
  const auto status = work_.Status(filed_);
  ASSERT_EQ(status->timeline_size(), 5) << "all but the decision, which the notice tells";
  EXPECT_EQ(status->timeline(1).title(), "受理");
  EXPECT_EQ(status->timeline(1).due_on(), "2026-05-06");
}

TEST_F(ServerCaseTest, TheAnswerToAQuestionSetsTheCaseGoingAgain) {
  const auto asked = work_.Take<v1::AskForInformationRequest>(
      &Complaints::AskForInformation, id_, sun_,
      [](auto& request) { request.set_text("请补充收据"); });
  ASSERT_TRUE(asked.ok()) << asked.status();
  EXPECT_EQ(asked->clock().card(), ComplaintClock::CARD_PAUSED);
  const auto status = work_.Status(filed_);
  EXPECT_EQ(status->timeline(1).text(), "请补充收据");
  server_.clock().Advance(absl::Hours(24));
  ASSERT_TRUE(work_.WriteAsCitizen(filed_, "收据如下").ok());
  sun_ = server_.SignIn("sun.wei", TestServer::kPassword).value_or("");
  const auto details = work_.Get(id_, sun_);
  EXPECT_EQ(details->complaint().state(), v1::COMPLAINT_STATE_RECEIVED);
  EXPECT_EQ(details->complaint().due_on(), "2026-03-12") << "a day later";
  EXPECT_EQ(details->events(2).action(), v1::COMPLAINT_ACTION_GIVE_INFORMATION);
}

TEST_F(ServerCaseTest, APauseAndAnExtensionByTwoMoveTheDueDateAndTheCitizenIsTold) {
  ASSERT_TRUE(work_.Accept(id_, sun_).ok());
  ASSERT_TRUE(work_.Investigate(id_, sun_).ok());
  ASSERT_TRUE(Pause("等待审计").ok());
  EXPECT_EQ(work_.Status(filed_)->due_on(), "");
  ASSERT_TRUE(
      work_.Take<v1::ResumeComplaintRequest>(&Complaints::ResumeComplaint, id_, sun_, [](auto&) {})
          .ok());
  ASSERT_TRUE(
      work_
          .Take<v1::AskForExtensionRequest>(&Complaints::AskForExtension, id_, sun_,
                                            [](auto& request) { request.set_text("账目较多"); })
          .ok());
  EXPECT_EQ(Reason(DecideExtension(sun_)), "SECOND_PERSON_NEEDED");
  const auto extended = DecideExtension(li_);
  ASSERT_TRUE(extended.ok()) << extended.status();
  EXPECT_EQ(extended->complaint().due_on(), "2026-06-01");
  const auto status = work_.Status(filed_);
  const v1::TimelineEntry& last = status->timeline(status->timeline_size() - 1);
  EXPECT_EQ(last.title(), "办理期限延长");
  EXPECT_EQ(last.text(), "账目较多");
}

TEST_F(ServerCaseTest, ListsLeadWithWhatIsOverdueAndKnowMineAndMyDepartments) {
  SetDepartment("sun.wei", "执法科");
  ASSERT_TRUE(work_.Accept(id_, sun_).ok());
  const std::string accepted = id_;
  server_.clock().Advance(absl::Hours(24 * 10));
  sun_ = server_.SignIn("sun.wei", TestServer::kPassword).value_or("");
  li_ = server_.SignIn("li.na", TestServer::kPassword).value_or("");
  NewCase();
  server_.clock().Advance(absl::Hours(24 * 18));
  sun_ = server_.SignIn("sun.wei", TestServer::kPassword).value_or("");
  li_ = server_.SignIn("li.na", TestServer::kPassword).value_or("");
  const auto all = List({}, sun_);
  ASSERT_EQ(all.items_size(), 2);
  EXPECT_EQ(all.items(0).complaint().id(), id_);
  EXPECT_EQ(all.items(0).clock().card(), ComplaintClock::CARD_RED);
  EXPECT_EQ(all.items(0).clock().days_left(), -7);
  EXPECT_EQ(all.items(1).clock().card(), ComplaintClock::CARD_GREEN);
  v1::ListComplaintsRequest overdue;
  overdue.set_overdue(true);
  EXPECT_EQ(List(overdue, sun_).items_size(), 1);
  v1::ListComplaintsRequest mine;
  mine.set_mine(true);
  ASSERT_EQ(List(mine, sun_).items_size(), 1);
  EXPECT_EQ(List(mine, sun_).items(0).complaint().id(), accepted);
  EXPECT_EQ(List(mine, li_).items_size(), 0);
  v1::ListComplaintsRequest department;
  department.set_my_department(true);
  EXPECT_EQ(List(department, sun_).items_size(), 1);
}

TEST_F(ServerCaseTest, ACaseOfADepartmentIsHandledThereUntilItIsAssigned) {
  SetDepartment("sun.wei", "执法科");
  SetDepartment("li.na", "登记科");
  ASSERT_TRUE(work_.Accept(id_, sun_).ok());
  EXPECT_EQ(Reason(work_.Investigate(id_, li_)), "OUTSIDE_DEPARTMENT");
  EXPECT_TRUE(work_.Get(id_, li_).ok()) << "the area's staff may read it";
  const auto assign = [&](const std::string& who) {
    return work_.Take<v1::AssignComplaintRequest>(&Complaints::AssignComplaint, id_, sun_,
                                                  [&](auto& request) { request.set_handler(who); });
  };
  EXPECT_EQ(Reason(assign("admin")), "HANDLER_UNFIT");
  ASSERT_TRUE(assign("li.na").ok());
  EXPECT_TRUE(work_.Investigate(id_, li_).ok());
}

TEST_F(ServerCaseTest, WhoIsRecusedNeitherReadsNorActs) {
  ASSERT_TRUE(work_.Accept(id_, li_).ok());
  const auto recused = work_.Take<v1::RecuseFromComplaintRequest>(
      &Complaints::RecuseFromComplaint, id_, li_,
      [](auto& request) { request.set_reason("与被投诉组织负责人是亲属"); });
  ASSERT_TRUE(recused.ok()) << recused.status();
  EXPECT_EQ(recused->complaint().narrative(), "");
  EXPECT_EQ(Reason(work_.Get(id_, li_)), "RECUSED");
  EXPECT_EQ(List({}, li_).items_size(), 0);
  v1::InvestigateComplaintRequest act;
  act.set_id(id_);
  act.set_etag(work_.EtagOf(id_, sun_));
  act.set_request_id(server_.NewId());
  EXPECT_EQ(Reason(Call(server_.complaints(), &Complaints::InvestigateComplaint, act, li_)),
            "RECUSED");
  v1::AddComplaintNoteRequest note;
  note.set_id(id_);
  note.set_text("x");
  note.set_request_id(server_.NewId());
  EXPECT_EQ(Reason(Call(server_.complaints(), &Complaints::AddComplaintNote, note, li_)),
            "RECUSED");
  const auto history = v1::HistoryService::NewStub(server_.channel());
  v1::ListRowHistoryRequest rows;
  rows.set_row_id(id_);
  EXPECT_EQ(Reason(Call(*history, &v1::HistoryService::Stub::ListRowHistory, rows, li_)),
            "RECUSED");
  EXPECT_EQ(work_.Get(id_, sun_)->complaint().handler(), "") << "somebody else takes over";
}

TEST_F(ServerCaseTest, NotesAreForStaffAndNoAnswerShowsThemToTheCitizen) {
  v1::AddComplaintNoteRequest note;
  note.set_id(id_);
  note.set_text("内部：先查账");
  note.set_request_id(server_.NewId());
  ASSERT_TRUE(Call(server_.complaints(), &Complaints::AddComplaintNote, note, sun_).ok());
  const auto details = work_.Get(id_, li_);
  ASSERT_EQ(details->notes_size(), 1);
  EXPECT_EQ(details->notes(0).author(), "sun.wei");
  EXPECT_FALSE(absl::StrContains(work_.Status(filed_)->DebugString(), "内部：先查账"));
}

TEST_F(ServerCaseTest, ADuplicateGoesOnInTheOtherCaseAndItsCitizenFollowsByTheOwnNumber) {
  const v1::FileComplaintResponse first = filed_;
  const std::string survivor = id_;
  ASSERT_TRUE(work_.Accept(survivor, sun_).ok());
  NewCase();
  const auto merge = [&](const std::string& into) {
    return work_.Take<v1::MergeComplaintRequest>(&Complaints::MergeComplaint, id_, sun_,
                                                 [&](auto& request) { request.set_into_id(into); });
  };
  EXPECT_EQ(Reason(merge(id_)), "MERGE_TARGET_UNFIT");
  ASSERT_TRUE(merge(survivor).ok());
  EXPECT_EQ(work_.Get(survivor, sun_)->merged(0), id_);
  ASSERT_TRUE(work_.WriteAsCitizen(first, "只给第一件看").ok());
  ASSERT_TRUE(work_.Investigate(survivor, sun_).ok());
  ASSERT_TRUE(work_.Decide(survivor, sun_).ok());
  ASSERT_TRUE(work_.Notify(survivor, sun_).ok());
  auto status = work_.Status(filed_);
  ASSERT_TRUE(status.ok()) << status.status();
  EXPECT_TRUE(status->merged());
  EXPECT_EQ(status->state(), v1::COMPLAINT_STATE_NOTIFIED);
  EXPECT_EQ(status->outcome(), v1::COMPLAINT_OUTCOME_SUBSTANTIATED);
  EXPECT_FALSE(absl::StrContains(status->DebugString(), first.number()));
  EXPECT_EQ(status->messages_size(), 0) << "another's words stay another's";
  status = RequestReview(filed_);
  ASSERT_TRUE(status.ok()) << status.status();
  EXPECT_EQ(status->state(), v1::COMPLAINT_STATE_REVIEW_REQUESTED);
  EXPECT_FALSE(absl::StrContains(work_.Status(first)->DebugString(), "漏查了收据"));
}

TEST_F(ServerCaseTest, AReviewIsAskedForInTimeAndAnsweredByAnother) {
  ASSERT_TRUE(work_.BringToItsEnd(id_, sun_).ok());
  const auto review = RequestReview(filed_);
  ASSERT_TRUE(review.ok()) << review.status();
  EXPECT_EQ(review->state(), v1::COMPLAINT_STATE_REVIEW_REQUESTED);
  const auto uphold = [&](const std::string& token) {
    return work_.Take<v1::UpholdComplaintRequest>(
        &Complaints::UpholdComplaint, id_, token,
        [](auto& request) { request.set_text("原结果并无不当"); });
  };
  EXPECT_EQ(Reason(uphold(sun_)), "SECOND_PERSON_NEEDED");
  ASSERT_TRUE(uphold(li_).ok());
  ASSERT_TRUE(RequestReview(filed_).ok()) << "twice, says the rule";
  const auto reopened = work_.Take<v1::ReopenComplaintRequest>(
      &Complaints::ReopenComplaint, id_, li_, [](auto& request) { request.set_text("重新核查"); });
  ASSERT_TRUE(reopened.ok()) << reopened.status();
  EXPECT_EQ(reopened->complaint().state(), v1::COMPLAINT_STATE_INVESTIGATING);
  EXPECT_EQ(reopened->complaint().outcome(), v1::COMPLAINT_OUTCOME_UNSPECIFIED);
  ASSERT_TRUE(work_.Decide(id_, li_).ok());
  ASSERT_TRUE(work_.Notify(id_, li_).ok());
  EXPECT_EQ(Reason(RequestReview(filed_)), "REVIEW_TOO_LATE") << "used up";
}

TEST_F(ServerCaseTest, AReviewADayLateIsRefused) {
  ASSERT_TRUE(work_.BringToItsEnd(id_, sun_).ok());
  server_.clock().Advance(absl::Hours(24 * 31));
  EXPECT_EQ(Reason(RequestReview(filed_)), "REVIEW_TOO_LATE");
}

TEST_F(ServerCaseTest, TheCitizenEvaluatesOnceItIsClosedAndMayThinkAgain) {
  v1::EvaluateComplaintRequest request;
  *request.mutable_reporter() = CaseWork::ProofOf(filed_);
  request.set_satisfaction(v1::SATISFACTION_DISSATISFIED);
  request.set_request_id(server_.NewId());
  const auto evaluate = [&] {
    return Call(server_.complaints(), &Complaints::EvaluateComplaint, request);
  };
  EXPECT_EQ(Reason(evaluate()), "COMPLAINT_STATE");
  ASSERT_TRUE(work_.BringToItsEnd(id_, sun_).ok());
  ASSERT_TRUE(evaluate().ok());
  request.set_satisfaction(v1::SATISFACTION_SATISFIED);
  request.set_request_id(server_.NewId());
  EXPECT_EQ(evaluate()->satisfaction(), v1::SATISFACTION_SATISFIED);
  EXPECT_EQ(work_.Get(id_, sun_)->complaint().satisfaction(), v1::SATISFACTION_SATISFIED);
}

TEST_F(ServerCaseTest, TheCitizenTakesItBackBeforeItIsDecidedOnly) {
  v1::WithdrawComplaintRequest request;
  *request.mutable_reporter() = CaseWork::ProofOf(filed_);
  request.set_request_id(server_.NewId());
  const auto withdrawn = Call(server_.complaints(), &Complaints::WithdrawComplaint, request);
  ASSERT_TRUE(withdrawn.ok()) << withdrawn.status();
  EXPECT_EQ(withdrawn->state(), v1::COMPLAINT_STATE_WITHDRAWN);
  NewCase();
  ASSERT_TRUE(work_.BringToItsEnd(id_, sun_).ok());
  *request.mutable_reporter() = CaseWork::ProofOf(filed_);
  request.set_request_id(server_.NewId());
  EXPECT_EQ(Reason(Call(server_.complaints(), &Complaints::WithdrawComplaint, request)),
            "COMPLAINT_STATE");
}

TEST_F(ServerCaseTest, ATransferNamesWhoIsResponsible) {
  const auto transfer = [&](const std::string& to) {
    return work_.Take<v1::TransferComplaintRequest>(&Complaints::TransferComplaint, id_, sun_,
                                                    [&](auto& request) { request.set_to(to); });
  };
  EXPECT_EQ(Reason(transfer("")), "FIELDS_INVALID");
  ASSERT_TRUE(transfer("淄博市市场监督管理局").ok());
  const auto status = work_.Status(filed_);
  EXPECT_EQ(status->transferred_to(), "淄博市市场监督管理局");
  EXPECT_EQ(status->state(), v1::COMPLAINT_STATE_TRANSFERRED);
}

TEST_F(ServerCaseTest, SimilarReportsAreCountedAndNothingElseIsTold) {
  v1::CountSimilarComplaintsRequest request;
  request.set_organization_id(organization_id_);
  request.set_category("强制入会");
  auto similar = Call(server_.complaints(), &Complaints::CountSimilarComplaints, request);
  ASSERT_TRUE(similar.ok()) << similar.status();
  EXPECT_EQ(similar->count(), 1);
  EXPECT_EQ(similar->last_on(), "2026-03-02");
  request.set_category("其他");
  EXPECT_EQ(Call(server_.complaints(), &Complaints::CountSimilarComplaints, request)->count(), 0);
}

TEST_F(ServerCaseTest, AnIllegalOrganisationIsReportedVerifiedAndDealtWith) {
  auto request = work_.NewComplaint("");
  request.mutable_complaint()->set_kind(v1::COMPLAINT_KIND_VIOLATION);
  request.mutable_complaint()->set_area_code("370303001");
  request.mutable_clue()->set_name_used("中国淄博国际慈善会");
  request.mutable_clue()->set_place("柳泉路");
  request.mutable_complaint()->set_kind(v1::COMPLAINT_KIND_DISPUTE);
  EXPECT_EQ(Reason(work_.File(request)), "FIELDS_INVALID");
  request.mutable_complaint()->set_kind(v1::COMPLAINT_KIND_VIOLATION);
  const auto filed = work_.File(request);
  ASSERT_TRUE(filed.ok()) << filed.status();
  const std::string id = work_.IdOf(filed->number(), sun_);
  EXPECT_EQ(work_.Get(id, sun_)->clue().name_used(), "中国淄博国际慈善会");
  const auto advance = [&](v1::ClueState state) {
    return work_.Take<v1::AdvanceIllegalOrgClueRequest>(
        &Complaints::AdvanceIllegalOrgClue, id, sun_, [&](auto& step) { step.set_state(state); });
  };
  EXPECT_EQ(Reason(advance(v1::CLUE_STATE_BANNED)), "CLUE_STATE");
  for (const auto state :
       {v1::CLUE_STATE_VERIFYING, v1::CLUE_STATE_CONFIRMED, v1::CLUE_STATE_BANNED}) {
    ASSERT_TRUE(advance(state).ok()) << state;
  }
  EXPECT_EQ(work_.Get(id, sun_)->clue().state(), v1::CLUE_STATE_BANNED);
}

TEST_F(ServerCaseTest, HandlersAndTemplatesAreOffered) {
  v1::ListHandlersRequest handlers;
  handlers.set_complaint_id(id_);
  const auto found = Call(server_.complaints(), &Complaints::ListHandlers, handlers, sun_);
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(found->handlers_size(), 2);
  const auto templates = Call(server_.complaints(), &Complaints::ListReplyTemplates,
                              v1::ListReplyTemplatesRequest(), sun_);
  ASSERT_TRUE(templates.ok());
  EXPECT_GT(templates->templates_size(), 5);
}

}  // namespace
}  // namespace zoufang::testing
