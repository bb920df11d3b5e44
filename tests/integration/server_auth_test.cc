// Signing in, enrolling, and what a token is worth.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "tests/support/server_fixture.h"

namespace zoufang::testing {
namespace {

using AuthStub = v1::AuthService::Stub;
using AdminStub = v1::AdminService::Stub;

class ServerAuthTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(server_.Start().ok());
    ASSERT_TRUE(server_.CreateAccount("wang", v1::ROLE_OFFICER, {"370303"}).ok());
    admin_ = server_.SignInAdmin().value_or("");
  }

  absl::StatusOr<v1::EnrollDeviceResponse> EnrollWithCode(const std::string& code) {
    v1::EnrollDeviceRequest request;
    request.set_enrollment_code(code);
    request.set_device_name("张店 3 号平板");
    request.set_app_version("0.1.0");
    return Call(server_.auth(), &AuthStub::EnrollDevice, request);
  }
  std::string NewCode(const std::string& user_name) {
    v1::CreateEnrollmentCodeRequest request;
    request.set_user_name(user_name);
    const auto response = Call(server_.admin(), &AdminStub::CreateEnrollmentCode, request, admin_);
    return response.ok() ? response->enrollment_code() : "";
  }
  // Whether the token opens a method for people signed in.
  std::string ReasonFor(const std::string& token) {
    return Reason(Call(server_.visits(), &v1::VisitService::Stub::ListVisits,
                       v1::ListVisitsRequest(), token));
  }

  TestServer server_;
  std::string admin_;
};

TEST_F(ServerAuthTest, SignInGivesATokenThatWorksUntilSignOut) {
  const auto token = server_.SignIn("wang", TestServer::kPassword);
  ASSERT_TRUE(token.ok()) << token.status();
  EXPECT_EQ(ReasonFor(*token), "");
  ASSERT_TRUE(Call(server_.auth(), &AuthStub::SignOut, v1::SignOutRequest(), *token).ok());
  EXPECT_EQ(ReasonFor(*token), "TOKEN_INVALID");
}

TEST_F(ServerAuthTest, WrongNameAndWrongPasswordCannotBeToldApart) {
  const auto wrong_name = server_.SignIn("nobody", TestServer::kPassword);
  const auto wrong_password = server_.SignIn("wang", "wrong password");
  EXPECT_EQ(Reason(wrong_name), "SIGN_IN_FAILED");
  EXPECT_EQ(wrong_name.status(), wrong_password.status());
  EXPECT_EQ(wrong_name.status().code(), absl::StatusCode::kUnauthenticated);
}

TEST_F(ServerAuthTest, TenWrongPasswordsBlockThatNameForAnHourAndNoOther) {
  for (int i = 0; i < 10; ++i) {
    ASSERT_EQ(Reason(server_.SignIn("wang", "wrong password")), "SIGN_IN_FAILED");
  }
  EXPECT_EQ(Reason(server_.SignIn("wang", TestServer::kPassword)), "TOO_MANY_ATTEMPTS");
  EXPECT_TRUE(server_.SignInAdmin().ok());
  server_.clock().Advance(absl::Hours(1));
  EXPECT_TRUE(server_.SignIn("wang", TestServer::kPassword).ok());
}

TEST_F(ServerAuthTest, ASessionEndsAfterTwelveHours) {
  const auto token = server_.SignIn("wang", TestServer::kPassword);
  ASSERT_TRUE(token.ok());
  server_.clock().Advance(absl::Hours(12) - absl::Seconds(1));
  EXPECT_EQ(ReasonFor(*token), "");
  server_.clock().Advance(absl::Seconds(1));
  EXPECT_EQ(ReasonFor(*token), "TOKEN_INVALID");
}

TEST_F(ServerAuthTest, AuthorizationThatIsNoBearerTokenIsRefusedNotIgnored) {
  CallContext context;
  context.AddMetadata("authorization", "Basic d2FuZzpzZWNyZXQ=");
  v1::SearchOrganizationsRequest request;
  request.set_query("慈善");
  v1::SearchOrganizationsResponse response;
  const grpc::Status status =
      server_.organizations().SearchOrganizations(&context, request, &response);
  EXPECT_EQ(base::ReasonOf(FromGrpc(status)), "TOKEN_INVALID");
}

