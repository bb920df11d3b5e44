// The administrator's work.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "domain/credit_code.h"
#include "server/storage/store.h"
#include "tests/support/file_bytes.h"
#include "tests/support/server_fixture.h"

namespace zoufang::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using AdminStub = v1::AdminService::Stub;
using OrganizationStub = v1::OrganizationService::Stub;
using v1::ImportResult;

class ServerAdminTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(server_.Start().ok());
    admin_ = server_.SignInAdmin().value_or("");
  }

  v1::Organization MakeOrganization(const std::string& name, const std::string& code) {
    v1::Organization organization;
    organization.set_name(name);
    organization.set_credit_code(code);
    organization.set_kind(v1::ORGANIZATION_KIND_ASSOCIATION);
    organization.set_status(v1::REGISTRATION_STATUS_REGISTERED);
    organization.set_area_code("370303001");
    return organization;
  }
  absl::StatusOr<v1::ImportResponse> Import(const std::vector<v1::Organization>& organizations,
                                            bool validate_only = false) {
    v1::ImportOrganizationsRequest request;
    request.mutable_organizations()->Add(organizations.begin(), organizations.end());
    request.set_validate_only(validate_only);
    return Call(server_.admin(), &AdminStub::ImportOrganizations, request, admin_);
  }
  v1::Organization Get(const std::string& id) {
    v1::GetOrganizationRequest request;
    request.set_id(id);
    return Call(server_.organizations(), &OrganizationStub::GetOrganization, request)
        .value_or(v1::Organization());
  }
  absl::StatusOr<v1::ServerStatus> ServerStatus() {
    return Call(server_.admin(), &AdminStub::GetServerStatus, v1::GetServerStatusRequest(), admin_);
  }

  // Synthetic codes with both check characters right.
  const std::string code_a_ = *domain::MakeCreditCode('1', "370303", "MJE90001");
  const std::string code_b_ = *domain::MakeCreditCode('1', "370303", "MJE90002");
  TestServer server_;
  std::string admin_;
};

TEST_F(ServerAdminTest, AccountsAreListedPageByPage) {
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(
        server_.CreateAccount(absl::StrCat("officer", i), v1::ROLE_OFFICER, {"370303"}).ok());
  }
  std::vector<std::string> names;
  v1::ListAccountsRequest request;
  request.set_page_size(2);
  do {
    const auto page = Call(server_.admin(), &AdminStub::ListAccounts, request, admin_);
    ASSERT_TRUE(page.ok()) << page.status();
    for (const auto& account : page->accounts()) names.push_back(account.user_name());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(names, ::testing::ElementsAre("admin", "officer0", "officer1", "officer2", "officer3",
                                            "officer4"));
}

TEST_F(ServerAdminTest, EveryWrongFieldOfAnAccountIsNamed) {
  v1::CreateAccountRequest request;
  request.mutable_account()->set_user_name("No Such Name");
  request.mutable_account()->add_area_prefixes("3703");
  request.mutable_account()->add_area_prefixes("city");
  request.set_password("short");
  const auto result = Call(server_.admin(), &AdminStub::CreateAccount, request, admin_);
  std::vector<std::string> fields;
  for (const auto& violation : base::ViolationsOf(result.status())) {
    fields.push_back(violation.field);
    EXPECT_FALSE(violation.zh.empty());
  }
  EXPECT_THAT(fields,
              ::testing::UnorderedElementsAre("account.user_name", "account.area_prefixes[1]",
                                              "account.role", "password"));
}

