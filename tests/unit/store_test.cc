#include "server/storage/store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "domain/errors.h"
#include "server/storage/tables.h"
#include "sync/base/error.h"
#include "sync/base/errors.h"
#include "sync/base/status.h"
#include "tests/support/temp_dir.h"

namespace zoufang::storage {
namespace {

using zoufang::testing::TempDir;

constexpr char kTables[] =
    "CREATE TABLE IF NOT EXISTS t(n INTEGER PRIMARY KEY);"
    "CREATE TABLE IF NOT EXISTS child(t INTEGER REFERENCES t(n) DEFERRABLE INITIALLY DEFERRED)";

absl::Status Insert(sql::Database& database, int64_t n) {
  ASSIGN_OR_RETURN(sql::Statement insert, database.Prepare("INSERT INTO t VALUES (?1)"));
  insert.Bind(1, n);
  return insert.Run();
}

int64_t Count(Store& store) {
  int64_t count = -1;
  const absl::Status read = store.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(count, database.QueryInt("SELECT count(*) FROM t"));
    return absl::OkStatus();
  });
  return read.ok() ? count : -1;
}

class StoreTest : public ::testing::Test {
 protected:
  StoreTest() {
    // An initialised directory: a file that says it is ours.
    (void)sql::Database::Open(DatabasePath(directory_.path()), {.application_id = kApplicationId});
  }

  absl::StatusOr<std::unique_ptr<Store>> Open() {
    return Store::Open({.directory = directory_.path(), .readers = 2, .checkpoint_pages = 20},
                       [](sql::Database& database) { return database.Execute(kTables); });
  }

  // Runs jobs that are all waiting when the writer turns to them, so that they are one group.
  std::vector<absl::Status> RunTogether(
      Store& store, const std::vector<std::function<absl::Status(sql::Database&)>>& jobs) {
    absl::Notification writer_is_busy, go_on;
    std::thread first([&] {
      (void)store.Write([&](sql::Database&) {
        writer_is_busy.Notify();
        go_on.WaitForNotification();
        return absl::OkStatus();
      });
    });
    writer_is_busy.WaitForNotification();
    std::vector<absl::Status> results(jobs.size());
    std::vector<std::thread> threads;
    for (size_t i = 0; i < jobs.size(); ++i) {
      threads.emplace_back([&, i] { results[i] = store.Write(jobs[i]); });
      absl::SleepFor(absl::Milliseconds(20));  // They queue in this order.
    }
    go_on.Notify();
    first.join();
    for (std::thread& thread : threads) thread.join();
    return results;
  }

  TempDir directory_;
};

TEST_F(StoreTest, AWriteIsSeenByTheNextRead) {
  auto store = Open();
  ASSERT_TRUE(store.ok()) << store.status();
  ASSERT_TRUE((*store)->Write([](sql::Database& db) { return Insert(db, 1); }).ok());
  EXPECT_EQ(Count(**store), 1);
}

TEST_F(StoreTest, AFailedJobUndoesOnlyItself) {
  auto store = Open();
  ASSERT_TRUE(store.ok()) << store.status();
  const auto results = RunTogether(**store, {[](sql::Database& db) { return Insert(db, 1); },
                                             [](sql::Database& db) -> absl::Status {
                                               RETURN_IF_ERROR(Insert(db, 2));
                                               return domain::ServerBusy();
                                             },
                                             [](sql::Database& db) { return Insert(db, 3); }});
  EXPECT_TRUE(results[0].ok());
  EXPECT_EQ(base::ReasonOf(results[1]), "SERVER_BUSY");
  EXPECT_TRUE(results[2].ok());
  EXPECT_EQ(Count(**store), 2);
}

