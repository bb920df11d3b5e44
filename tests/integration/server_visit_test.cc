// Visits by the service.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/server_fixture.h"

namespace zoufang::testing {
namespace {

using Stub = v1::VisitService::Stub;

class ServerVisitTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(server_.Start().ok());
    const auto organization = server_.ImportOrganization("张店区慈善总会", "", "370303001");
    ASSERT_TRUE(organization.ok()) << organization.status();
    organization_id_ = organization->id();
    officer_ = server_.NewCaller("wang", v1::ROLE_OFFICER, {"370303"}).value_or("");
    outsider_ = server_.NewCaller("zhao", v1::ROLE_OFFICER, {"370304"}).value_or("");
  }

  v1::CreateVisitRequest NewRequest(int64_t started_at = 1772413200) {
    v1::CreateVisitRequest request;
    v1::VisitDetails& details = *request.mutable_details();
    details.mutable_visit()->set_organization_id(organization_id_);
    details.mutable_visit()->set_kind(v1::VISIT_KIND_OUTREACH);
    details.mutable_visit()->mutable_started_at()->set_seconds(started_at);
    details.mutable_visit()->set_summary("走访正常");
    details.add_answers()->set_question_id("q1");
    v1::Finding& finding = *details.add_findings();
    finding.set_item_code("fire");
    finding.set_severity(2);
    finding.set_description("灭火器过期");
    v1::Need& need = *details.add_needs();
    need.set_kind(v1::NEED_KIND_FUNDING);
    need.set_description("场地租金");
    request.set_request_id(server_.NewId());
    return request;
  }
  absl::StatusOr<v1::VisitDetails> Create(const v1::CreateVisitRequest& request) {
    return Call(server_.visits(), &Stub::CreateVisit, request, officer_);
  }
  absl::StatusOr<v1::VisitDetails> Get(const std::string& id, const std::string& token) {
    v1::GetVisitRequest request;
    request.set_id(id);
    return Call(server_.visits(), &Stub::GetVisit, request, token);
  }
  absl::StatusOr<v1::VisitDetails> Finalise(const std::string& id) {
    v1::FinaliseVisitRequest request;
    request.set_id(id);
    request.set_request_id(server_.NewId());
    return Call(server_.visits(), &Stub::FinaliseVisit, request, officer_);
  }

  v1::ReviewVisitRequest Review(const std::string& id) {
    v1::ReviewVisitRequest request;
    request.set_id(id);
    request.set_request_id(server_.NewId());
    return request;
  }
  std::string NewStaff(const std::string& name, const std::string& area) {
    return server_.NewCaller(name, v1::ROLE_STAFF, {area}).value_or("");
  }

  TestServer server_;
  std::string organization_id_, officer_, outsider_;
};

TEST_F(ServerVisitTest, IsCreatedWholeAndReadBack) {
  const auto created = Create(NewRequest());
  ASSERT_TRUE(created.ok()) << created.status();
  EXPECT_EQ(created->visit().area_code(), "370303001") << "follows from the organisation";
  EXPECT_EQ(created->visit().state(), v1::VISIT_STATE_DRAFT);
  EXPECT_EQ(created->findings(0).state(), v1::FINDING_STATE_OPEN);
  EXPECT_EQ(created->answers(0).visit_id(), created->visit().id());
  const auto read = Get(created->visit().id(), officer_);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->SerializeAsString(), created->SerializeAsString());
}

TEST_F(ServerVisitTest, ARepeatedRequestReturnsTheFirstAnswerAndCreatesNothing) {
  const v1::CreateVisitRequest request = NewRequest();
  const auto first = Create(request);
  ASSERT_TRUE(first.ok());
  ASSERT_TRUE(Finalise(first->visit().id()).ok());
  const auto second = Create(request);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->SerializeAsString(), first->SerializeAsString())
      << "the first answer, for good";
  const auto list = Call(server_.visits(), &Stub::ListVisits, v1::ListVisitsRequest(), officer_);
  EXPECT_EQ(list->visits_size(), 1);
}

TEST_F(ServerVisitTest, ARequestIdWithAnotherPayloadIsRefused) {
  v1::CreateVisitRequest request = NewRequest();
  ASSERT_TRUE(Create(request).ok());
  request.mutable_details()->mutable_visit()->set_summary("别的内容");
  const auto result = Create(request);
  EXPECT_EQ(Reason(result), "REQUEST_ID_REUSED");
  EXPECT_EQ(result.status().code(), absl::StatusCode::kAlreadyExists);
}