TEST_F(ServerAdminTest, ARepeatedRequestMakesOneAccountAndTellsItsKeyAgainForADay) {
  v1::CreateAccountRequest request;
  request.mutable_account()->set_user_name("hotline");
  request.mutable_account()->set_role(v1::ROLE_INTEGRATOR);
  EXPECT_EQ(Reason(Call(server_.admin(), &AdminStub::CreateAccount, request, admin_)),
            "FIELDS_INVALID");
  request.set_request_id(server_.NewId());
  const auto first = Call(server_.admin(), &AdminStub::CreateAccount, request, admin_);
  ASSERT_TRUE(first.ok()) << first.status();
  const auto again = Call(server_.admin(), &AdminStub::CreateAccount, request, admin_);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  v1::SearchOrganizationsRequest search;
  search.set_query("志愿");
  EXPECT_TRUE(Call(server_.organizations(), &OrganizationStub::SearchOrganizations, search,
                   again->api_key())
                  .ok());
  const std::string stored = testing::BytesBelow(server_.directory());
  EXPECT_THAT(stored, HasSubstr("hotline"));
  EXPECT_THAT(stored, Not(HasSubstr(first->api_key())));
  server_.clock().Advance(absl::Hours(25));
  const auto renewed = server_.SignInAdmin();
  ASSERT_TRUE(renewed.ok());
  const auto later = Call(server_.admin(), &AdminStub::CreateAccount, request, *renewed);
  ASSERT_TRUE(later.ok()) << later.status();
  EXPECT_EQ(later->id(), first->id());
  EXPECT_EQ(later->api_key(), "");
  request.mutable_account()->set_display_name("热线");
  EXPECT_EQ(Reason(Call(server_.admin(), &AdminStub::CreateAccount, request, *renewed)),
            "REQUEST_ID_REUSED");
}

TEST_F(ServerAdminTest, ThePasswordOfARepeatIsNotTheAccounts) {
  v1::CreateAccountRequest request;
  request.mutable_account()->set_user_name("wang");
  request.mutable_account()->set_role(v1::ROLE_OFFICER);
  request.set_password("battery staple");
  request.set_request_id(server_.NewId());
  ASSERT_TRUE(Call(server_.admin(), &AdminStub::CreateAccount, request, admin_).ok());
  request.set_password("correct horse");
  EXPECT_TRUE(Call(server_.admin(), &AdminStub::CreateAccount, request, admin_).ok());
  EXPECT_TRUE(server_.SignIn("wang", "battery staple").ok());
  EXPECT_FALSE(server_.SignIn("wang", "correct horse").ok());
}

TEST_F(ServerAdminTest, AUserNameIsTakenOnce) {
  ASSERT_TRUE(server_.CreateAccount("wang", v1::ROLE_OFFICER, {}).ok());
  EXPECT_EQ(Reason(server_.CreateAccount("wang", v1::ROLE_STAFF, {})), "ACCOUNT_EXISTS");
}

TEST_F(ServerAdminTest, AnAdministratorCannotDisableHimself) {
  v1::DisableAccountRequest request;
  request.set_user_name("admin");
  EXPECT_EQ(Reason(Call(server_.admin(), &AdminStub::DisableAccount, request, admin_)),
            "OWN_ACCOUNT");
}

TEST_F(ServerAdminTest, OnlyFieldPeopleGetEnrolmentCodes) {
  ASSERT_TRUE(server_.CreateAccount("hotline", v1::ROLE_INTEGRATOR, {}).ok());
  v1::CreateEnrollmentCodeRequest request;
  request.set_user_name("hotline");
  EXPECT_EQ(Reason(Call(server_.admin(), &AdminStub::CreateEnrollmentCode, request, admin_)),
            "ACCOUNT_CANNOT_ENROLL");
  request.set_user_name("nobody");
  EXPECT_EQ(Reason(Call(server_.admin(), &AdminStub::CreateEnrollmentCode, request, admin_)),
            "ACCOUNT_NOT_FOUND");
}

TEST_F(ServerAdminTest, DevicesAreListedWithTheirOfficer) {
  ASSERT_TRUE(server_.CreateAccount("wang", v1::ROLE_OFFICER, {"370303"}).ok());
  const auto enrolled = server_.Enroll("wang");
  ASSERT_TRUE(enrolled.ok());
  const auto list =
      Call(server_.admin(), &AdminStub::ListDevices, v1::ListDevicesRequest(), admin_);
  ASSERT_TRUE(list.ok());
  ASSERT_EQ(list->devices_size(), 1);
  EXPECT_EQ(list->devices(0).id(), enrolled->device_id());
  EXPECT_EQ(list->devices(0).user_name(), "wang");
  EXPECT_EQ(list->devices(0).name(), "测试平板");
}

