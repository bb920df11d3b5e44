// A server that is restored from a backup, or started on a plain copy of old files, with tablets
// that saw more: nothing that any of them holds is lost, and nothing is there twice.
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/entities.h"
#include "server/storage/restore.h"
#include "server/storage/store.h"
#include "sync/base/error.h"
#include "sync/device/grpc_transport.h"
#include "sync/device/replica.h"
#include "sync/device/sync_engine.h"
#include "tests/support/server_fixture.h"

namespace zoufang::testing {
namespace {

using AdminStub = v1::AdminService::Stub;

class ServerRestoreTest : public ::testing::Test {
 protected:
  struct Tablet {
    std::unique_ptr<device::Replica> replica;
    std::string token;
  };

  void SetUp() override {
    ASSERT_TRUE(server_.Start().ok());
    for (const char* user : {"wang", "lina"}) {
      ASSERT_TRUE(server_.CreateAccount(user, v1::ROLE_OFFICER, {"370303"}).ok());
      AddTablet(user);
    }
    admin_ = *server_.SignInAdmin();
  }
  void AddTablet(const std::string& user) {
    const auto enrolled = server_.Enroll(user);
    ASSERT_TRUE(enrolled.ok()) << enrolled.status();
    auto replica = device::Replica::Open(dir_.File(user + ".db"), catalogue_,
                                         {.clock = server_.clock(), .random = random_});
    ASSERT_TRUE(replica.ok()) << replica.status();
    ASSERT_TRUE((*replica)
                    ->SetEnrollment({.server = "here",
                                     .user_id = enrolled->user_id(),
                                     .user_name = user,
                                     .device_id = enrolled->device_id(),
                                     .token = enrolled->token()})
                    .ok());
    tablets_.push_back({*std::move(replica), enrolled->token()});
  }
  void Sync(int i) {
    device::GrpcTransport transport(server_.channel(), tablets_[i].token);
    device::SyncEngine engine(*tablets_[i].replica, transport,
                              {.clock = server_.clock(), .random = random_});
    const absl::Status synced = engine.SyncNow();
    ASSERT_TRUE(synced.ok()) << "tablet " << i << ": " << synced;
  }
  void SaveVisit(int i) {
    ++saved_;
    const std::string id = base::NewUuid(server_.clock().Now(), random_);
    const std::string organization = base::NewUuid(server_.clock().Now(), random_);
    const absl::Status saved = tablets_[i].replica->Save([&](sql::Database& db) {
      return db.Execute(absl::StrCat(
          "INSERT INTO visit(id, area_code, organization_id, kind, started_at, state) VALUES ('",
          id, "', '370303001', '", organization, "', 1, 1, 1)"));
    });
    ASSERT_TRUE(saved.ok()) << saved;
  }
  std::string BackUp() {
    const auto backup = Call(server_.admin(), &AdminStub::BackUp, v1::BackUpRequest(), admin_);
    EXPECT_TRUE(backup.ok()) << backup.status();
    return backup.ok() ? storage::BackupsPath(server_.directory()) + "/" + backup->file_name() : "";
  }
  std::string DatabasePath() { return storage::DatabasePath(server_.directory()); }
  absl::StatusOr<storage::Restored> Restore(const std::string& from) {
    return storage::Restore(server_.directory(), from, server_.clock());
  }
  v1::ServerStatus Status() {
    const auto status =
        Call(server_.admin(), &AdminStub::GetServerStatus, v1::GetServerStatusRequest(), admin_);
    EXPECT_TRUE(status.ok()) << status.status();
    return status.value_or(v1::ServerStatus());
  }
  // Everything saved anywhere is on the server once and on every tablet, and all of it is sound.
  void ExpectNothingLost() {
    for (int round = 0; round < 2; ++round) {
      for (size_t i = 0; i < tablets_.size(); ++i) Sync(static_cast<int>(i));
    }
    EXPECT_EQ(Status().rows().at("Visit"), saved_);
    EXPECT_EQ(Status().mutations(), saved_) << "none was taken in twice";
    for (const Tablet& tablet : tablets_) {
      EXPECT_TRUE(tablet.replica->VerifyDigests().ok());
      EXPECT_EQ(tablet.replica->Status()->pending, 0);
      int64_t visits = 0;
      ASSERT_TRUE(tablet.replica
                      ->Read([&](sql::Database& db) -> absl::Status {
                        visits = db.QueryInt("SELECT count(*) FROM visit").value_or(-1);
                        return absl::OkStatus();
                      })
                      .ok());
      EXPECT_EQ(visits, saved_);
    }
    const auto verified =
        Call(server_.admin(), &AdminStub::VerifyServer, v1::VerifyServerRequest(), admin_);
    ASSERT_TRUE(verified.ok()) << verified.status();
    EXPECT_EQ(verified->problems_size(), 0) << verified->ShortDebugString();
  }

