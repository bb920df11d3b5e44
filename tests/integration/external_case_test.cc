// Cases that integrators bring in: the 12345 hotline, a petition office.
#include <gtest/gtest.h>

#include "server/storage/store.h"
#include "sync/sql/database.h"
#include "tests/support/case_work.h"

namespace zoufang::testing {
namespace {

class ExternalCaseTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(server_.Start().ok());
    const auto organization = server_.ImportOrganization("张店区慈善总会", "", "370303001");
    ASSERT_TRUE(organization.ok()) << organization.status();
    organization_id_ = organization->id();
    staff_ = server_.NewCaller("sun.staff", v1::ROLE_STAFF, {"370303"}).value_or("");
  }
  // The id of the only complaint that staff sees.
  std::string OnlyId() {
    const auto list = Call(server_.complaints(), &Complaints::ListComplaints,
                           v1::ListComplaintsRequest(), staff_);
    return list.ok() && list->items_size() == 1 ? list->items(0).complaint().id() : "";
  }

  TestServer server_;
  CaseWork work_{server_};
  std::string organization_id_, staff_;
};

TEST_F(ExternalCaseTest, AnIntegratorFilesWithItsKeyAndAnOfficersNameIsNotKept) {
  const std::string key = server_.NewCaller("hotline", v1::ROLE_INTEGRATOR, {}).value_or("");
  EXPECT_TRUE(Call(server_.complaints(), &Complaints::FileComplaint,
                   work_.NewComplaint(organization_id_), key)
                  .ok());
  const std::string officer = server_.NewCaller("wang", v1::ROLE_OFFICER, {"370303"}).value_or("");
  EXPECT_TRUE(Call(server_.complaints(), &Complaints::FileComplaint,
                   work_.NewComplaint(organization_id_), officer)
                  .ok());
  auto database = sql::Database::Open(
      storage::DatabasePath(server_.directory()),
      {.mode = sql::OpenMode::kReadOnly, .application_id = storage::kApplicationId});
  ASSERT_TRUE(database.ok());
  EXPECT_EQ((*database)
                ->QueryInt("SELECT count(*) FROM _mutation JOIN account ON account.id=user_id"
                           " WHERE user_name='hotline'")
                .value_or(-1),
            1);
  EXPECT_EQ((*database)
                ->QueryInt("SELECT count(*) FROM _mutation JOIN account ON account.id=user_id"
                           " WHERE user_name='wang'")
                .value_or(-1),
            0);
}

TEST_F(ExternalCaseTest, ACaseFromElsewhereIsTakenOnceUnderItsNumberThere) {
  const std::string hotline = server_.NewCaller("hotline", v1::ROLE_INTEGRATOR, {}).value_or("");
  const std::string petition = server_.NewCaller("petition", v1::ROLE_INTEGRATOR, {}).value_or("");
  v1::FileComplaintRequest request = work_.NewComplaint(organization_id_);
  request.mutable_complaint()->set_external_id("12345-2026-0007");
  const auto first = Call(server_.complaints(), &Complaints::FileComplaint, request, hotline);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_NE(first->secret(), "");
  EXPECT_EQ(Call(server_.complaints(), &Complaints::FileComplaint, request, hotline)->secret(),
            first->secret())
      << "a repeat of the request";
  v1::FileComplaintRequest again = request;
  again.set_request_id(server_.NewId());
  again.mutable_complaint()->set_narrative("同一来电，重新派发");
  for (int i = 0; i < 2; ++i) {
    const auto second = Call(server_.complaints(), &Complaints::FileComplaint, again, hotline);
    ASSERT_TRUE(second.ok()) << second.status();
    EXPECT_EQ(second->number(), first->number());
    EXPECT_EQ(second->secret(), "") << "another request's secret opens nothing";
  }
  const std::string id = OnlyId();
  ASSERT_NE(id, "") << "one case";
  ASSERT_TRUE(work_.Accept(id, staff_).ok());
  EXPECT_EQ(Call(server_.complaints(), &Complaints::FileComplaint, again, hotline)->number(),
            first->number());
  again.set_request_id(server_.NewId());
  EXPECT_EQ(Call(server_.complaints(), &Complaints::FileComplaint, again, hotline)->state(),
            v1::COMPLAINT_STATE_ACCEPTED)
      << "as it stands now";

  v1::GetExternalComplaintRequest follow;
  follow.set_external_id("12345-2026-0007");
  const auto status =
      Call(server_.complaints(), &Complaints::GetExternalComplaint, follow, hotline);
  ASSERT_TRUE(status.ok()) << status.status();
  EXPECT_EQ(status->number(), first->number());
  EXPECT_EQ(status->state(), v1::COMPLAINT_STATE_ACCEPTED);
  EXPECT_EQ(Reason(Call(server_.complaints(), &Complaints::GetExternalComplaint, follow, petition)),
            "EXTERNAL_CASE_NOT_FOUND");
  follow.clear_external_id();
  EXPECT_EQ(Reason(Call(server_.complaints(), &Complaints::GetExternalComplaint, follow, hotline)),
            "FIELDS_INVALID");
  again.set_request_id(server_.NewId());
  EXPECT_NE(Call(server_.complaints(), &Complaints::FileComplaint, again, petition)->number(),
            first->number())
      << "the same number elsewhere is another case";
}

TEST_F(ExternalCaseTest, OnlyAnIntegratorStatesWhereACaseComesFrom) {
  v1::FileComplaintRequest request = work_.NewComplaint(organization_id_);
  request.mutable_complaint()->set_source("hotline");
  ASSERT_TRUE(work_.File(request).ok());
  request = work_.NewComplaint(organization_id_);
  request.mutable_complaint()->set_external_id("1");
  EXPECT_EQ(base::ViolationsOf(work_.File(request).status())[0].field, "complaint.external_id");
  const std::string key = server_.NewCaller("hotline", v1::ROLE_INTEGRATOR, {}).value_or("");
  const auto filed = Call(server_.complaints(), &Complaints::FileComplaint,
                          work_.NewComplaint(organization_id_), key);
  ASSERT_TRUE(filed.ok()) << filed.status();
  v1::ListComplaintsRequest of_hotline;
  of_hotline.set_source("hotline");
  const auto list = Call(server_.complaints(), &Complaints::ListComplaints, of_hotline, staff_);
  ASSERT_TRUE(list.ok());
  ASSERT_EQ(list->items_size(), 1) << "what a citizen claims is ignored";
  EXPECT_EQ(list->items(0).complaint().number(), filed->number());
}

}  // namespace
}  // namespace zoufang::testing
