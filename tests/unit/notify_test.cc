// The outbox on its way to a channel.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/notify/dispatcher.h"
#include "server/notify/file_channel.h"
#include "server/notify/webhook_channel.h"
#include "server/storage/tables.h"
#include "sync/base/status.h"
#include "tests/support/temp_dir.h"
#include "tests/support/webhook_receiver.h"

namespace zoufang::notify {
namespace {

using ::testing::ElementsAre;
using zoufang::testing::TempDir;
using zoufang::testing::WebhookReceiver;

// 24 bytes; of Standard Webhooks' own example.
constexpr char kSecret[] = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

// Keeps what it took, and answers as it is told.
class ScriptedChannel : public Channel {
 public:
  struct State {
    std::vector<std::string> taken;  // Ids.
    int attempts = 0;
    absl::Status answer;
    std::string refused;  // This id alone is not taken.
  };
  explicit ScriptedChannel(State& state) : state_(state) {}

  absl::string_view name() const override { return "scripted"; }
  absl::Status Deliver(const Letter& letter) override {
    ++state_.attempts;
    if (letter.id == state_.refused) return absl::FailedPreconditionError("not this one");
    if (state_.answer.ok()) state_.taken.push_back(letter.id);
    return state_.answer;
  }

 private:
  State& state_;
};

class DispatcherTest : public ::testing::Test {
 protected:
  DispatcherTest() {
    (void)sql::Database::Open(storage::DatabasePath(directory_.path()),
                              {.application_id = storage::kApplicationId});
    store_ = *storage::Store::Open(
        {.directory = directory_.path(), .readers = 2},
        [](sql::Database& database) { return storage::PrepareServerTables(database); });
    Restart();
  }
  // As after a crash: what was in memory is gone.
  void Restart() {
    dispatcher_ = std::make_unique<Dispatcher>(*store_, std::make_unique<ScriptedChannel>(channel_),
                                               clock_, random_);
  }
  void Queue(const std::string& id) {
    const absl::Status queued = store_->Write([&](sql::Database& database) {
      return storage::QueueNotification(database, "scripted", {.id = id, .body = "{}"},
                                        clock_.Now());
    });
    ASSERT_TRUE(queued.ok()) << queued;
  }
  int64_t Waiting() {
    int64_t count = -1;
    (void)store_->Read([&](sql::Database& database) -> absl::Status {
      ASSIGN_OR_RETURN(count, database.QueryInt("SELECT count(*) FROM notification"));
      return absl::OkStatus();
    });
    return count;
  }