  TempDir dir_;
  base::SystemRandom random_;
  const schema::Catalogue catalogue_ = *domain::ProductCatalogue();
  TestServer server_;
  std::string admin_;
  std::vector<Tablet> tablets_;
  int64_t saved_ = 0;
};

TEST_F(ServerRestoreTest, WhatWasAcknowledgedAfterTheBackupComesBackFromTheTablets) {
  SaveVisit(0);
  Sync(0);
  const std::string backup = BackUp();
  SaveVisit(0);
  SaveVisit(1);
  Sync(0);
  Sync(1);
  Sync(0);
  SaveVisit(1);  // Never sent before the server is gone.
  const int64_t before = Status().incarnation();
  server_.Stop();
  const auto restored = Restore(backup);
  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ(restored->mutations, 1);
  EXPECT_TRUE(std::filesystem::exists(restored->replaced));
  ASSERT_TRUE(server_.Start().ok());
  EXPECT_EQ(Status().rows().at("Visit"), 1);
  EXPECT_GT(Status().incarnation(), before);
  Sync(1);
  EXPECT_TRUE(absl::StrContains(server_.log().text(), "older_database")) << "it is told at once";
  ExpectNothingLost();
  EXPECT_EQ(Status().lineage_alarms(), 0) << "what was missing has come";
}

TEST_F(ServerRestoreTest, AChainLongerThanOneAttachCarriesComesBackToo) {
  for (int i = 0; i < 600; ++i) SaveVisit(0);
  Sync(0);
  const std::string known = dir_.File("known.db");
  server_.Stop();
  std::filesystem::copy(DatabasePath(), known);  // No backup: nothing is forgotten.
  ASSERT_TRUE(server_.Start().ok());
  for (int i = 0; i < 600; ++i) SaveVisit(0);
  Sync(0);
  server_.Stop();
  ASSERT_TRUE(Restore(known).ok());
  ASSERT_TRUE(server_.Start().ok());
  EXPECT_EQ(Status().rows().at("Visit"), 600);
  ExpectNothingLost();
}

TEST_F(ServerRestoreTest, PlainCopyOfOldFilesIsNoticedAndMadeWhole) {
  SaveVisit(0);
  Sync(0);
  server_.Stop();
  std::filesystem::copy(DatabasePath(), dir_.File("old.db"));
  ASSERT_TRUE(server_.Start().ok());
  SaveVisit(0);
  SaveVisit(1);
  Sync(0);
  Sync(1);
  Sync(0);
  SaveVisit(0);
  server_.Stop();
  std::filesystem::copy(dir_.File("old.db"), DatabasePath(),
                        std::filesystem::copy_options::overwrite_existing);
  ASSERT_TRUE(server_.Start().ok());
  Sync(0);
  EXPECT_TRUE(absl::StrContains(server_.log().text(), "older_database"));
  ExpectNothingLost();
}

TEST_F(ServerRestoreTest, TwoRestoresOfOneBackupNeverBeginTheSameIncarnation) {
  SaveVisit(0);
  Sync(0);
  const std::string backup = BackUp();
  server_.clock().Advance(-absl::Hours(24 * 365));
  std::set<int64_t> incarnations;
  for (int i = 0; i < 3; ++i) {
    server_.Stop();
    ASSERT_TRUE(Restore(backup).ok());
    server_.clock().Advance(absl::Milliseconds(1));  // Names of replaced files differ by time.
    ASSERT_TRUE(server_.Start().ok());
    admin_ = *server_.SignInAdmin();
    incarnations.insert(Status().incarnation());
    EXPECT_EQ(Status().lineage_alarms(), 1) << "the clock is behind";
  }
  EXPECT_EQ(incarnations.size(), 3u);
}

TEST_F(ServerRestoreTest, RestoreRefusesWhatCouldDoHarmAndChangesNothing) {
  SaveVisit(0);
  Sync(0);
  const std::string backup = BackUp();
  EXPECT_EQ(base::ReasonOf(Restore(backup).status()), "DIRECTORY_IN_USE");
  EXPECT_EQ(base::ReasonOf(storage::VerifyOffline(server_.directory(), server_.clock()).status()),
            "DIRECTORY_IN_USE");
  server_.Stop();
  {
    auto tampered = sql::Database::Open(
        backup, {.mode = sql::OpenMode::kExisting, .application_id = storage::kApplicationId});
    ASSERT_TRUE(tampered.ok());
    ASSERT_TRUE((*tampered)->Execute("UPDATE _mutation SET received_us=0").ok());
  }
  const auto report = storage::VerifyOffline(backup, server_.clock());
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_TRUE(report->damaged());
  EXPECT_EQ(base::ReasonOf(Restore(backup).status()), "BACKUP_NOT_SOUND");
  EXPECT_EQ(base::ReasonOf(Restore(dir_.File("none.db")).status()), "FILE_MISSING");
  const auto live = storage::VerifyOffline(server_.directory(), server_.clock());
  ASSERT_TRUE(live.ok()) << live.status();
  EXPECT_TRUE(live->problems.empty());
  EXPECT_EQ(live->mutations, 1);
  ASSERT_TRUE(server_.Start().ok());
  ExpectNothingLost();
}

TEST_F(ServerRestoreTest, CompactedLogsMakeALateTabletTakeItsScopesAnewWithItsOutboxUntouched) {
  SaveVisit(0);
  SaveVisit(1);
  Sync(0);
  Sync(1);
  Sync(0);
  SaveVisit(1);  // Unsent while it is away.
  server_.clock().Advance(absl::Hours(24 * 100));
  admin_ = *server_.SignInAdmin();
  SaveVisit(0);
  Sync(0);
  server_.clock().Advance(absl::Hours(24 * 10));
  admin_ = *server_.SignInAdmin();
  SaveVisit(0);
  Sync(0);
  v1::CompactLogsRequest request;
  request.set_keep_days(5);
  const auto compacted = Call(server_.admin(), &AdminStub::CompactLogs, request, admin_);
  ASSERT_TRUE(compacted.ok()) << compacted.status();
  EXPECT_GT(compacted->entries_dropped(), 0);
  ExpectNothingLost();
}

}  // namespace
}  // namespace zoufang::testing
