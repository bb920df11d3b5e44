// Server streams over HTTP: what a page of the bureau's hears, and how streams are kept in bounds.
#include <gtest/gtest.h>
#include <httplib.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "absl/time/clock.h"
#include "domain/credit_code.h"
#include "tests/support/connect_stream.h"
#include "tests/support/server_fixture.h"

namespace zoufang::testing {
namespace {

using nlohmann::json;

constexpr char kWatch[] = "/zoufang.v1.WatchService/WatchChanges";
constexpr char kSearch[] = "/zoufang.v1.OrganizationService/SearchOrganizations";

class ServerStreamTest : public ::testing::Test {
 protected:
  void Start() {
    server_.options().http = "127.0.0.1:0";
    const absl::Status started = server_.Start();
    ASSERT_TRUE(started.ok()) << started;
    const auto token = server_.NewCaller("staff", v1::ROLE_STAFF, {"370303"});
    ASSERT_TRUE(token.ok()) << token.status();
    token_ = *token;
  }
  int port() { return server_.server().http_port(); }
  std::unique_ptr<ConnectStream> Watch() {
    return std::make_unique<ConnectStream>(port(), kWatch, token_);
  }
  void FileComplaint() {
    v1::FileComplaintRequest request;
    request.set_request_id(server_.NewId());
    v1::Complaint& complaint = *request.mutable_complaint();
    complaint.set_kind(v1::COMPLAINT_KIND_VIOLATION);
    complaint.set_subject_name("淄博某协会");
    complaint.set_category("fees");
    complaint.set_narrative("强制收取会费");
    complaint.set_area_code("370303");
    complaint.set_reporter_mode(v1::REPORTER_MODE_ANONYMOUS);
    const auto filed =
        Call(server_.complaints(), &v1::ComplaintService::Stub::FileComplaint, request);
    ASSERT_TRUE(filed.ok()) << filed.status();
  }
  static std::string CodeOf(const ConnectStream::Message& end) {
    return end.end ? end.json()["error"].value("code", "") : "no end";
  }

  TestServer server_;
  std::string token_;
};

TEST_F(ServerStreamTest, AStaffMemberHearsThatComplaintsMovedAndNothingOfThem) {
  Start();
  const auto watch = Watch();
  const auto first = watch->At(0);
  ASSERT_FALSE(first.end) << first.body;
  FileComplaint();
  const auto moved = watch->Naming("cases", 1);
  ASSERT_FALSE(moved.body.empty());
  EXPECT_EQ(moved.body.find("协会"), std::string::npos);
}

TEST_F(ServerStreamTest, AStaffMemberHearsOfTheirOwnAreasOnly) {
  Start();
  const auto watch = Watch();
  ASSERT_FALSE(watch->At(0).body.empty());
  ASSERT_TRUE(server_
                  .ImportOrganization("博山某协会",
                                      *domain::MakeCreditCode('2', "370304", "MJE90001"), "370304")
                  .ok());
  ASSERT_TRUE(server_
                  .ImportOrganization("张店某协会",
                                      *domain::MakeCreditCode('2', "370303", "MJE90002"), "370303")
                  .ok());
  for (size_t n = 1;; ++n) {
    const auto message = watch->At(n);
    ASSERT_FALSE(message.body.empty()) << "the own area never came";
    EXPECT_EQ(message.body.find("area:370304"), std::string::npos) << message.body;
    if (message.body.find("area:370303") != std::string::npos) break;
  }
}

TEST_F(ServerStreamTest, ABinaryClientGetsTheSame) {
  Start();
  ConnectStream watch(port(), kWatch, token_, ConnectStream::Enclose(""),
                      "application/connect+proto");
  zoufang::sync::v1::WatchReply reply;
  ASSERT_TRUE(reply.ParseFromString(watch.At(0).body));
  EXPECT_GT(reply.grant_version(), 0);
}

TEST_F(ServerStreamTest, WhoMayNotWatchIsToldInTheLastMessage) {
  Start();
  ConnectStream nobody(port(), kWatch, "");
  EXPECT_EQ(CodeOf(nobody.At(0)), "unauthenticated");
  const auto officer = server_.NewCaller("officer", v1::ROLE_OFFICER, {"370303"});
  ASSERT_TRUE(officer.ok()) << officer.status();
  ConnectStream no_staff(port(), kWatch, *officer);
  EXPECT_EQ(CodeOf(no_staff.At(0)), "permission_denied");
  ConnectStream tablets_only(port(), "/zoufang.sync.v1.SyncService/Watch", token_);
  EXPECT_EQ(CodeOf(tablets_only.At(0)), "permission_denied");
}

TEST_F(ServerStreamTest, ARequestThatIsNotOneEnvelopedMessageIsRefused) {
  Start();
  for (const std::string& body : {std::string(), std::string("{}"),
                                  ConnectStream::Enclose("{}") + ConnectStream::Enclose("{}")}) {
    ConnectStream watch(port(), kWatch, token_, body);
    EXPECT_EQ(CodeOf(watch.At(0)), "invalid_argument") << body.size();
  }
  ConnectStream compressed(port(), kWatch, token_, std::string("\x01\0\0\0\0", 5));
  EXPECT_EQ(CodeOf(compressed.At(0)), "unimplemented");
  httplib::Client client("127.0.0.1", port());
  const auto unary = client.Post(kSearch, ConnectStream::Enclose("{}"), "application/connect+json");
  ASSERT_TRUE(unary);
  EXPECT_EQ(unary->status, 415);
}

TEST_F(ServerStreamTest, ASessionThatEndsEndsItsStreams) {
  Start();
  const auto watch = Watch();
  ASSERT_FALSE(watch->At(0).end);
  ASSERT_TRUE(
      Call(server_.auth(), &v1::AuthService::Stub::SignOut, v1::SignOutRequest(), token_).ok());
  EXPECT_EQ(CodeOf(watch->At(1)), "unauthenticated");
}

TEST_F(ServerStreamTest, OneAddressTakesAQuarterOfTheStreamsAndCallsGoOn) {
  server_.options().http_streams = 8;
  Start();
  const auto first = Watch();
  const auto second = Watch();
  ASSERT_FALSE(first->At(0).end);
  ASSERT_FALSE(second->At(0).end);
  EXPECT_EQ(CodeOf(Watch()->At(0)), "resource_exhausted");
  httplib::Client client("127.0.0.1", port());
  const auto call = client.Post(kSearch, R"({"query":"志愿"})", "application/json");
  ASSERT_TRUE(call);
  EXPECT_EQ(call->status, 200);
}

TEST_F(ServerStreamTest, AClientThatGoesAwayLeavesItsPlaceToAnother) {
  server_.options().http_streams = 4;  // One for each address.
  Start();
  auto watch = Watch();
  ASSERT_FALSE(watch->At(0).end);
  watch.reset();
  const absl::Time patience = absl::Now() + absl::Seconds(10);
  bool admitted = false;
  while (!admitted && absl::Now() < patience) admitted = !Watch()->At(0).end;
  EXPECT_TRUE(admitted) << "nothing was sent meanwhile, and still it has to be noticed";
}

TEST_F(ServerStreamTest, AServerThatStopsSaysSoAndDoesNotWait) {
  Start();
  const auto watch = Watch();
  ASSERT_FALSE(watch->At(0).end);
  const absl::Time asked = absl::Now();
  server_.Stop();
  EXPECT_LT(absl::Now() - asked, absl::Seconds(8));
  EXPECT_EQ(CodeOf(watch->At(1)), "unavailable");
}

}  // namespace
}  // namespace zoufang::testing
