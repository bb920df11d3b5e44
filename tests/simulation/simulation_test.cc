// The simulator itself: it is deterministic, its disks lose what they should, and its invariants
// catch what is broken on purpose.
#include <gtest/gtest.h>

#include "sync/hub/hub.h"
#include "tests/simulation/run.h"

namespace zoufang::simulation {
namespace {

RunOptions Calm(uint64_t seed) {
  return {.seed = seed, .faults = *FaultSet::Parse("none"), .all_at_once = true, .length = 60};
}

// Runs calm seeds until `saboteur` is noticed.
std::optional<Violation> Noticed(Saboteur& saboteur, absl::string_view faults = "none") {
  for (uint64_t seed = 1; seed <= 30; ++seed) {
    RunOptions options = Calm(seed);
    options.faults = *FaultSet::Parse(faults);
    options.length = 140;
    options.saboteur = &saboteur;
    const RunResult result = simulation::Run(options);
    if (result.violation.has_value()) return result.violation;
  }
  return std::nullopt;
}

void ExpectNoticed(Saboteur& saboteur, Invariant invariant, absl::string_view faults = "none") {
  const std::optional<Violation> violation = Noticed(saboteur, faults);
  ASSERT_TRUE(violation.has_value());
  EXPECT_EQ(NameOf(violation->invariant), NameOf(invariant)) << violation->what;
}

TEST(SimulationTest, TheSameSeedTwiceGivesTheSameTrace) {
  for (uint64_t seed = 1; seed <= 5; ++seed) {
    const RunOptions options = {.seed = seed, .faults = FaultSet::All(), .length = 60};
    EXPECT_EQ(simulation::Run(options).trace_hash, simulation::Run(options).trace_hash) << seed;
  }
}

TEST(SimulationTest, WithoutFaultsEverythingHolds) {
  for (uint64_t seed = 1; seed <= 10; ++seed) {
    const RunResult result = simulation::Run(Calm(seed));
    EXPECT_FALSE(result.violation.has_value()) << seed << ": " << result.violation->what;
  }
}

TEST(VirtualDiskTest, APowerCutKeepsWhatWasSyncedAndNothingElseForSure) {
  bool some_lost = false;
  for (uint64_t seed = 0; seed < 20; ++seed) {
    VirtualDisk disk;
    const auto file = disk.Open("f");
    ASSERT_EQ(disk.Write(*file, 0, "synced"), DiskResult::kOk);
    ASSERT_EQ(disk.Sync(*file), DiskResult::kOk);
    ASSERT_EQ(disk.Write(*file, 6, " not"), DiskResult::kOk);
    Dice dice(seed);
    disk.CutPower(dice);
    EXPECT_EQ(file->bytes.substr(0, 6), "synced");
    some_lost = some_lost || file->bytes != "synced not";
  }
  EXPECT_TRUE(some_lost);
}

TEST(VirtualDiskTest, ACrashOfTheProcessKeepsWhatWasWritten) {
  VirtualDisk disk;
  const auto file = disk.Open("f");
  disk.DieAfter(1);
  EXPECT_EQ(disk.Write(*file, 0, "a"), DiskResult::kOk);
  EXPECT_EQ(disk.Write(*file, 1, "b"), DiskResult::kDead);
  disk.Revive();
  EXPECT_EQ(file->bytes, "a");
}

// --- broken on purpose ---------------------------------------------------------------------------

// Says that pushes are taken, and throws them away.
class AcknowledgesEarly : public Saboteur {
  bool Answers(Request& request, Reply& reply, Server&) override {
    if (request.call != Call::kPush || request.push.mutations().empty()) return false;
    const auto& last = *request.push.mutations().rbegin();
    reply.push.set_status(sync::v1::PushReply::OK);
    reply.push.mutable_applied()->set_seq(last.seq());
    reply.push.mutable_applied()->set_hash(last.hash());
    for (const auto& mutation : request.push.mutations()) {
      auto& outcome = *reply.push.add_outcomes();
      outcome.set_uuid(mutation.uuid());
      outcome.add_edits()->set_verdict(sync::v1::EditOutcome::APPLIED);
    }
    return true;
  }
};

TEST(SabotageTest, AnAcknowledgementWithoutTheDeedIsNoticed) {
  AcknowledgesEarly saboteur;
  EXPECT_TRUE(Noticed(saboteur).has_value());
}

class DropsALogEntry : public Saboteur {
  void AfterServing(const Request& request, Reply&, Server& server) override {
    if (request.call != Call::kPush) return;
    static_cast<void>(server.db().Execute(
        "DELETE FROM _log WHERE (scope, seq) IN (SELECT scope, max(seq)-1 FROM _log GROUP BY scope"
        " HAVING count(*)>2)"));
  }
};

class ForgetsToSync : public Saboteur {
  void AfterSave(Tablet& tablet) override { tablet.disk().LieAboutSyncs(); }
};

TEST(SabotageTest, ADiskThatLiesIsNoticed) {
  ForgetsToSync saboteur;
  ExpectNoticed(saboteur, Invariant::kSavedMeansSaved, "tablet-power-cut");
}

class MovesCursorsBack : public Saboteur {
  void AfterTaking(const Request& request, Tablet& tablet) override {
    if (request.call != Call::kPull) return;
    static_cast<void>(tablet.ByOtherTool([](sql::Database& db) {
      return db.Execute("UPDATE _scope SET seq=seq-1 WHERE seq>3 AND state=2");
    }));
  }
};

TEST(SabotageTest, ACursorThatGoesBackIsNoticed) {
  MovesCursorsBack saboteur;
  EXPECT_TRUE(Noticed(saboteur).has_value());
}

class NeverWakes : public Saboteur {
  absl::Time WakeAt(absl::Time) override { return absl::InfiniteFuture(); }
};

TEST(SabotageTest, ASleepWithoutEndIsNoticed) {
  NeverWakes saboteur;
  ExpectNoticed(saboteur, Invariant::kWakeUp);
}

class DamagesAScreen : public Saboteur {
  void AfterTaking(const Request& request, Tablet& tablet) override {
    if (request.call != Call::kPull) return;
    static_cast<void>(tablet.ByOtherTool([](sql::Database& db) {
      return db.Execute(
          "BEGIN; UPDATE _capturing SET \"on\"=0; UPDATE organization SET name='x';"
          "UPDATE _capturing SET \"on\"=1; COMMIT");
    }));
  }
};

TEST(SabotageTest, ARowThatDiffersUnderTheSameDigestIsNoticed) {
  DamagesAScreen saboteur;
  EXPECT_TRUE(Noticed(saboteur).has_value());
}

class EmptiesGraves : public Saboteur {
  void AfterServing(const Request& request, Reply&, Server& server) override {
    if (request.call != Call::kPull) return;
    static_cast<void>(server.db().Execute(
        "INSERT OR IGNORE INTO _grave SELECT id, 3, 1 FROM organization LIMIT 1"));
  }
};

TEST(SabotageTest, ARowThatIsAliveAndBuriedIsNoticed) {
  EmptiesGraves saboteur;
  ExpectNoticed(saboteur, Invariant::kNoResurrection);
}

TEST(SabotageTest, AMissingLogEntryIsNoticed) {
  DropsALogEntry saboteur;
  EXPECT_TRUE(Noticed(saboteur).has_value());
}

TEST(ShrinkTest, WhatIsLeftStillFailsAndIsNoLonger) {
  NeverWakes saboteur;
  RunOptions options = Calm(1);
  options.length = 140;
  options.saboteur = &saboteur;
  const std::vector<Action> script = MakeScript(options.seed, options.length);
  const RunResult whole = simulation::Run(options, script);
  ASSERT_TRUE(whole.violation.has_value());
  const auto shortest = Shrink(options, whole.violation->invariant, script, 100);
  EXPECT_LT(shortest.size(), script.size());
  EXPECT_TRUE(simulation::Run(options, shortest).violation.has_value());
}

}  // namespace
}  // namespace zoufang::simulation