TEST_F(ServerVisitTest, TheSameRequestIdOfAnotherCallerIsAnotherRequest) {
  const v1::CreateVisitRequest request = NewRequest();
  const auto first = Create(request);
  const std::string colleague =
      server_.NewCaller("colleague", v1::ROLE_OFFICER, {"370303"}).value_or("");
  const auto second = Call(server_.visits(), &Stub::CreateVisit, request, colleague);
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_NE(first->visit().id(), second->visit().id());
}

TEST_F(ServerVisitTest, EveryWrongFieldIsNamedByItsPath) {
  v1::CreateVisitRequest request = NewRequest();
  request.mutable_details()->mutable_visit()->clear_kind();
  request.mutable_details()->mutable_visit()->set_summary(std::string(2001, 'x'));
  request.mutable_details()->mutable_findings(0)->set_severity(9);
  request.mutable_details()->mutable_needs(0)->clear_description();
  const auto result = Create(request);
  std::vector<std::string> fields;
  for (const auto& one : base::ViolationsOf(result.status())) fields.push_back(one.field);
  EXPECT_THAT(fields, ::testing::UnorderedElementsAre("details.visit.kind", "details.visit.summary",
                                                      "details.findings[0].severity",
                                                      "details.needs[0].description"));
  EXPECT_EQ(
      Call(server_.visits(), &Stub::ListVisits, v1::ListVisitsRequest(), officer_)->visits_size(),
      0)
      << "whole or not at all";
}

TEST_F(ServerVisitTest, ARequestWithoutAUuidIsRefused) {
  v1::CreateVisitRequest request = NewRequest();
  request.set_request_id("17");
  const auto result = Create(request);
  ASSERT_EQ(base::ViolationsOf(result.status()).size(), 1u);
  EXPECT_EQ(base::ViolationsOf(result.status())[0].field, "request_id");
}

TEST_F(ServerVisitTest, NothingOutsideTheCallersAreaIsReachable) {
  const auto created = Create(NewRequest());
  ASSERT_TRUE(created.ok());
  EXPECT_EQ(Reason(Get(created->visit().id(), outsider_)), "OUTSIDE_AREA");
  EXPECT_EQ(Reason(Call(server_.visits(), &Stub::CreateVisit, NewRequest(), outsider_)),
            "OUTSIDE_AREA");
  EXPECT_EQ(
      Call(server_.visits(), &Stub::ListVisits, v1::ListVisitsRequest(), outsider_)->visits_size(),
      0);
  v1::UpdateVisitRequest update;
  update.mutable_visit()->set_id(created->visit().id());
  update.mutable_visit()->set_summary("改");
  update.mutable_update_mask()->add_paths("summary");
  update.set_request_id(server_.NewId());
  EXPECT_EQ(Reason(Call(server_.visits(), &Stub::UpdateVisit, update, outsider_)), "OUTSIDE_AREA");
  v1::VoidVisitRequest voided;
  voided.set_id(created->visit().id());
  voided.set_reason("重复");
  voided.set_request_id(server_.NewId());
  EXPECT_EQ(Reason(Call(server_.visits(), &Stub::VoidVisit, voided, outsider_)), "OUTSIDE_AREA");
}

TEST_F(ServerVisitTest, AnAreaThatIsTakenAwayIsGoneWithTheNextCall) {
  const auto created = Create(NewRequest());
  ASSERT_TRUE(created.ok());
  v1::SetAccountAreasRequest request;
  request.set_user_name("wang");
  request.add_area_prefixes("370304");
  ASSERT_TRUE(Call(server_.admin(), &v1::AdminService::Stub::SetAccountAreas, request,
                   server_.SignInAdmin().value_or(""))
                  .ok());
  EXPECT_EQ(Reason(Get(created->visit().id(), officer_)), "OUTSIDE_AREA");
}

