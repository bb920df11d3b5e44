// The engine: what it calls in which order, when it tries again, when it is settled.
#include <gmock/gmock.h>

#include "absl/strings/str_join.h"
#include "sync/base/error.h"
#include "sync/base/errors.h"
#include "sync/device/sync_engine.h"
#include "tests/support/device_world.h"

namespace zoufang {
namespace {

using device::StepKind;
using device::StepResult;
using testing::kA;
using testing::kB;

class EngineTest : public testing::DeviceWorld {
 protected:
  void SetUp() override {
    DeviceWorld::SetUp();
    engine_ =
        std::make_unique<device::SyncEngine>(*replica_, server_, device::Env{clock_, random_});
    server_.granted = {kA};
  }
  // The calls of steps until idle.
  std::string Run(int most = 50) {
    server_.calls.clear();
    StepResult step;
    do {
      step = engine_->Step();
    } while (step.kind != StepKind::kIdle && --most > 0);
    EXPECT_GT(most, 0) << "it never rests";
    last_ = step;
    return absl::StrJoin(server_.calls, " ");
  }
  void FailCalls(const std::string& which, absl::Status status) {
    server_.before = [which, status](const std::string& call) {
      return call == which ? status : absl::OkStatus();
    };
  }
  absl::Duration UntilWake() { return last_.wake_at - clock_.Now(); }

