// Proof of work before a complaint without an account, over gRPC and over HTTP.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>
#include <sodium.h>

#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/rpc/filing_work.h"
#include "sync/base/error_metadata.h"
#include "tests/support/case_work.h"

namespace zoufang::testing {
namespace {

using nlohmann::json;

constexpr int kBits = 10;
constexpr char kNeeded[] = "FILING_WORK_NEEDED";

bool Begins(const std::string& text, int bits) {
  unsigned char digest[crypto_hash_sha256_BYTES];
  crypto_hash_sha256(digest, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  for (int i = 0; i < bits; ++i) {
    if ((digest[i / 8] >> (7 - i % 8) & 1) != 0) return false;
  }
  return true;
}

// The first work over the challenge that is enough, or the first that is not.
std::string Work(const std::string& challenge, bool enough = true) {
  for (int nonce = 0;; ++nonce) {
    std::string work = absl::StrCat(challenge, ".", nonce);
    if (Begins(work, kBits) == enough) return work;
  }
}

class ServerFilingWorkTest : public ::testing::Test {
 protected:
  void Start(int bits) {
    server_.options().http = "127.0.0.1:0";
    server_.options().filing_work = bits;
    const absl::Status started = server_.Start();
    ASSERT_TRUE(started.ok()) << started;
    const auto organization = server_.ImportOrganization("张店区慈善总会", "", "370303001");
    ASSERT_TRUE(organization.ok()) << organization.status();
    organization_id_ = organization->id();
  }
  v1::FileComplaintRequest NewComplaint() { return work_.NewComplaint(organization_id_); }
  absl::StatusOr<v1::FileComplaintResponse> File(const v1::FileComplaintRequest& request,
                                                 const std::string& work = "",
                                                 const std::string& token = "") {
    CallContext context(token);
    if (!work.empty()) context.AddMetadata(rpc::kFilingWorkKey, work);
    v1::FileComplaintResponse response;
    const grpc::Status status = server_.complaints().FileComplaint(&context, request, &response);
    if (!status.ok()) return FromGrpc(status);
    return response;
  }
  std::string Challenge(const v1::FileComplaintRequest& request) {
    const auto refused = File(request);
    EXPECT_EQ(Reason(refused), kNeeded);
    EXPECT_EQ(base::MetadataOf(refused.status(), "bits"), absl::StrCat(kBits));
    return base::MetadataOf(refused.status(), "challenge");
  }

  TestServer server_;
  CaseWork work_{server_};
  std::string organization_id_;
};

TEST_F(ServerFilingWorkTest, WithoutTheFlagNothingIsAsked) {
  Start(0);
  EXPECT_TRUE(File(NewComplaint()).ok());
}

TEST_F(ServerFilingWorkTest, TheWorkOpensTheDoorForOneRequestHoweverOftenItIsSent) {
  Start(kBits);
  const v1::FileComplaintRequest request = NewComplaint();
  const std::string work = Work(Challenge(request));
  const auto filed = File(request, work);
  ASSERT_TRUE(filed.ok()) << filed.status();
  const auto again = File(request, work);
  ASSERT_TRUE(again.ok()) << "the answer was lost: " << again.status();
  EXPECT_EQ(again->number(), filed->number());
  EXPECT_EQ(Reason(File(NewComplaint(), work)), kNeeded) << "it was used";
}

TEST_F(ServerFilingWorkTest, TooLittleTooOldOrForeignWorkIsRefused) {
  Start(kBits);
  const v1::FileComplaintRequest request = NewComplaint();
  const std::string challenge = Challenge(request);
  EXPECT_EQ(Reason(File(request, Work(challenge, false))), kNeeded);
  EXPECT_EQ(Reason(File(request, challenge)), kNeeded);
  EXPECT_EQ(Reason(File(request, Work("AAAA" + challenge))), kNeeded) << "not signed by us";
  EXPECT_EQ(Reason(File(request, Work(""))), kNeeded);
  EXPECT_EQ(Reason(File(request, std::string(4000, '7'))), kNeeded);
  const std::string work = Work(challenge);
  server_.clock().Advance(absl::Minutes(10));
  EXPECT_EQ(Reason(File(request, work)), kNeeded);
}

TEST_F(ServerFilingWorkTest, ARestartMakesOldWorkWorthless) {
  Start(kBits);
  const v1::FileComplaintRequest request = NewComplaint();
  const std::string work = Work(Challenge(request));
  server_.Stop();
  ASSERT_TRUE(server_.Start().ok());
  EXPECT_EQ(Reason(File(request, work)), kNeeded);
}

TEST_F(ServerFilingWorkTest, AnAccountNeedsNone) {
  Start(kBits);
  const auto key = server_.NewCaller("portal", v1::ROLE_INTEGRATOR, {"370303"});
  ASSERT_TRUE(key.ok());
  EXPECT_TRUE(File(NewComplaint(), "", *key).ok());
}

TEST_F(ServerFilingWorkTest, OverHttpItIsAHeader) {
  Start(kBits);
  httplib::Client client("127.0.0.1", server_.server().http_port());
  const json request = {{"complaint",
                         {{"kind", "COMPLAINT_KIND_VIOLATION"},
                          {"subjectName", "淄博某协会"},
                          {"category", "fees"},
                          {"narrative", "强制收取会费"},
                          {"areaCode", "370303"},
                          {"reporterMode", "REPORTER_MODE_ANONYMOUS"}}},
                        {"requestId", server_.NewId()}};
  const char* const path = "/zoufang.v1.ComplaintService/FileComplaint";
  const auto refused = client.Post(path, request.dump(), "application/json");
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->status, 400);
  std::string challenge;
  const json error = json::parse(refused->body);
  for (const json& detail : error["details"]) {
    if (detail["type"] == "google.rpc.ErrorInfo") {
      challenge = detail["debug"]["metadata"]["challenge"];
    }
  }
  const auto filed =
      client.Post(path, {{"X-Zoufang-Work", Work(challenge)}}, request.dump(), "application/json");
  ASSERT_TRUE(filed);
  EXPECT_EQ(filed->status, 200) << filed->body;
}

TEST(FilingWorkTest, WhatWasUsedIsForgottenOnceItHasEnded) {
  base::ManualClock clock(absl::FromUnixSeconds(1772413200));
  base::SeededRandom random(7);
  rpc::FilingWork filing(kBits, "key", clock, random);
  const absl::Status refused = filing.Check("", "a");
  const std::string work = Work(base::MetadataOf(refused, "challenge"));
  EXPECT_TRUE(filing.Check(work, "a").ok());
  clock.Advance(absl::Minutes(9));
  EXPECT_FALSE(filing.Check(work, "b").ok());
  EXPECT_TRUE(filing.Check(work, "a").ok());
  clock.Advance(absl::Minutes(2));
  EXPECT_FALSE(filing.Check(work, "a").ok());
}

}  // namespace
}  // namespace zoufang::testing