TEST_F(ServerVisitTest, AnUpdateChangesTheFieldsOfItsMaskAndNoOther) {
  const auto created = Create(NewRequest());
  ASSERT_TRUE(created.ok());
  v1::UpdateVisitRequest request;
  request.mutable_visit()->set_id(created->visit().id());
  request.mutable_visit()->set_purpose("年度走访");
  request.mutable_visit()->add_participants("li");
  request.mutable_visit()->set_summary("不在掩码内");
  request.mutable_update_mask()->add_paths("purpose");
  request.mutable_update_mask()->add_paths("participants");
  request.set_etag(created->etag());
  request.set_request_id(server_.NewId());
  const auto updated = Call(server_.visits(), &Stub::UpdateVisit, request, officer_);
  ASSERT_TRUE(updated.ok()) << updated.status();
  EXPECT_EQ(updated->visit().purpose(), "年度走访");
  EXPECT_THAT(updated->visit().participants(), ::testing::ElementsAre("li"));
  EXPECT_EQ(updated->visit().summary(), "走访正常");
  EXPECT_NE(updated->etag(), created->etag());

  request.mutable_visit()->set_purpose("别的");
  request.set_request_id(server_.NewId());
  const auto stale = Call(server_.visits(), &Stub::UpdateVisit, request, officer_);
  EXPECT_EQ(Reason(stale), "VISIT_CHANGED");
  EXPECT_EQ(stale.status().code(), absl::StatusCode::kAborted);
}

TEST_F(ServerVisitTest, StatesChangeByTheirMethodsInTheirOrderOnly) {
  const auto created = Create(NewRequest());
  ASSERT_TRUE(created.ok());
  const std::string& id = created->visit().id();
  ASSERT_EQ(Finalise(id)->visit().state(), v1::VISIT_STATE_FINALISED);
  EXPECT_EQ(Reason(Finalise(id)), "VISIT_STATE");
  v1::VoidVisitRequest request;
  request.set_id(id);
  request.set_request_id(server_.NewId());
  EXPECT_EQ(Reason(Call(server_.visits(), &Stub::VoidVisit, request, officer_)), "FIELDS_INVALID");
  request.set_reason("重复登记");
  const auto voided = Call(server_.visits(), &Stub::VoidVisit, request, officer_);
  ASSERT_TRUE(voided.ok()) << voided.status();
  EXPECT_EQ(voided->visit().state(), v1::VISIT_STATE_VOIDED);
  EXPECT_EQ(voided->visit().void_reason(), "重复登记");
  EXPECT_EQ(Reason(Finalise(id)), "VISIT_STATE");
}

TEST_F(ServerVisitTest, AStateIsNotChangedOverWhatItsCallerHasNotRead) {
  const auto created = Create(NewRequest());
  ASSERT_TRUE(created.ok());
  v1::UpdateVisitRequest update;
  update.mutable_visit()->set_id(created->visit().id());
  update.mutable_visit()->set_purpose("复核");
  update.mutable_update_mask()->add_paths("purpose");
  update.set_request_id(server_.NewId());
  const auto updated = Call(server_.visits(), &Stub::UpdateVisit, update, officer_);
  ASSERT_TRUE(updated.ok()) << updated.status();
  v1::FinaliseVisitRequest finalise;
  finalise.set_id(created->visit().id());
  finalise.set_etag(created->etag());
  finalise.set_request_id(server_.NewId());
  EXPECT_EQ(Reason(Call(server_.visits(), &Stub::FinaliseVisit, finalise, officer_)),
            "VISIT_CHANGED");
  finalise.set_etag(updated->etag());
  const auto finalised = Call(server_.visits(), &Stub::FinaliseVisit, finalise, officer_);
  ASSERT_TRUE(finalised.ok()) << finalised.status();
  v1::VoidVisitRequest voided;
  voided.set_id(created->visit().id());
  voided.set_reason("重复登记");
  voided.set_etag(updated->etag());
  voided.set_request_id(server_.NewId());
  EXPECT_EQ(Reason(Call(server_.visits(), &Stub::VoidVisit, voided, officer_)), "VISIT_CHANGED");
  voided.set_etag(finalised->etag());
  EXPECT_TRUE(Call(server_.visits(), &Stub::VoidVisit, voided, officer_).ok());
}

