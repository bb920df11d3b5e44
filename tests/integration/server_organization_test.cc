// The registry, for everybody.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/ascii.h"
#include "domain/credit_code.h"
#include "tests/support/server_fixture.h"

namespace zoufang::testing {
namespace {

using Stub = v1::OrganizationService::Stub;
using v1::MatchResult;
using v1::OrganizationMatch;

class ServerOrganizationTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(server_.Start().ok());
    const auto charity = server_.ImportOrganization("张店区慈善总会", code_, "370303001");
    ASSERT_TRUE(charity.ok()) << charity.status();
    charity_id_ = charity->id();
    for (const char* name : {"淄川区象棋协会", "张店区象棋协会", "临淄区阳光养老服务中心"}) {
      ASSERT_TRUE(server_.ImportOrganization(name, "", "370302001").ok()) << name;
    }
  }

  absl::StatusOr<v1::Organization> GetByCode(const std::string& code) {
    v1::GetOrganizationRequest request;
    request.set_credit_code(code);
    return Call(server_.organizations(), &Stub::GetOrganization, request);
  }
  absl::StatusOr<v1::SearchOrganizationsResponse> Search(const v1::SearchOrganizationsRequest& r) {
    return Call(server_.organizations(), &Stub::SearchOrganizations, r);
  }
  std::vector<std::string> NamesFor(const std::string& query) {
    v1::SearchOrganizationsRequest request;
    request.set_query(query);
    std::vector<std::string> names;
    const auto response = Search(request);
    if (!response.ok()) return {std::string(response.status().message())};
    for (const auto& match : response->matches()) names.push_back(match.organization().name());
    return names;
  }
  MatchResult Match(const std::string& name, const std::string& code) {
    v1::BatchMatchOrganizationsRequest request;
    request.add_queries()->set_name(name);
    request.mutable_queries(0)->set_credit_code(code);
    const auto response = Call(server_.organizations(), &Stub::BatchMatchOrganizations, request);
    return response.ok() ? response->results(0) : MatchResult();
  }

  const std::string code_ = *domain::MakeCreditCode('2', "370303", "MJE90002");
  TestServer server_;
  std::string charity_id_;
};

TEST_F(ServerOrganizationTest, IsFoundByIdAndByCodeHoweverItIsTyped) {
  v1::GetOrganizationRequest request;
  request.set_id(charity_id_);
  EXPECT_EQ(Call(server_.organizations(), &Stub::GetOrganization, request)->name(),
            "张店区慈善总会");
  const auto typed = GetByCode(absl::AsciiStrToLower(code_.substr(0, 8)) + " " + code_.substr(8));
  ASSERT_TRUE(typed.ok()) << typed.status();
  EXPECT_EQ(typed->id(), charity_id_);
}

TEST_F(ServerOrganizationTest, AMistypedCodeIsRefusedAndTheRightOneSuggested) {
  std::string wrong = code_;
  wrong.back() = wrong.back() == '0' ? '1' : '0';
  const auto result = GetByCode(wrong);
  EXPECT_EQ(Reason(result), "CREDIT_CODE_INVALID");
  EXPECT_THAT(base::ChineseMessageOf(result.status()), ::testing::HasSubstr(code_));
}

TEST_F(ServerOrganizationTest, ARightCodeThatNobodyHasIsNotFound) {
  EXPECT_EQ(Reason(GetByCode(*domain::MakeCreditCode('2', "370303", "MJE90003"))),
            "ORGANIZATION_NOT_FOUND");
}

TEST_F(ServerOrganizationTest, BatchGetKeepsTheOrderAndNamesTheMissing) {
  v1::BatchGetOrganizationsRequest request;
  const std::string unknown = server_.NewId();
  request.add_ids(unknown);
  request.add_ids(charity_id_);
  const auto response = Call(server_.organizations(), &Stub::BatchGetOrganizations, request);
  ASSERT_TRUE(response.ok());
  ASSERT_EQ(response->organizations_size(), 1);
  EXPECT_EQ(response->organizations(0).id(), charity_id_);
  EXPECT_THAT(response->missing(), ::testing::ElementsAre(unknown));
}

TEST_F(ServerOrganizationTest, IsSearchedByNamePinyinAndInitials) {
  EXPECT_THAT(NamesFor("慈善"), ::testing::ElementsAre("张店区慈善总会"));
  EXPECT_THAT(NamesFor("cishan"), ::testing::ElementsAre("张店区慈善总会"));
  EXPECT_THAT(NamesFor("xqxh"),
              ::testing::UnorderedElementsAre("淄川区象棋协会", "张店区象棋协会"));
  EXPECT_THAT(NamesFor(code_.substr(0, 14)), ::testing::ElementsAre("张店区慈善总会"));
}