TEST_F(ServerAuthTest, AnEnrolmentCodeEnrolsOneTablet) {
  const std::string code = NewCode("wang");
  const auto enrolled = EnrollWithCode(code);
  ASSERT_TRUE(enrolled.ok()) << enrolled.status();
  EXPECT_EQ(enrolled->user_name(), "wang");
  EXPECT_THAT(enrolled->area_prefixes(), ::testing::ElementsAre("370303"));
  EXPECT_EQ(ReasonFor(enrolled->token()), "");
  EXPECT_EQ(Reason(EnrollWithCode(code)), "ENROLLMENT_CODE_INVALID") << "used";
}

TEST_F(ServerAuthTest, AnEnrolmentCodeEndsAfterADay) {
  const std::string code = NewCode("wang");
  server_.clock().Advance(absl::Hours(24));
  EXPECT_EQ(Reason(EnrollWithCode(code)), "ENROLLMENT_CODE_INVALID");
}

TEST_F(ServerAuthTest, ASignedInOfficerEnrolsHisOwnTabletAndATabletEnrolsNone) {
  const auto enrolled = server_.Enroll("wang");
  ASSERT_TRUE(enrolled.ok()) << enrolled.status();
  v1::EnrollDeviceRequest request;
  request.set_device_name("另一台");
  EXPECT_EQ(Reason(Call(server_.auth(), &AuthStub::EnrollDevice, request, enrolled->token())),
            "ROLE_NOT_ALLOWED");
  EXPECT_EQ(Reason(Call(server_.auth(), &AuthStub::EnrollDevice, request)), "NOT_SIGNED_IN");
}

TEST_F(ServerAuthTest, AWithdrawnTabletIsRefusedAtOnce) {
  const auto enrolled = server_.Enroll("wang");
  ASSERT_TRUE(enrolled.ok());
  v1::RevokeDeviceRequest request;
  request.set_id(enrolled->device_id());
  ASSERT_TRUE(Call(server_.admin(), &AdminStub::RevokeDevice, request, admin_).ok());
  EXPECT_EQ(ReasonFor(enrolled->token()), "INSTALL_REVOKED");
}

TEST_F(ServerAuthTest, DisablingAnAccountEndsItsSessionsAndTablets) {
  const auto session = server_.SignIn("wang", TestServer::kPassword);
  const auto tablet = server_.Enroll("wang");
  ASSERT_TRUE(session.ok() && tablet.ok());
  v1::DisableAccountRequest request;
  request.set_user_name("wang");
  ASSERT_TRUE(Call(server_.admin(), &AdminStub::DisableAccount, request, admin_).ok());
  EXPECT_EQ(ReasonFor(*session), "TOKEN_INVALID");
  EXPECT_EQ(ReasonFor(tablet->token()), "INSTALL_REVOKED");
  EXPECT_EQ(Reason(server_.SignIn("wang", TestServer::kPassword)), "SIGN_IN_FAILED");
  EXPECT_EQ(NewCode("wang"), "");
}

TEST_F(ServerAuthTest, TheCallsIdComesBackAndIsInTheLogWithoutNamesOrSecrets) {
  CallContext context;
  context.AddMetadata("x-request-id", "my-call-17");
  v1::SignInRequest request;
  request.set_user_name("wang");
  request.set_password(TestServer::kPassword);
  v1::SignInResponse response;
  ASSERT_TRUE(server_.auth().SignIn(&context, request, &response).ok());
  const auto sent_back = context.GetServerTrailingMetadata().find("x-request-id");
  ASSERT_NE(sent_back, context.GetServerTrailingMetadata().end());
  EXPECT_EQ(std::string(sent_back->second.data(), sent_back->second.size()), "my-call-17");
  const std::string log = server_.log().text();
  EXPECT_TRUE(absl::StrContains(log, "my-call-17"));
  EXPECT_TRUE(absl::StrContains(log, "AuthService.SignIn"));
  EXPECT_FALSE(absl::StrContains(log, "wang"));
  EXPECT_FALSE(absl::StrContains(log, TestServer::kPassword));
  EXPECT_FALSE(absl::StrContains(log, response.token()));
}

}  // namespace
}  // namespace zoufang::testing
