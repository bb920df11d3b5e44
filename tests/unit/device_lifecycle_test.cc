// The file: opened again, killed, of another application, of a newer version.
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "absl/strings/str_cat.h"
#include "sync/base/error.h"
#include "tests/support/device_world.h"

namespace zoufang {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::kA;

class LifecycleTest : public testing::DeviceWorld {};

TEST_F(LifecycleTest, EverythingIsThereAfterAStart) {
  server_.Put(kA, "note", "a", 7, {{"area_code", "1"}, {"keep", "x"}});
  Install({kA});
  ASSERT_TRUE(Save("UPDATE note SET keep='mine' WHERE id='a'").ok());
  const device::ReplicaStatus before = *replica_->Status();
  Reopen();
  const device::ReplicaStatus after = *replica_->Status();
  EXPECT_EQ(after.install_id, before.install_id);
  EXPECT_TRUE(after.attached);
  EXPECT_EQ(after.last_seq, 1);
  EXPECT_EQ(after.pending, 1);
  EXPECT_EQ(after.oldest_pending, clock_.Now());
  EXPECT_EQ(after.last_pull, before.last_pull);
  EXPECT_EQ(Notes(), "a(mine)");
  EXPECT_EQ(replica_->GetEnrollment()->user_id, "li");
  CheckScreen();
}

TEST_F(LifecycleTest, FreshTabletIsNotAttachedAndHasPulledNothing) {
  const device::ReplicaStatus status = *replica_->Status();
  EXPECT_TRUE(base::IsUuid(status.install_id));
  EXPECT_FALSE(status.attached);
  EXPECT_FALSE(status.last_pull.has_value());
  EXPECT_FALSE(status.oldest_pending.has_value());
  EXPECT_TRUE(status.scopes.empty());
}

TEST_F(LifecycleTest, FileOfAnotherApplicationIsRefused) {
  const std::string other = dir_.File("other.db");
  ASSERT_TRUE(sql::Database::Open(other, {.application_id = 99}).ok());
  const auto opened = device::Replica::Open(other, catalogue_, {clock_, random_});
  EXPECT_EQ(base::ReasonOf(opened.status()), "NOT_OUR_FILE");
}

TEST_F(LifecycleTest, FileOfANewerVersionIsRefusedAndUnchanged) {
  replica_.reset();
  ASSERT_TRUE(tool_->Execute("PRAGMA user_version=99").ok());
  const auto opened = device::Replica::Open(path(), catalogue_, {clock_, random_});
  EXPECT_EQ(base::ReasonOf(opened.status()), "FILE_TOO_NEW");
  EXPECT_EQ(tool_->QueryInt("PRAGMA user_version").value(), 99);
}

TEST_F(LifecycleTest, AFullDiskIsSaidAndNothingOfTheSaveStays) {
  ASSERT_TRUE(Save("INSERT INTO note(id, area_code) VALUES ('n', '1')").ok());
  const std::string more = absl::StrCat("INSERT INTO note(id, area_code, body) VALUES ('m', '1', '",
                                        std::string(60'000, 'x'), "')");
  const auto save = [&](absl::string_view most_pages) {
    return replica_->Save([&](sql::Database& db) {
      return db.Execute(absl::StrCat("PRAGMA max_page_count=", most_pages, ";", more));
    });
  };
  const absl::Status full = save("1");  // No fewer than there are, says SQLite.
  EXPECT_EQ(base::ReasonOf(full), "DISK_FULL");
  EXPECT_THAT(std::string(full.message()), HasSubstr("free some space and try again"));
  EXPECT_EQ(Query("SELECT id FROM note"), "n");
  EXPECT_THAT(Chain(), ElementsAre("1 create n area_code=1"));
  ASSERT_TRUE(save("1000000").ok());
  EXPECT_EQ(Chain().size(), 2);
}

TEST_F(LifecycleTest, RowsOfAnEntityThatTheProgramLearnsMoveIntoItsTable) {
  server_.Put("registry", "fact", "f", 7, {{"name", "x"}});
  Install({"registry"});
  // As a program without "fact" would have kept it.
  ASSERT_TRUE(Tool("UPDATE _capturing SET \"on\"=0;"
                   "INSERT INTO _foreign SELECT id, 3, _scope, 7, x'0a0166120178' FROM fact;"
                   "DELETE FROM fact; UPDATE _capturing SET \"on\"=1")
                  .ok());
  EXPECT_TRUE(replica_->VerifyDigests().ok());
  Reopen();
  EXPECT_EQ(Query("SELECT id || name || _rev FROM fact"), "fx7");
  EXPECT_EQ(Query("SELECT count(*) FROM _foreign"), "0");
  CheckScreen();
}

TEST_F(LifecycleTest, TwoProcessesMaySaveIntoOneFile) {
  const auto other = device::Replica::Open(path(), catalogue_, {clock_, random_}).value();
  const auto save = [](device::Replica& replica, const std::string& id) {
    return replica.Save([&](sql::Database& db) {
      return db.Execute(absl::StrCat("INSERT INTO note(id, area_code) VALUES ('", id, "', '1')"));
    });
  };
  ASSERT_TRUE(save(*replica_, "m").ok());
  ASSERT_TRUE(save(*other, "n").ok());
  ASSERT_TRUE(save(*replica_, "o").ok());
  EXPECT_THAT(Chain(), ElementsAre("1 create m area_code=1", "2 create n area_code=1",
                                   "3 create o area_code=1"));
}

// Saves notes k0, k1, … until it is killed; says on `pipe` what was saved.
[[noreturn]] void SaveUntilKilled(const std::string& path, const schema::Catalogue& catalogue,
                                  device::Env env, int pipe) {
  auto replica = device::Replica::Open(path, catalogue, env);
  for (int i = 0; replica.ok(); ++i) {
    const absl::Status saved = (*replica)->Save([&](sql::Database& db) {
      return db.Execute(absl::StrCat("INSERT INTO note(id, area_code) VALUES ('k", i, "', '1');",
                                     "INSERT INTO part(id, note_id) VALUES ('p", i, "', 'k", i,
                                     "')"));
    });
    if (!saved.ok() || write(pipe, "x", 1) != 1) break;
  }
  _exit(1);
}

TEST_F(LifecycleTest, WhatWasSavedBeforeAKillIsThereAndWhatWasNotLeavesNoTrace) {
  for (int round = 0; round < 5; ++round) {
    const std::string file = dir_.File(absl::StrCat("killed", round, ".db"));
    {
      const auto replica = device::Replica::Open(file, catalogue_, {clock_, random_}).value();
      ASSERT_TRUE(replica->SetEnrollment({.user_id = "li"}).ok());
    }
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    const pid_t child = fork();
    if (child == 0) {
      close(ends[0]);
      SaveUntilKilled(file, catalogue_, {clock_, random_}, ends[1]);
    }
    close(ends[1]);
    char byte;
    int64_t saved = 0;
    while (saved < 5 + round * 7 && read(ends[0], &byte, 1) == 1) ++saved;
    kill(child, SIGKILL);
    while (read(ends[0], &byte, 1) == 1) ++saved;
    close(ends[0]);
    waitpid(child, nullptr, 0);

    const auto replica = device::Replica::Open(file, catalogue_, {clock_, random_}).value();
    auto check = sql::Database::Open(file, {.application_id = device::kApplicationId}).value();
    const int64_t held = replica->Status()->held;
    EXPECT_GE(held, saved);
    EXPECT_LE(held, saved + 1) << "one save may have been done without its report";
    EXPECT_EQ(check->QueryInt("SELECT count(*) FROM note").value(), held);
    EXPECT_EQ(check->QueryInt("SELECT count(*) FROM part").value(), held);
    EXPECT_EQ(check->QueryInt("SELECT count(*) FROM _held").value(), 2 * held);
    EXPECT_EQ(check->QueryInt("SELECT count(*) FROM _capture").value(), 0);
  }
}

}  // namespace
}  // namespace zoufang