TEST_F(ServerOrganizationTest, AnImportIsFoundAtOnceUnderItsNewNameAndItsFormerOne) {
  ASSERT_TRUE(server_.ImportOrganization("张店区慈善联合会", code_, "370303001").ok());
  EXPECT_THAT(NamesFor("慈善联合会"), ::testing::ElementsAre("张店区慈善联合会"));
  EXPECT_THAT(NamesFor("慈善总会"), ::testing::Contains("张店区慈善联合会"));
}

TEST_F(ServerOrganizationTest, TheLookUpIsThereAfterARestart) {
  server_.Stop();
  ASSERT_TRUE(server_.Start().ok());
  EXPECT_THAT(NamesFor("慈善"), ::testing::ElementsAre("张店区慈善总会"));
}

TEST_F(ServerOrganizationTest, PagesFollowEachOtherAndTheirTokenBelongsToTheQuery) {
  v1::SearchOrganizationsRequest request;
  request.set_query("象棋");
  request.set_page_size(1);
  const auto first = Search(request);
  ASSERT_TRUE(first.ok());
  ASSERT_EQ(first->matches_size(), 1);
  request.set_page_token(first->next_page_token());
  const auto second = Search(request);
  ASSERT_TRUE(second.ok()) << second.status();
  ASSERT_EQ(second->matches_size(), 1);
  EXPECT_NE(first->matches(0).organization().id(), second->matches(0).organization().id());
  EXPECT_EQ(second->next_page_token(), "");
  request.set_query("协会");
  EXPECT_EQ(Reason(Search(request)), "PAGE_TOKEN_INVALID");
}

TEST_F(ServerOrganizationTest, AWrongQueryIsNamed) {
  v1::SearchOrganizationsRequest request;
  request.set_division_prefix("37");
  const auto result = Search(request);
  std::vector<std::string> fields;
  for (const auto& one : base::ViolationsOf(result.status())) fields.push_back(one.field);
  EXPECT_THAT(fields, ::testing::UnorderedElementsAre("query", "division_prefix"));
}

TEST_F(ServerOrganizationTest, TheFiveVerdicts) {
  EXPECT_EQ(Match("张店区慈善总会", "").verdict(), MatchResult::FOUND);
  EXPECT_EQ(Match("", code_).verdict(), MatchResult::FOUND);
  EXPECT_EQ(Match("张店区慈善总会", code_).verdict(), MatchResult::FOUND);
  EXPECT_EQ(Match("淄博市慈善总会", code_).verdict(), MatchResult::POSSIBLE);
  EXPECT_EQ(Match("张店区慈善总", "").verdict(), MatchResult::POSSIBLE);
  EXPECT_EQ(Match("火星登陆者联盟", "").verdict(), MatchResult::NOT_FOUND);
  EXPECT_EQ(Match("", *domain::MakeCreditCode('2', "370303", "MJE90003")).verdict(),
            MatchResult::NOT_FOUND);
  EXPECT_EQ(Match("", "123").verdict(), MatchResult::INVALID);
  EXPECT_EQ(Match("", "").verdict(), MatchResult::INVALID);
}

TEST_F(ServerOrganizationTest, TwoWithOneNameAreAmbiguous) {
  const std::string other = *domain::MakeCreditCode('1', "370303", "MJE90007");
  ASSERT_TRUE(server_.ImportOrganization("张店区慈善总会", other, "370303001").ok());
  const MatchResult result = Match("张店区慈善总会", "");
  EXPECT_EQ(result.verdict(), MatchResult::AMBIGUOUS);
  EXPECT_EQ(result.candidates_size(), 2);
}

TEST_F(ServerOrganizationTest, ACodeOfThePilotYearsIsFoundThoughItsCheckIsWrong) {
  std::string pilot = code_;
  pilot.back() = pilot.back() == '0' ? '1' : '0';
  ASSERT_TRUE(server_.ImportOrganization("高青县书法协会", pilot, "370322001").ok());
  EXPECT_EQ(GetByCode(pilot)->name(), "高青县书法协会");
  EXPECT_EQ(Match("", pilot).verdict(), MatchResult::FOUND);
}

}  // namespace
}  // namespace zoufang::testing
