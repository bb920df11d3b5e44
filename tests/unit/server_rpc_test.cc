// The parts of server/rpc that need no server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "domain/errors.h"
#include "google/rpc/error_details.pb.h"
#include "server/rpc/attempt_limiter.h"
#include "server/rpc/call_quota.h"
#include "server/rpc/checks.h"
#include "server/rpc/page_token.h"
#include "server/rpc/status.h"
#include "server/rpc/update_mask.h"
#include "sync/base/error.h"
#include "sync/base/errors.h"
#include "tests/support/grpc_call.h"
#include "zoufang/v1/visit.pb.h"

namespace zoufang::rpc {
namespace {

using base::ReasonOf;

// --- status
// ---------------------------------------------------------------------------------------

TEST(StatusTest, CodeMessageAndDetailsArriveAtTheOtherEnd) {
  const absl::Status status = base::FieldsInvalid(
      {{.field = "visit.summary", .zh = "走访小结最多2000个字符", .en = "too long"}});
  const absl::Status received = zoufang::testing::FromGrpc(ToGrpc(PublicStatus(status)));
  EXPECT_EQ(received, status);
  ASSERT_EQ(base::ViolationsOf(received).size(), 1u);
  EXPECT_EQ(base::ViolationsOf(received)[0].field, "visit.summary");
}

TEST(StatusTest, WhatTellsOfTheServersInsideLeavesAsAGenericError) {
  struct Case {
    absl::Status inside;
    const char* reason;
  };
  const Case cases[] = {
      {absl::InternalError("null pointer at server.cc:17"), "INTERNAL_ERROR"},
      {absl::NotFoundError("no ErrorInfo"), "INTERNAL_ERROR"},
      {base::SqlFailed(1, "no such column: secret"), "INTERNAL_ERROR"},
      {base::SqlDuplicate("account.user_name"), "INTERNAL_ERROR"},
      {base::DiskFull("/srv/zoufang.db"), "STORAGE_UNAVAILABLE"},
      {base::DatabaseBusy("/srv/zoufang.db"), "STORAGE_UNAVAILABLE"},
      {base::DatabaseDamaged("/srv/zoufang.db"), "STORAGE_UNAVAILABLE"},
  };
  for (const Case& one : cases) {
    const absl::Status seen = PublicStatus(one.inside);
    EXPECT_EQ(ReasonOf(seen), one.reason) << one.inside;
    EXPECT_THAT(std::string(seen.message()), ::testing::Not(::testing::HasSubstr("srv")));
  }
}

TEST(StatusTest, ALongMessageIsCutBetweenCharacters) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "走";
  const grpc::Status status = ToGrpc(absl::InvalidArgumentError(text));
  EXPECT_LE(status.error_message().size(), 1024u);
  EXPECT_EQ(status.error_message().size() % 3, 0u);
}

// --- page tokens
// ----------------------------------------------------------------------------------

TEST(PageTokenTest, GivesThePlaceBackForTheSameQueryOnly) {
  const std::string token = MakePageToken("visits 370303", "17 abc");
  EXPECT_EQ(PlaceInPageToken("visits 370303", token).value_or(""), "17 abc");
  EXPECT_EQ(ReasonOf(PlaceInPageToken("visits 370304", token).status()), "PAGE_TOKEN_INVALID");
  EXPECT_EQ(ReasonOf(PlaceInPageToken("visits 370303", "nonsense").status()), "PAGE_TOKEN_INVALID");
  EXPECT_EQ(PlaceInPageToken("visits 370303", "").value_or("x"), "");
}

TEST(PageTokenTest, PageSizesAreCoercedButNotNegative) {
  EXPECT_EQ(PageSize(0, 50, 200).value_or(0), 50);
  EXPECT_EQ(PageSize(7, 50, 200).value_or(0), 7);
  EXPECT_EQ(PageSize(9999, 50, 200).value_or(0), 200);
  EXPECT_EQ(ReasonOf(PageSize(-1, 50, 200).status()), "FIELDS_INVALID");
}

TEST(PageTokenTest, ATimePlaceIsReadBack) {
  int64_t us = 0;
  std::string id;
  ASSERT_TRUE(ReadTimePlace(TimePlace(-5, "a b"), us, id).ok());
  EXPECT_EQ(us, -5);
  EXPECT_EQ(id, "a b");
  EXPECT_EQ(ReasonOf(ReadTimePlace("soon", us, id)), "PAGE_TOKEN_INVALID");
}

// --- attempts
// -------------------------------------------------------------------------------------

class AttemptLimiterTest : public ::testing::Test {
 protected:
  base::ManualClock clock_{absl::FromUnixSeconds(1000000)};
  AttemptLimiter limiter_{clock_, 3, absl::Hours(1)};
};

TEST_F(AttemptLimiterTest, RefusesAfterTheLastAttemptAndSaysForHowLong) {
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(limiter_.Begin({"a"}).ok());
    clock_.Advance(absl::Minutes(10));
  }
  const absl::Status refused = limiter_.Begin({"a"});
  EXPECT_EQ(ReasonOf(refused), "TOO_MANY_ATTEMPTS");
  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_TRUE(limiter_.Begin({"b"}).ok()) << "another key is free";
  clock_.Advance(absl::Minutes(30));  // An hour after the first attempt.
  EXPECT_TRUE(limiter_.Begin({"a"}).ok());
  EXPECT_FALSE(limiter_.Begin({"a"}).ok());
}

