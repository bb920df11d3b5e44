// Who may read what happened to a row, and what is told.
#include <gtest/gtest.h>

#include "server/storage/store.h"
#include "sync/base/error.h"
#include "sync/sql/database.h"
#include "tests/support/server_fixture.h"
#include "zoufang/v1/history_service.grpc.pb.h"

namespace zoufang::testing {
namespace {

class ServerHistoryTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(server_.Start().ok());
    organization_ = *server_.ImportOrganization("张店区慈善总会", "", "370303001");
    admin_ = *server_.SignInAdmin();
  }
  absl::StatusOr<v1::ListRowHistoryResponse> History(const std::string& row_id,
                                                     const std::string& token, int size = 0,
                                                     const std::string& page = "") {
    const auto stub = v1::HistoryService::NewStub(server_.channel());
    v1::ListRowHistoryRequest request;
    request.set_row_id(row_id);
    request.set_page_size(size);
    request.set_page_token(page);
    return Call(*stub, &v1::HistoryService::Stub::ListRowHistory, request, token);
  }
  // The id of the only row of a table, from the file.
  std::string OnlyRow(const std::string& table) {
    auto database = sql::Database::Open(
        storage::DatabasePath(server_.directory()),
        {.mode = sql::OpenMode::kReadOnly, .application_id = storage::kApplicationId});
    auto select = (*database)->Prepare("SELECT id FROM " + table);
    EXPECT_TRUE(select->Step().value_or(false));
    return std::string(select->Text(0));
  }

  TestServer server_;
  v1::Organization organization_;
  std::string admin_;
};

TEST_F(ServerHistoryTest, AChangeIsToldWithItsAuthorTimesAndFields) {
  ASSERT_TRUE(server_.ImportOrganization("张店区慈善总会", "", "370303002").ok());
  const auto history = History(organization_.id(), admin_);
  ASSERT_TRUE(history.ok()) << history.status();
  ASSERT_EQ(history->changes_size(), 2);
  const v1::RowChange& moved = history->changes(0);
  EXPECT_EQ(moved.kind(), "UPDATE");
  EXPECT_EQ(moved.entity(), "organization");
  EXPECT_EQ(moved.author_name(), "admin");
  EXPECT_EQ(moved.verdict(), "APPLIED");
  EXPECT_EQ(moved.mutation_id().size(), 32u);
  ASSERT_EQ(moved.fields_size(), 1);
  EXPECT_EQ(moved.fields(0).name(), "area_code");
  EXPECT_EQ(moved.fields(0).old_value(), "\"370303001\"");
  EXPECT_EQ(moved.fields(0).new_value(), "\"370303002\"");
  EXPECT_EQ(history->changes(1).kind(), "CREATE");
}

TEST_F(ServerHistoryTest, PagesFollowEachOther) {
  ASSERT_TRUE(server_.ImportOrganization("张店区慈善总会", "", "370303002").ok());
  const auto first = History(organization_.id(), admin_, 1);
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_EQ(first->changes_size(), 1);
  const auto second = History(organization_.id(), admin_, 1, first->next_page_token());
  ASSERT_TRUE(second.ok()) << second.status();
  ASSERT_EQ(second->changes_size(), 1);
  EXPECT_EQ(second->changes(0).kind(), "CREATE");
  EXPECT_EQ(second->next_page_token(), "");
}

TEST_F(ServerHistoryTest, RowsOfAnAreaAreForThoseWhoseAreaCoversIt) {
  const std::string profile = OnlyRow("organization_profile");
  const std::string near = *server_.NewCaller("near", v1::ROLE_STAFF, {"370303"});
  const std::string far = *server_.NewCaller("far", v1::ROLE_STAFF, {"370304"});
  const std::string officer = *server_.NewCaller("wang", v1::ROLE_OFFICER, {"370303"});
  EXPECT_TRUE(History(profile, near).ok());
  EXPECT_TRUE(History(profile, admin_).ok());
  EXPECT_EQ(base::ReasonOf(History(profile, far).status()), "OUTSIDE_AREA");
  EXPECT_EQ(base::ReasonOf(History(profile, officer).status()), "ROLE_NOT_ALLOWED");
  EXPECT_TRUE(History(organization_.id(), far).ok()) << "the registry is everybody's";
}

TEST_F(ServerHistoryTest, ComplaintsAreForStaffOfTheirArea) {
  v1::FileComplaintRequest request;
  request.set_request_id(server_.NewId());
  v1::Complaint& complaint = *request.mutable_complaint();
  complaint.set_kind(v1::COMPLAINT_KIND_VIOLATION);
  complaint.set_organization_id(organization_.id());
  complaint.set_category("违规收费");
  complaint.set_narrative("收费不公开");
  complaint.set_reporter_mode(v1::REPORTER_MODE_ANONYMOUS);
  const auto filed =
      Call(server_.complaints(), &v1::ComplaintService::Stub::FileComplaint, request);
  ASSERT_TRUE(filed.ok()) << filed.status();
  const std::string id = OnlyRow("complaint");
  const std::string near = *server_.NewCaller("near", v1::ROLE_STAFF, {"370303"});
  const std::string far = *server_.NewCaller("far", v1::ROLE_STAFF, {"370304"});
  EXPECT_TRUE(History(id, near).ok()) << History(id, near).status();
  EXPECT_EQ(base::ReasonOf(History(id, far).status()), "OUTSIDE_AREA");
  EXPECT_EQ(base::ReasonOf(History(id, admin_).status()), "ROW_NOT_FOUND");
}

TEST_F(ServerHistoryTest, UnknownRowAndBadIdAreRefused) {
  EXPECT_EQ(base::ReasonOf(History(server_.NewId(), admin_).status()), "ROW_NOT_FOUND");
  EXPECT_EQ(base::ReasonOf(History("x", admin_).status()), "FIELDS_INVALID");
}

}  // namespace
}  // namespace zoufang::testing