TEST_F(StoreTest, AFailedCommitFailsEveryJobOfItsGroup) {
  auto store = Open();
  ASSERT_TRUE(store.ok()) << store.status();
  const auto results = RunTogether(
      **store, {[](sql::Database& db) { return Insert(db, 1); },
                // Breaks a deferred foreign key: only COMMIT notices.
                [](sql::Database& db) { return db.Execute("INSERT INTO child VALUES (99)"); }});
  EXPECT_FALSE(results[0].ok());
  EXPECT_FALSE(results[1].ok());
  EXPECT_EQ(Count(**store), 0);
  EXPECT_TRUE((*store)->Write([](sql::Database& db) { return Insert(db, 2); }).ok())
      << "the next group is unharmed";
}

TEST_F(StoreTest, ManyWritersAndReadersAtOnceLoseNothing) {
  auto store = Open();
  ASSERT_TRUE(store.ok()) << store.status();
  std::atomic<int> failures = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 50; ++i) {
        if (!(*store)->Write([&](sql::Database& db) { return Insert(db, t * 1000 + i); }).ok()) {
          ++failures;
        }
        if (Count(**store) < i + 1) ++failures;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(failures, 0);
  EXPECT_EQ(Count(**store), 400);
}

TEST_F(StoreTest, ListenersHearOfEachCommitAndOfNothingElse) {
  auto store = Open();
  ASSERT_TRUE(store.ok()) << store.status();
  std::atomic<int> heard = 0;
  (*store)->OnCommit([&] { ++heard; });
  ASSERT_TRUE((*store)->Write([](sql::Database& db) { return Insert(db, 1); }).ok());
  (*store)->Close();
  EXPECT_EQ(heard, 1);
}

TEST_F(StoreTest, AReaderCannotWrite) {
  auto store = Open();
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_FALSE((*store)->Read([](sql::Database& db) { return Insert(db, 1); }).ok());
}

TEST_F(StoreTest, AClosedStoreRefusesAndKeepsWhatWasWritten) {
  {
    auto store = Open();
    ASSERT_TRUE(store.ok()) << store.status();
    ASSERT_TRUE((*store)->Write([](sql::Database& db) { return Insert(db, 1); }).ok());
    (*store)->Close();
    EXPECT_EQ(base::ReasonOf((*store)->Write([](sql::Database& db) { return Insert(db, 2); })),
              "SHUTTING_DOWN");
    EXPECT_EQ(base::ReasonOf((*store)->Read([](sql::Database&) { return absl::OkStatus(); })),
              "SHUTTING_DOWN");
  }
  EXPECT_FALSE(std::filesystem::exists(DatabasePath(directory_.path()) + "-wal"))
      << "the last connection to close checkpoints";
  auto again = Open();
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(Count(**again), 1);
}

TEST_F(StoreTest, ASecondServerOnOneDirectoryIsRefused) {
  auto store = Open();
  ASSERT_TRUE(store.ok()) << store.status();
  const auto second = Open();
  EXPECT_EQ(base::ReasonOf(second.status()), "DIRECTORY_IN_USE");
  EXPECT_THAT(std::string(second.status().message()), ::testing::HasSubstr(directory_.path()));
  store->reset();
  EXPECT_TRUE(Open().ok());
}

TEST_F(StoreTest, AnUninitialisedDirectorySaysWhatToDo) {
  const TempDir empty;
  const auto store =
      Store::Open({.directory = empty.path()}, [](sql::Database&) { return absl::OkStatus(); });
  EXPECT_EQ(base::ReasonOf(store.status()), "DIRECTORY_NOT_INITIALISED");
  EXPECT_THAT(std::string(store.status().message()), ::testing::HasSubstr("zoufang init"));
}

TEST_F(StoreTest, AFileOfAnotherApplicationIsRefusedAndNotTouched) {
  const TempDir other;
  { (void)sql::Database::Open(DatabasePath(other.path()), {.application_id = 0x12345678}); }
  const auto written = std::filesystem::last_write_time(DatabasePath(other.path()));
  const auto store =
      Store::Open({.directory = other.path()}, [](sql::Database&) { return absl::OkStatus(); });
  EXPECT_EQ(base::ReasonOf(store.status()), "NOT_OUR_FILE");
  EXPECT_EQ(std::filesystem::last_write_time(DatabasePath(other.path())), written);
}

