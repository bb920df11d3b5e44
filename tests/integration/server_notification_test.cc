// A case's steps reach who is to be told, through failures and crashes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "server/notify/webhook_channel.h"
#include "tests/support/case_work.h"
#include "tests/support/webhook_receiver.h"

namespace zoufang::testing {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::SizeIs;

constexpr char kSecret[] = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

class ServerNotificationTest : public ::testing::Test {
 protected:
  void SetUp() override {
    server_.options().notify_webhook = receiver_.url();
    server_.options().notify_webhook_secret = kSecret;
    server_.options().notify_file = files_.File("notices.jsonl");
    const absl::Status started = server_.Start();
    ASSERT_TRUE(started.ok()) << started;
    const auto organization = server_.ImportOrganization("张店区慈善总会", "", "370303001");
    ASSERT_TRUE(organization.ok()) << organization.status();
    organization_id_ = organization->id();
    staff_ = server_.NewCaller("sun.staff", v1::ROLE_STAFF, {"370303"}).value_or("");
  }
  v1::FileComplaintResponse File() {
    const auto filed = work_.File(work_.NewComplaint(organization_id_));
    EXPECT_TRUE(filed.ok()) << filed.status();
    return filed.value_or(v1::FileComplaintResponse());
  }
  static bool IsSigned(const WebhookReceiver::Post& post) {
    int64_t seconds = 0;
    return absl::SimpleAtoi(post.timestamp, &seconds) &&
           post.signature ==
               notify::WebhookSignature(
                   *notify::WebhookKey(kSecret),
                   {.id = post.id, .body = post.body, .sent_at = absl::FromUnixSeconds(seconds)});
  }
  std::vector<json> Lines() const {
    std::ifstream file(files_.File("notices.jsonl"));
    std::vector<json> lines;
    for (std::string line; std::getline(file, line);) lines.push_back(json::parse(line));
    return lines;
  }

  WebhookReceiver receiver_;
  TempDir files_;
  TestServer server_;
  CaseWork work_{server_};
  std::string staff_, organization_id_;
};

TEST_F(ServerNotificationTest, TheStepsThatTheCitizenMaySeeAreToldAndNothingElseOfTheCase) {
  const auto filed = File();
  const std::string id = work_.IdOf(filed.number(), staff_);
  const CaseAnswer accepted = work_.Accept(id, staff_);
  ASSERT_TRUE(accepted.ok()) << accepted.status();
  ASSERT_TRUE(work_.Investigate(id, staff_).ok());
  ASSERT_TRUE(work_.Decide(id, staff_).ok());
  ASSERT_TRUE(work_.Notify(id, staff_).ok());
  const auto posts = receiver_.Await(4);
  ASSERT_THAT(posts, SizeIs(4)) << "a decision is told when the citizen is";
  std::vector<std::string> types;
  for (const auto& post : posts) {
    EXPECT_TRUE(IsSigned(post));
    const json body = json::parse(post.body);
    types.push_back(body["type"]);
    EXPECT_EQ(body["data"]["number"], filed.number());
    for (const auto& [key, value] : body["data"].items()) {
      EXPECT_THAT(key, ::testing::AnyOf("number", "state", "due_on"));
    }
  }
  EXPECT_THAT(types, ElementsAre("complaint.file", "complaint.accept", "complaint.investigate",
                                 "complaint.notify"));
  const json data = json::parse(posts[1].body)["data"];
  EXPECT_EQ(data["state"], "ACCEPTED");
  EXPECT_EQ(data["due_on"], accepted->complaint().due_on());
}

TEST_F(ServerNotificationTest, WhatFailsIsRepeatedUnderItsIdUntilItIsTaken) {
  receiver_.AnswerWith(503);
  File();
  const auto failed = receiver_.Await(1);
  ASSERT_THAT(failed, SizeIs(1));
  server_.Stop();
  receiver_.AnswerWith(200);
  server_.clock().Advance(absl::Minutes(1));
  ASSERT_TRUE(server_.Start().ok());
  const auto posts = receiver_.Await(2);
  ASSERT_THAT(posts, SizeIs(2));
  EXPECT_EQ(posts[1].id, failed[0].id);
  EXPECT_EQ(posts[1].body, failed[0].body);
  EXPECT_NE(posts[1].timestamp, failed[0].timestamp);
  EXPECT_TRUE(IsSigned(posts[1]));
  server_.Stop();
  server_.clock().Advance(absl::Hours(2));
  ASSERT_TRUE(server_.Start().ok());
  EXPECT_THAT(receiver_.Await(3, absl::Milliseconds(300)), SizeIs(2)) << "it was taken";
}

TEST_F(ServerNotificationTest, ACrashBetweenDeliveryAndItsNoteRepeatsItUnderTheSameId) {
  receiver_.AnswerWith(503);
  File();
  ASSERT_THAT(receiver_.Await(1), SizeIs(1));
  server_.Stop();
  // What the disk held when the receiver was about to take it.
  const std::string before = files_.File("before");
  std::filesystem::copy(server_.directory(), before, std::filesystem::copy_options::recursive);
  receiver_.AnswerWith(200);
  server_.clock().Advance(absl::Minutes(1));
  ASSERT_TRUE(server_.Start().ok());
  ASSERT_THAT(receiver_.Await(2), SizeIs(2));
  server_.Stop();
  std::filesystem::copy(
      before, server_.directory(),
      std::filesystem::copy_options::recursive | std::filesystem::copy_options::overwrite_existing);
  ASSERT_TRUE(server_.Start().ok());
  const auto posts = receiver_.Await(3);
  ASSERT_THAT(posts, SizeIs(3));
  EXPECT_EQ(posts[2].id, posts[1].id);
  EXPECT_EQ(posts[2].body, posts[1].body);
}

TEST_F(ServerNotificationTest, ADeadReceiverHoldsTheFileNotUpAndNoSecretReachesTheLog) {
  receiver_.AnswerWith(500);
  const auto filed = File();
  ASSERT_THAT(receiver_.Await(1), SizeIs(1));
  server_.Stop();
  const std::vector<json> lines = Lines();
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_EQ(lines[0]["notification"]["data"]["number"], filed.number());
  const std::string log = server_.log().text();
  EXPECT_TRUE(absl::StrContains(log, "notification_failed")) << log;
  EXPECT_FALSE(absl::StrContains(log, kSecret + 6));
  EXPECT_FALSE(absl::StrContains(log, filed.number()));
}

TEST_F(ServerNotificationTest, AWebhookWithoutASecretIsRefusedAtTheStart) {
  server_.Stop();
  server_.options().notify_webhook_secret = "whsec_dG9vIHNob3J0";
  const absl::Status started = server_.Start();
  EXPECT_EQ(base::ReasonOf(started), "OPTION_INVALID");
  EXPECT_FALSE(absl::StrContains(started.message(), "dG9v"));
  server_.options().notify_webhook_secret = kSecret;
  server_.options().notify_webhook = "http://hooks.example/";
  EXPECT_EQ(base::ReasonOf(server_.Start()), "OPTION_INVALID");
}

}  // namespace
}  // namespace zoufang::testing