  TempDir directory_;
  base::ManualClock clock_{absl::FromUnixSeconds(1772413200)};
  base::SeededRandom random_{7};
  ScriptedChannel::State channel_;
  std::unique_ptr<storage::Store> store_;
  std::unique_ptr<Dispatcher> dispatcher_;
};

TEST_F(DispatcherTest, WhatIsQueuedIsDeliveredOnceAndLeavesTheOutbox) {
  Queue("a");
  Queue("a");
  Queue("b");
  EXPECT_EQ(dispatcher_->Step(), absl::InfiniteFuture());
  dispatcher_->Step();
  EXPECT_THAT(channel_.taken, ElementsAre("a", "b"));
  EXPECT_EQ(Waiting(), 0);
}

TEST_F(DispatcherTest, AChannelOutOfOrderRestsEachTimeLongerUpToAnHour) {
  channel_.answer = absl::UnavailableError("down");
  Queue("a");
  Queue("b");
  absl::Duration longest;
  for (int i = 0; i < 20; ++i) {
    const absl::Time next = dispatcher_->Step();
    EXPECT_EQ(channel_.attempts, i + 1) << "one attempt shows that it is down";
    const absl::Duration rest = next - clock_.Now();
    const absl::Duration whole =
        std::min(absl::Seconds(5) * (1 << std::min(i, 10)), absl::Hours(1));
    EXPECT_GE(rest, whole / 2);
    EXPECT_LE(rest, whole);
    EXPECT_EQ(dispatcher_->Step(), next) << "called too early it does nothing";
    longest = std::max(longest, rest);
    clock_.Advance(std::max(rest, absl::Hours(1)));
  }
  EXPECT_GT(longest, absl::Minutes(30));
  channel_.answer = absl::OkStatus();
  dispatcher_->Step();
  EXPECT_THAT(channel_.taken, ::testing::UnorderedElementsAre("a", "b"));
}

TEST_F(DispatcherTest, OneThatIsNotTakenHoldsNoOtherUp) {
  channel_.refused = "a";
  Queue("a");
  Queue("b");
  const absl::Time next = dispatcher_->Step();
  EXPECT_THAT(channel_.taken, ElementsAre("b"));
  EXPECT_EQ(Waiting(), 1);
  EXPECT_GT(next, clock_.Now());
  channel_.refused = "";
  clock_.Set(next);
  dispatcher_->Step();
  EXPECT_THAT(channel_.taken, ElementsAre("b", "a"));
}

TEST_F(DispatcherTest, WhatWaitsOutlivesARestart) {
  channel_.answer = absl::UnavailableError("down");
  Queue("a");
  dispatcher_->Step();
  Restart();
  EXPECT_GT(dispatcher_->Step(), clock_.Now()) << "its own next attempt is remembered";
  channel_.answer = absl::OkStatus();
  clock_.Advance(absl::Seconds(5));
  dispatcher_->Step();
  EXPECT_THAT(channel_.taken, ElementsAre("a"));
}

TEST(WebhookTest, TheSignatureIsThatOfStandardWebhooksExample) {
  const auto key = WebhookKey(kSecret);
  ASSERT_TRUE(key.ok());
  EXPECT_EQ(WebhookSignature(*key, {.id = "msg_p5jXN8AQM9LWM0D4loKWxJek",
                                    .body = R"({"test": 2432232314})",
                                    .sent_at = absl::FromUnixSeconds(1614265330)}),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST(WebhookTest, ASecretThatDoesNotServeIsRefusedWithoutBeingNamed) {
  for (const char* secret : {"", "whsec_", "whsec_c2hvcnQ=", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                             "whsec_no base64 at all, not at all, no"}) {
    const auto key = WebhookKey(secret);
    EXPECT_FALSE(key.ok()) << secret;
    EXPECT_THAT(std::string(key.status().message()), ::testing::Not(::testing::HasSubstr("c2hv")));
  }
  EXPECT_TRUE(WebhookKey(absl::StrCat(kSecret, "\n")).ok()) << "a file ends with a line end";
}

TEST(WebhookTest, PlaintextStaysOnThisMachine) {
  EXPECT_TRUE(IsWebhookUrl("https://hooks.example/zoufang?x=1"));
  EXPECT_TRUE(IsWebhookUrl("http://127.0.0.1:8080/hook"));
  EXPECT_TRUE(IsWebhookUrl("http://localhost"));
  for (const char* url :
       {"http://hooks.example/", "https://", "https:///x", "ftp://127.0.0.1/",
        "https://user:password@hooks.example/", "http://localhost.evil.example/"}) {
    EXPECT_FALSE(IsWebhookUrl(url)) << url;
  }
}

TEST(WebhookTest, AnAnswerOfTheTwoHundredsIsAnAcknowledgementAndNoOther) {
  WebhookReceiver receiver;
  WebhookChannel channel(receiver.url(), *WebhookKey(kSecret));
  const Letter letter{.id = "a", .body = "{}", .sent_at = absl::FromUnixSeconds(1772413200)};
  EXPECT_TRUE(channel.Deliver(letter).ok());
  receiver.AnswerWith(204);
  EXPECT_TRUE(channel.Deliver(letter).ok());
  for (const int busy : {500, 503, 429}) {
    receiver.AnswerWith(busy);
    EXPECT_TRUE(absl::IsUnavailable(channel.Deliver(letter))) << busy;
  }
  for (const int refused : {302, 400, 422}) {
    receiver.AnswerWith(refused);
    EXPECT_TRUE(absl::IsFailedPrecondition(channel.Deliver(letter))) << refused;
  }
  const auto posts = receiver.Await(8);
  ASSERT_EQ(posts.size(), 8u);
  EXPECT_EQ(posts[7].id, "a");
  EXPECT_EQ(posts[7].timestamp, "1772413200");
  EXPECT_EQ(posts[7].signature, WebhookSignature(*WebhookKey(kSecret), letter));
}

TEST(WebhookTest, NobodyListeningIsAChannelOutOfOrder) {
  std::string url;
  { url = WebhookReceiver().url(); }
  WebhookChannel channel(url, *WebhookKey(kSecret));
  EXPECT_TRUE(absl::IsUnavailable(channel.Deliver({.id = "a", .body = "{}"})));
}

TEST(FileChannelTest, EachLetterIsALineAlsoAfterOneThatACrashCutOff) {
  TempDir directory;
  const std::string path = directory.File("notices.jsonl");
  std::ofstream(path) << R"({"id":"cut o)";
  FileChannel channel(path);
  for (const char* id : {"a", "b"}) {
    ASSERT_TRUE(channel
                    .Deliver({.id = id,
                              .body = R"({"type":"complaint.accept"})",
                              .sent_at = absl::FromUnixSeconds(1772413200)})
                    .ok());
  }
  std::ifstream file(path);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  EXPECT_EQ(
      text,
      "{\"id\":\"cut o\n"
      R"({"id":"a","sent_at":"2026-03-02T01:00:00Z","notification":{"type":"complaint.accept"}})"
      "\n"
      R"({"id":"b","sent_at":"2026-03-02T01:00:00Z","notification":{"type":"complaint.accept"}})"
      "\n");
}

TEST(FileChannelTest, AFileThatCannotBeWrittenIsAChannelOutOfOrder) {
  TempDir directory;
  FileChannel channel(directory.File("no/such/folder"));
  EXPECT_TRUE(absl::IsUnavailable(channel.Deliver({.id = "a", .body = "{}"})));
}

}  // namespace
}  // namespace zoufang::notify