TEST_F(AttemptLimiterTest, ARightAttemptDoesNotCount) {
  for (int i = 0; i < 10; ++i) {
    ASSERT_TRUE(limiter_.Begin({"a"}).ok());
    limiter_.Forgive({"a"});
  }
}

TEST_F(AttemptLimiterTest, AttemptsAtTheSameTimeCountBeforeTheyAreJudged) {
  ASSERT_TRUE(limiter_.Begin({"a"}).ok());
  ASSERT_TRUE(limiter_.Begin({"a"}).ok());
  ASSERT_TRUE(limiter_.Begin({"a"}).ok());
  EXPECT_FALSE(limiter_.Begin({"a"}).ok());
}

TEST_F(AttemptLimiterTest, AnyExhaustedKeyRefusesAndTheOthersAreNotCharged) {
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(limiter_.Begin({"a"}).ok());
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(limiter_.Begin({"b", "a"}).ok());
  EXPECT_TRUE(limiter_.Begin({"b"}).ok());
}

// --- quota
// -----------------------------------------------------------------------------------------------

class CallQuotaTest : public ::testing::Test {
 protected:
  int Allowed(const std::string& token, int calls) {
    int allowed = 0;
    for (int i = 0; i < calls; ++i) allowed += quota_.Take(token).ok();
    return allowed;
  }

  base::ManualClock clock_{absl::FromUnixSeconds(1000000)};
  CallQuota quota_{clock_, 60};
};

TEST_F(CallQuotaTest, AMinutesCallsAtOnceThenAsManyAMinute) {
  EXPECT_EQ(Allowed("tablet", 100), 60);
  clock_.Advance(absl::Seconds(10));
  EXPECT_EQ(Allowed("tablet", 100), 10);
  clock_.Advance(absl::Hours(5));
  EXPECT_EQ(Allowed("tablet", 100), 60);
}

TEST_F(CallQuotaTest, OneTabletsCallsTakeNothingFromAnother) {
  EXPECT_EQ(Allowed("greedy", 1000), 60);
  EXPECT_EQ(Allowed("other", 60), 60);
}

TEST_F(CallQuotaTest, ARefusedCallIsToldWhenTheNextIsAllowed) {
  Allowed("tablet", 60);
  clock_.Advance(absl::Milliseconds(400));
  const absl::Status refused = quota_.Take("tablet");
  EXPECT_EQ(ReasonOf(refused), "TOO_MANY_CALLS");
  google::rpc::RetryInfo info;
  ASSERT_TRUE(info.ParseFromString(
      std::string(*refused.GetPayload("type.googleapis.com/google.rpc.RetryInfo"))));
  EXPECT_EQ(info.retry_delay().seconds(), 0);
  EXPECT_NEAR(info.retry_delay().nanos(), 600'000'000, 1000);
  clock_.Advance(absl::Milliseconds(600));
  EXPECT_TRUE(quota_.Take("tablet").ok());
}

TEST_F(CallQuotaTest, AClockThatIsSetBackLocksNobodyOut) {
  Allowed("tablet", 30);
  clock_.Advance(-absl::Hours(24));
  EXPECT_EQ(Allowed("tablet", 100), 30);
  clock_.Advance(absl::Minutes(1));
  EXPECT_EQ(Allowed("tablet", 100), 60);
}

// --- checks and masks
// -----------------------------------------------------------------------------

TEST(ChecksTest, CountsCharactersNotBytes) {
  EXPECT_EQ(Characters("走访 ok"), 5u);
  EXPECT_EQ(Characters(""), 0u);
}

TEST(ChecksTest, AtMostTenViolationsTravel) {
  Checks checks;
  for (int i = 0; i < 50; ++i) checks.Require(false, "f", "错", "wrong");
  EXPECT_EQ(base::ViolationsOf(checks.Result()).size(), 10u);
}

TEST(UpdateMaskTest, OnlyWhatACallerMayWriteCanBeNamed) {
  const auto reason = [](const std::string& path) {
    google::protobuf::FieldMask mask;
    mask.add_paths(path);
    return ReasonOf(CheckUpdateMask(*v1::Visit::descriptor(), {"void_reason"}, mask));
  };
  for (const char* path : {"summary", "finished_at", "participants", "kind", "point"}) {
    EXPECT_EQ(reason(path), "") << path;
  }
  for (const char* path : {"id", "area_code", "organization_id", "state", "void_reason",
                           "form_version", "nonsense", "", "started_at.seconds"}) {
    EXPECT_EQ(reason(path), "FIELDS_INVALID") << path;
  }
  EXPECT_EQ(ReasonOf(CheckUpdateMask(*v1::Visit::descriptor(), {}, google::protobuf::FieldMask())),
            "FIELDS_INVALID")
      << "an empty mask";
}

TEST(UpdateMaskTest, NamedFieldsAreReplacedAndOthersStay) {
  v1::Visit from, to;
  from.set_summary("新");
  from.add_participants("li");
  to.set_summary("旧");
  to.set_purpose("检查");
  to.add_participants("wang");
  to.mutable_finished_at()->set_seconds(5);
  google::protobuf::FieldMask mask;
  for (const char* path : {"summary", "participants", "finished_at"}) mask.add_paths(path);
  ApplyUpdateMask(mask, from, to);
  EXPECT_EQ(to.summary(), "新");
  EXPECT_EQ(to.purpose(), "检查");
  EXPECT_THAT(to.participants(), ::testing::ElementsAre("li"));
  EXPECT_FALSE(to.has_finished_at()) << "absent in the request: cleared";
}

}  // namespace
}  // namespace zoufang::rpc