TEST_F(ServerAdminTest, AnImportCreatesUpdatesAndLeavesAlone) {
  const auto first =
      Import({MakeOrganization("张店区慈善总会", code_a_), MakeOrganization("张店区象棋协会", "")});
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->results(0).status(), ImportResult::CREATED);
  EXPECT_EQ(first->results(1).status(), ImportResult::CREATED);

  v1::Organization moved = MakeOrganization("张店区象棋协会", "");
  moved.set_address("张店区金晶大道1号");
  const auto second = Import({MakeOrganization("张店区慈善总会", code_a_), moved});
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(second->results(0).status(), ImportResult::UNCHANGED);
  EXPECT_EQ(second->results(1).status(), ImportResult::UPDATED);
  EXPECT_EQ(second->results(1).id(), first->results(1).id()) << "found by its exact name";
  EXPECT_EQ(Get(second->results(1).id()).address(), "张店区金晶大道1号");
}

TEST_F(ServerAdminTest, ANewNameMakesTheOldOneAFormerNameThatLaterImportsKeep) {
  const auto first = Import({MakeOrganization("张店区慈善会", code_a_)});
  ASSERT_TRUE(first.ok());
  for (const auto expected : {ImportResult::UPDATED, ImportResult::UNCHANGED}) {
    const auto again = Import({MakeOrganization("张店区慈善总会", code_a_)});
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(again->results(0).status(), expected);
  }
  const v1::Organization stored = Get(first->results(0).id());
  EXPECT_EQ(stored.name(), "张店区慈善总会");
  EXPECT_THAT(stored.former_names(), ::testing::ElementsAre("张店区慈善会"));
}

TEST_F(ServerAdminTest, ABadRowIsRefusedWithItsFieldAndTheGoodOnesAreTaken) {
  v1::Organization bad = MakeOrganization("", code_b_);
  bad.set_area_code("zibo");
  const auto result = Import({MakeOrganization("张店区慈善总会", code_a_), bad});
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->results(0).status(), ImportResult::CREATED);
  EXPECT_EQ(result->results(1).status(), ImportResult::REFUSED);
  std::vector<std::string> fields;
  for (const auto& problem : result->results(1).problems()) fields.push_back(problem.field());
  EXPECT_THAT(fields, ::testing::UnorderedElementsAre("name", "area_code"));
}

TEST_F(ServerAdminTest, AWrongCheckCharacterFromTheRegistryIsAWarningOnly) {
  std::string code = code_a_;
  code.back() = code.back() == '0' ? '1' : '0';
  const auto result = Import({MakeOrganization("张店区慈善总会", code)});
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->results(0).status(), ImportResult::CREATED);
  ASSERT_EQ(result->results(0).problems_size(), 1);
  EXPECT_EQ(result->results(0).problems(0).field(), "credit_code");
}

TEST_F(ServerAdminTest, ValidateOnlyChangesNothing) {
  const auto foreseen = Import({MakeOrganization("张店区慈善总会", code_a_)}, true);
  ASSERT_TRUE(foreseen.ok());
  EXPECT_EQ(foreseen->results(0).status(), ImportResult::CREATED);
  EXPECT_EQ(ServerStatus()->rows().at("Organization"), 0);
}

TEST_F(ServerAdminTest, EachNewOrganisationGetsItsProfileInItsArea) {
  ASSERT_TRUE(Import({MakeOrganization("张店区慈善总会", code_a_)}).ok());
  auto status = ServerStatus();
  ASSERT_TRUE(status.ok());
  EXPECT_EQ(status->rows().at("OrganizationProfile"), 1);
  std::map<std::string, int64_t> rows;
  for (const auto& scope : status->scopes()) rows[scope.scope()] = scope.rows();
  EXPECT_EQ(rows["registry"], 1);
  EXPECT_EQ(rows["area:370303001"], 1);

  v1::Organization moved = MakeOrganization("张店区慈善总会", code_a_);
  moved.set_area_code("370304001");
  ASSERT_TRUE(Import({moved}).ok());
  status = ServerStatus();
  for (const auto& scope : status->scopes()) rows[scope.scope()] = scope.rows();
  EXPECT_EQ(rows["area:370303001"], 0);
  EXPECT_EQ(rows["area:370304001"], 1) << "the profile moved with it";
}

