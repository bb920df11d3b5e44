// The simulator itself: it is deterministic, its disks lose what they should, and what fails is
// shrunk. Its invariants are broken on purpose in sabotage_test.cc.
#include <gtest/gtest.h>

#include "sync/sql/database.h"
#include "tests/simulation/run.h"
#include "tests/simulation/virtual_vfs.h"

namespace zoufang::simulation {
namespace {

RunOptions Calm(uint64_t seed) {
  return {.seed = seed, .faults = *FaultSet::Parse("none"), .all_at_once = true, .length = 60};
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

// How many rows are there.
int64_t Rows(const std::string& path) {
  const auto database = *sql::Database::Open(path, {.application_id = 1});
  return *database->QueryInt("SELECT count(*) FROM t");
}

TEST(VirtualDiskTest, WhatADeadProcessCommittedAndTheNextOneReadIsThereAfterAPowerCut) {
  InstallVirtualVfs();
  bool committed = false;
  for (int operations = 1; operations < 12; ++operations) {
    VirtualDisk disk;
    const Machine machine("m", disk);
    const std::string path = machine.PathOf("f.db");
    auto database = *sql::Database::Open(path, {.application_id = 1});
    ASSERT_TRUE(database->Execute("CREATE TABLE t(x)").ok());
    disk.DieAfter(operations);
    const absl::Status inserted = database->Execute("INSERT INTO t VALUES (1)");
    disk.Die();
    database.reset();
    disk.Revive();
    database = *sql::Database::Open(path, {.application_id = 1});
    const int64_t seen = *database->QueryInt("SELECT count(*) FROM t");
    committed = committed || (seen == 1 && !inserted.ok());
    disk.Die();
    database.reset();
    Dice dice(operations);
    disk.CutPower(dice);
    disk.Revive();
    EXPECT_EQ(Rows(path), seen) << operations;
  }
  EXPECT_TRUE(committed) << "none died between the commit and its sync";
}

class NeverWakes : public Saboteur {
  absl::Time WakeAt(absl::Time) override { return absl::InfiniteFuture(); }
};

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