TEST_F(StoreTest, AFileOfANewerServerIsRefused) {
  {
    auto database =
        sql::Database::Open(DatabasePath(directory_.path()), {.application_id = kApplicationId});
    ASSERT_TRUE(database.ok());
    ASSERT_TRUE(PrepareServerTables(**database).ok());
    ASSERT_TRUE((*database)->Execute("UPDATE server_schema SET version=9999").ok());
  }
  const auto store = Store::Open({.directory = directory_.path()}, PrepareServerTables);
  EXPECT_EQ(base::ReasonOf(store.status()), "FILE_TOO_NEW");
}

TEST_F(StoreTest, AFullDiskIsSaidAndWhatWasThereStays) {
  auto store = Open();
  ASSERT_TRUE(store.ok()) << store.status();
  ASSERT_TRUE((*store)->Write([](sql::Database& db) { return Insert(db, 1); }).ok());
  const auto fill = [&](absl::string_view most_pages) {
    return (*store)->Write([&](sql::Database& db) {
      return db.Execute(absl::StrCat(
          "PRAGMA max_page_count=", most_pages,
          "; WITH RECURSIVE more(n) AS (SELECT 2 UNION ALL SELECT n+1 FROM more LIMIT 20000)"
          " INSERT INTO t SELECT n FROM more"));
    });
  };
  const absl::Status full = fill("1");  // No fewer than there are, says SQLite.
  EXPECT_EQ(base::ReasonOf(full), "DISK_FULL");
  EXPECT_THAT(std::string(full.message()), ::testing::HasSubstr("free some space and try again"));
  EXPECT_EQ(Count(**store), 1);
  ASSERT_TRUE(fill("1000000").ok());
  EXPECT_EQ(Count(**store), 20001);
}

TEST_F(StoreTest, ABackupIsAWholeDatabaseAndIsNotedAfterItIsOnTheDisk) {
  auto store = Open();
  ASSERT_TRUE(store.ok()) << store.status();
  ASSERT_TRUE((*store)->Write([](sql::Database& db) { return Insert(db, 7); }).ok());
  const std::string path = BackupsPath(directory_.path()) + "/b.db";
  bool there_when_noted = false;
  int64_t rows = 0;
  bool there_when_checked = true;
  const auto size = (*store)->BackUp(
      "b.db",
      [&](sql::Database&) {
        there_when_checked = std::filesystem::exists(path);
        return absl::OkStatus();
      },
      [&](sql::Database&, sql::Database& copy) -> absl::Status {
        there_when_noted = std::filesystem::exists(path);
        ASSIGN_OR_RETURN(rows, copy.QueryInt("SELECT count(*) FROM t"));
        return absl::OkStatus();
      });
  ASSERT_TRUE(size.ok()) << size.status();
  EXPECT_FALSE(there_when_checked) << "what is not checked does not bear the name of a backup";
  EXPECT_TRUE(there_when_noted);
  EXPECT_EQ(rows, 1);
  EXPECT_EQ(*size, static_cast<int64_t>(std::filesystem::file_size(path)));
}

TEST_F(StoreTest, ACopyThatIsNotSoundIsNeitherNamedNorNoted) {
  auto store = Open();
  ASSERT_TRUE(store.ok()) << store.status();
  bool noted = false;
  const auto size = (*store)->BackUp(
      "b.db", [](sql::Database& copy) { return base::DatabaseDamaged(copy.path()); },
      [&](sql::Database&, sql::Database&) {
        noted = true;
        return absl::OkStatus();
      });
  EXPECT_EQ(base::ReasonOf(size.status()), "DATABASE_DAMAGED");
  EXPECT_FALSE(noted);
  EXPECT_FALSE(std::filesystem::exists(BackupsPath(directory_.path()) + "/b.db"));
}

}  // namespace
}  // namespace zoufang::storage