TEST_F(ServerAdminTest, DivisionsAreImportedByCode) {
  v1::ImportDivisionsRequest request;
  v1::Division& good = *request.add_divisions();
  good.set_id("370303");
  good.set_name("张店区");
  good.set_level(v1::DIVISION_LEVEL_DISTRICT);
  good.set_parent_code("370300");
  request.add_divisions()->set_id("x");
  auto result = Call(server_.admin(), &AdminStub::ImportDivisions, request, admin_);
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->results(0).status(), ImportResult::CREATED);
  EXPECT_EQ(result->results(1).status(), ImportResult::REFUSED);
  result = Call(server_.admin(), &AdminStub::ImportDivisions, request, admin_);
  EXPECT_EQ(result->results(0).status(), ImportResult::UNCHANGED);
}

TEST_F(ServerAdminTest, TooManyRowsAreRefusedWhole) {
  const auto result = Import(std::vector<v1::Organization>(501, MakeOrganization("协会", "")));
  EXPECT_EQ(Reason(result), "FIELDS_INVALID");
  EXPECT_EQ(ServerStatus()->rows().at("Organization"), 0);
}

TEST_F(ServerAdminTest, ABackupHoldsWhatTheServerHolds) {
  ASSERT_TRUE(Import({MakeOrganization("张店区慈善总会", code_a_)}).ok());
  const auto backup = Call(server_.admin(), &AdminStub::BackUp, v1::BackUpRequest(), admin_);
  ASSERT_TRUE(backup.ok()) << backup.status();
  const std::string path = storage::BackupsPath(server_.directory()) + "/" + backup->file_name();
  auto copy = sql::Database::Open(
      path, {.mode = sql::OpenMode::kReadOnly, .application_id = storage::kApplicationId});
  ASSERT_TRUE(copy.ok()) << copy.status();
  EXPECT_EQ((*copy)->QueryInt("SELECT count(*) FROM organization").value_or(0), 1);
  EXPECT_EQ(backup->size_bytes(), static_cast<int64_t>(std::filesystem::file_size(path)));
}

TEST_F(ServerAdminTest, EveryChangeIsAuditedWithWhoAndWhen) {
  ASSERT_TRUE(server_.CreateAccount("wang", v1::ROLE_OFFICER, {}).ok());
  server_.Stop();
  auto database = sql::Database::Open(
      storage::DatabasePath(server_.directory()),
      {.mode = sql::OpenMode::kReadOnly, .application_id = storage::kApplicationId});
  ASSERT_TRUE(database.ok());
  EXPECT_EQ((*database)
                ->QueryInt("SELECT count(*) FROM audit JOIN account ON account.id=audit.user_id"
                           " WHERE method='AdminService.CreateAccount'"
                           " AND account.user_name='admin' AND at_us>0")
                .value_or(0),
            1);
}

TEST_F(ServerAdminTest, ARestartBeginsAHigherIncarnationAndKeepsEverything) {
  ASSERT_TRUE(Import({MakeOrganization("张店区慈善总会", code_a_)}).ok());
  const int64_t before = ServerStatus()->incarnation();
  server_.Stop();
  ASSERT_TRUE(server_.Start().ok());
  const auto status = ServerStatus();
  ASSERT_TRUE(status.ok()) << "the session outlives the restart: " << status.status();
  EXPECT_GT(status->incarnation(), before);
  EXPECT_EQ(status->rows().at("Organization"), 1);
}

}  // namespace
}  // namespace zoufang::testing