  std::unique_ptr<device::SyncEngine> engine_;
  StepResult last_;
};

TEST_F(EngineTest, FirstSyncAttachesLearnsItsScopesTakesThemAndPulls) {
  server_.Put(kA, "note", "a", 7, {{"area_code", "1"}, {"keep", "x"}});
  EXPECT_EQ(Run(), "attach pull snapshot pull");
  EXPECT_TRUE(last_.settled);
  EXPECT_EQ(Notes(), "a(x)");
}

TEST_F(EngineTest, SaveIsPushedAndThenPulled) {
  Run();
  ASSERT_TRUE(Save("INSERT INTO note(id, area_code) VALUES ('n', '1')").ok());
  EXPECT_EQ(Run(), "push pull");
  EXPECT_TRUE(last_.settled);
}

TEST_F(EngineTest, OtherToolsChangesArePushedToo) {
  Run();
  ASSERT_TRUE(Tool("INSERT INTO note(id, area_code) VALUES ('n', '1')").ok());
  EXPECT_EQ(Run(), "push pull");
}

TEST_F(EngineTest, EverythingUnsentGoesBeforeThePull) {
  Run();
  for (int i = 0; i < 600; ++i) {
    ASSERT_TRUE(
        Save(absl::StrCat("INSERT INTO note(id, area_code) VALUES ('n", i, "', '1')")).ok());
  }
  EXPECT_EQ(Run(), "push push pull");
}

TEST_F(EngineTest, IdleTabletPollsAndANoticePullsAtOnce) {
  Run();
  EXPECT_EQ(Run(), "");
  EXPECT_TRUE(last_.settled);
  EXPECT_GE(UntilWake(), absl::Minutes(4));
  EXPECT_LE(UntilWake(), absl::Minutes(6));
  engine_->RequestPull();
  EXPECT_EQ(Run(), "pull");
  clock_.Set(last_.wake_at);
  EXPECT_EQ(Run(), "pull");
}

TEST_F(EngineTest, FailedCallBacksOffAlone) {
  Run();
  ASSERT_TRUE(Save("INSERT INTO note(id, area_code) VALUES ('n', '1')").ok());
  FailCalls("push", absl::UnavailableError("offline"));
  engine_->RequestPull();
  EXPECT_EQ(Run(), "push pull") << "the pull goes on";
  absl::Duration most = absl::Seconds(1);
  for (int i = 0; i < 7; ++i) {
    EXPECT_FALSE(last_.settled);
    EXPECT_GE(UntilWake(), most / 2) << i;
    EXPECT_LE(UntilWake(), most) << i;
    clock_.Set(last_.wake_at);
    EXPECT_EQ(Run(), "push");
    most = most * 2;
  }
  server_.before = nullptr;
  clock_.Set(last_.wake_at);
  EXPECT_EQ(Run(), "push pull");
  EXPECT_TRUE(last_.settled);
}

TEST_F(EngineTest, BackoffEndsAtTwoMinutesAndBeginsAnewAfterASuccess) {
  device::Backoff backoff;
  for (int i = 0; i < 100; ++i) {
    backoff.Fail(clock_.Now(), absl::UnavailableError("offline"), random_);
    ASSERT_LE(backoff.not_before(), clock_.Now() + absl::Minutes(2));
    ASSERT_FALSE(backoff.IsDue(clock_.Now()));
  }
  EXPECT_GE(backoff.not_before(), clock_.Now() + absl::Minutes(1));
  backoff.Succeed();
  EXPECT_TRUE(backoff.IsDue(clock_.Now()));
  backoff.Fail(clock_.Now(), absl::UnavailableError("offline"), random_);
  EXPECT_LE(backoff.not_before(), clock_.Now() + absl::Seconds(1));
}

TEST_F(EngineTest, ServersRetryDelayIsKept) {
  Run();
  ASSERT_TRUE(Save("INSERT INTO note(id, area_code) VALUES ('n', '1')").ok());
  FailCalls("push", base::WithRetryAfter(absl::ResourceExhaustedError("busy"), absl::Seconds(30)));
  Run();
  EXPECT_GE(UntilWake(), absl::Seconds(30));
}

TEST_F(EngineTest, SignedOutTabletPausesAndDiscardsNothing) {
  Run();
  ASSERT_TRUE(Save("INSERT INTO note(id, area_code) VALUES ('n', '1')").ok());
  FailCalls("push", absl::UnauthenticatedError("token"));
  EXPECT_EQ(Run(), "push") << "nothing else is tried";
  EXPECT_TRUE(absl::IsUnauthenticated(last_.status)) << "and the app can say why";
  EXPECT_FALSE(last_.settled);
  EXPECT_LE(UntilWake(), absl::Minutes(2));
  EXPECT_EQ(replica_->Status()->pending, 1);
  server_.before = nullptr;
  EXPECT_EQ(Run(), "");
  engine_->RequestPull();
  clock_.Advance(absl::Seconds(1));
  EXPECT_EQ(Run(), "push pull") << "signed in again";
}

TEST_F(EngineTest, WakeUpIsAlwaysFinite) {
  EXPECT_LT(engine_->Step().wake_at, absl::InfiniteFuture());
  for (const char* call : {"attach", "push", "snapshot", "pull"}) {
    FailCalls(call, absl::UnavailableError("offline"));
    ASSERT_TRUE(
        Save(absl::StrCat("INSERT INTO note(id, area_code) VALUES ('", call, "', '1')")).ok());
    for (int i = 0; i < 5; ++i) {
      Run();
      ASSERT_LT(last_.wake_at, clock_.Now() + absl::Minutes(7)) << call;
      ASSERT_GE(last_.wake_at, clock_.Now()) << call;
      clock_.Set(last_.wake_at);
    }
  }
}

TEST_F(EngineTest, ClockThatIsSetBackByAYearDelaysNothing) {
  Run();
  FailCalls("push", absl::UnavailableError("down"));
  ASSERT_TRUE(Save("INSERT INTO note(id, area_code) VALUES ('n', '1')").ok());
  Run();
  clock_.Advance(-absl::Hours(24 * 365));
  last_ = engine_->Step();
  EXPECT_LE(UntilWake(), absl::Minutes(6));
}

TEST_F(EngineTest, UnknownInstallAttachesAnewAndSendsEverythingAgain) {
  Run();
  ASSERT_TRUE(Save("INSERT INTO note(id, area_code) VALUES ('n', '1')").ok());
  server_.knows_install = false;
  EXPECT_EQ(Run(), "push attach push pull");
  EXPECT_TRUE(last_.settled);
  server_.knows_install = false;
  engine_->RequestPull();
  EXPECT_EQ(Run(), "pull attach pull");
}

TEST_F(EngineTest, PushThatTheServerNeverTakesBacksOff) {
  Run();
  ASSERT_TRUE(Save("INSERT INTO note(id, area_code) VALUES ('n', '1')").ok());
  server_.ingests = false;
  EXPECT_EQ(Run(), "push push pull") << "once more at once, then later";
  EXPECT_FALSE(last_.settled);
  EXPECT_GT(UntilWake(), absl::ZeroDuration());
}

TEST_F(EngineTest, RefusedSnapshotAsksWhetherTheScopeIsStillGranted) {
  Run();
  server_.granted = {kA, kB};
  server_.refused = {kB};
  engine_->RequestPull();
  EXPECT_EQ(Run(), "pull snapshot pull snapshot");
  EXPECT_FALSE(last_.settled);
  server_.granted = {kA};
  engine_->RequestPull();
  EXPECT_EQ(Run(), "pull");
  EXPECT_TRUE(last_.settled);
}

TEST_F(EngineTest, DifferingDigestThatARepairDoesNotMendIsHealedByTakingTheScopeAnew) {
  server_.Put(kA, "note", "a", 7, {{"area_code", "1"}});
  Run();
  server_.wrong_digest = {kA};
  server_.before = [this](const std::string& call) {
    if (call == "snapshot") server_.wrong_digest = {};
    return absl::OkStatus();
  };
  engine_->RequestPull();
  EXPECT_EQ(Run(), "pull digest pull snapshot pull");
  EXPECT_TRUE(last_.settled);
}

TEST_F(EngineTest, DamagedRangesAreAskedForAndNoScopeIsTakenAnew) {
  server_.Put(kA, "note", "a", 7, {{"area_code", "1"}});
  server_.Put(kA, "note", "b", 7, {{"area_code", "1"}});
  Run();
  ASSERT_TRUE(Tool("UPDATE note SET _rev=6 WHERE id='b'").ok());
  ASSERT_FALSE(replica_->VerifyDigests().ok());
  EXPECT_EQ(Run(), "digest digest repair pull");
  EXPECT_TRUE(last_.settled);
  EXPECT_TRUE(replica_->VerifyDigests().ok());
}

TEST_F(EngineTest, DescentThatFailsGoesOnLaterAndHoldsNothingUp) {
  server_.Put(kA, "note", "a", 7, {{"area_code", "1"}});
  Run();
  ASSERT_TRUE(Tool("UPDATE note SET _rev=6 WHERE id='a'").ok());
  ASSERT_FALSE(replica_->VerifyDigests().ok());
  FailCalls("digest", absl::UnavailableError("offline"));
  ASSERT_TRUE(Save("INSERT INTO note(id, area_code) VALUES ('n', '1')").ok());
  Run();
  EXPECT_EQ(replica_->Status()->pending, 0);
  EXPECT_FALSE(last_.settled);
  EXPECT_GT(UntilWake(), absl::ZeroDuration());
  EXPECT_LT(UntilWake(), absl::Minutes(3));
}

TEST_F(EngineTest, DigestThatNeverAgreesIsNotTriedWithoutPause) {
  server_.Put(kA, "note", "a", 7, {{"area_code", "1"}});
  server_.wrong_digest = {kA};
  Run();
  EXPECT_FALSE(last_.settled);
  EXPECT_GT(UntilWake(), absl::ZeroDuration());
  EXPECT_EQ(base::ReasonOf(engine_->SyncNow()), "DIGEST_DIFFERS");
}

TEST_F(EngineTest, SyncNowEndsSettledOrWithTheFirstError) {
  ASSERT_TRUE(Save("INSERT INTO note(id, area_code) VALUES ('n', '1')").ok());
  EXPECT_TRUE(engine_->SyncNow().ok());
  EXPECT_EQ(replica_->Status()->pending, 0);
  FailCalls("pull", absl::UnavailableError("offline"));
  EXPECT_TRUE(absl::IsUnavailable(engine_->SyncNow()));
  server_.before = nullptr;
  EXPECT_TRUE(engine_->SyncNow().ok()) << "without waiting for the backoff";
}

}  // namespace
}  // namespace zoufang