TEST_F(ServerVisitTest, TheOfficeReviewsAFinishedVisitOnce) {
  const auto created = Create(NewRequest());
  ASSERT_TRUE(created.ok());
  const std::string& id = created->visit().id();
  const std::string chen = NewStaff("chenjing", "370303"), liu = NewStaff("liuyang", "370303");
  EXPECT_EQ(Reason(Call(server_.visits(), &Stub::ReviewVisit, Review(id), chen)), "VISIT_STATE");
  ASSERT_TRUE(Finalise(id).ok());
  const v1::ReviewVisitRequest request = Review(id);
  const auto reviewed = Call(server_.visits(), &Stub::ReviewVisit, request, chen);
  ASSERT_TRUE(reviewed.ok()) << reviewed.status();
  EXPECT_EQ(reviewed->visit().state(), v1::VISIT_STATE_FINALISED);
  EXPECT_EQ(reviewed->visit().reviewed_by(), "chenjing");
  EXPECT_EQ(reviewed->visit().reviewed_at().seconds(), 1772413200);
  server_.clock().Advance(absl::Minutes(5));
  const auto repeated = Call(server_.visits(), &Stub::ReviewVisit, request, chen);
  ASSERT_TRUE(repeated.ok()) << repeated.status();
  EXPECT_EQ(repeated->SerializeAsString(), reviewed->SerializeAsString());
  const auto again = Call(server_.visits(), &Stub::ReviewVisit, Review(id), liu);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->SerializeAsString(), reviewed->SerializeAsString()) << "it changes nothing";
}

TEST_F(ServerVisitTest, AReviewIsOfWhatItsCallerHasReadInItsAreas) {
  const auto created = Create(NewRequest());
  ASSERT_TRUE(created.ok());
  const std::string& id = created->visit().id();
  const auto finalised = Finalise(id);
  ASSERT_TRUE(finalised.ok());
  const std::string chen = NewStaff("chenjing", "370303"), far = NewStaff("boshan", "370304");
  EXPECT_EQ(Reason(Call(server_.visits(), &Stub::ReviewVisit, Review(id), far)), "OUTSIDE_AREA");
  v1::ReviewVisitRequest request = Review(id);
  request.set_etag(created->etag());
  EXPECT_EQ(Reason(Call(server_.visits(), &Stub::ReviewVisit, request, chen)), "VISIT_CHANGED");
  request.set_etag(finalised->etag());
  EXPECT_TRUE(Call(server_.visits(), &Stub::ReviewVisit, request, chen).ok());
  EXPECT_EQ(Reason(Call(server_.visits(), &Stub::ReviewVisit, Review(server_.NewId()), chen)),
            "VISIT_NOT_FOUND");
}

TEST_F(ServerVisitTest, NobodyButTheOfficeSaysThatAVisitIsReviewed) {
  v1::CreateVisitRequest request = NewRequest();
  request.mutable_details()->mutable_visit()->set_reviewed_by("wang");
  EXPECT_EQ(Reason(Create(request)), "EDIT_NOT_TAKEN");
  const auto created = Create(NewRequest());
  ASSERT_TRUE(created.ok());
  v1::UpdateVisitRequest update;
  update.mutable_visit()->set_id(created->visit().id());
  update.mutable_visit()->set_reviewed_by("wang");
  update.mutable_update_mask()->add_paths("reviewed_by");
  update.set_request_id(server_.NewId());
  EXPECT_EQ(Reason(Call(server_.visits(), &Stub::UpdateVisit, update, officer_)), "FIELDS_INVALID");
}

TEST_F(ServerVisitTest, AreListedTheLatestFirstPageByPage) {
  std::vector<std::string> created;
  for (int i = 0; i < 5; ++i) {
    const auto visit = Create(NewRequest(1772413200 + i / 2));  // Two begin in one second.
    ASSERT_TRUE(visit.ok());
    created.push_back(visit->visit().id());
  }
  std::vector<std::string> listed;
  v1::ListVisitsRequest request;
  request.set_organization_id(organization_id_);
  request.set_area_prefix("370303001");
  request.set_page_size(2);
  do {
    const auto page = Call(server_.visits(), &Stub::ListVisits, request, officer_);
    ASSERT_TRUE(page.ok()) << page.status();
    for (const auto& visit : page->visits()) listed.push_back(visit.id());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(listed, ::testing::UnorderedElementsAreArray(created));
  EXPECT_EQ(listed.front(), created.back());
}

TEST_F(ServerVisitTest, AnUnknownVisitIsNotFound) {
  EXPECT_EQ(Reason(Get(server_.NewId(), officer_)), "VISIT_NOT_FOUND");
  EXPECT_EQ(Reason(Finalise(server_.NewId())), "VISIT_NOT_FOUND");
}

}  // namespace
}  // namespace zoufang::testing
