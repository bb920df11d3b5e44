// Repair: a healthy tablet is not touched, of a damaged one only the damaged ranges are, and own
// edits keep showing.
#include <gtest/gtest.h>

#include <set>

#include "absl/strings/str_cat.h"
#include "sync/base/error.h"
#include "sync/base/hash.h"
#include "tests/support/device_world.h"

namespace zoufang {
namespace {

using testing::kA;
using testing::kB;

class RepairTest : public testing::DeviceWorld {
 protected:
  static testing::Fields In(const std::string& area, const std::string& keep) {
    return {{"area_code", area}, {"keep", keep}};
  }
  static std::string Id(int i) { return absl::StrCat("row", i); }
  // `count` notes in area 1, installed, with a spy on every write of a note.
  void InstallRows(int count) {
    server_.rows_per_page = 1000;
    for (int i = 0; i < count; ++i) server_.Put(kA, "note", Id(i), 7, In("1", "x"));
    Install({kA, kB});
    MustTool("CREATE TABLE spied(id TEXT)");
    for (const char* op : {"INSERT", "UPDATE", "DELETE"}) {
      MustTool(absl::StrCat("CREATE TRIGGER spy_", op, " AFTER ", op,
                            " ON note BEGIN INSERT INTO spied VALUES (",
                            op == std::string("DELETE") ? "OLD" : "NEW", ".id); END"));
    }
  }
  void MustTool(const std::string& sql) {
    const absl::Status status = Tool(sql);
    ASSERT_TRUE(status.ok()) << sql << ": " << status;
  }
  // What no trigger notes, as a fault of the disk would.
  void Damage(const std::string& sql) {
    MustTool("UPDATE _capturing SET \"on\"=0");
    MustTool(sql);
    MustTool("UPDATE _capturing SET \"on\"=1");
    MustTool("DELETE FROM spied");
  }
  void ExpectFound() { EXPECT_EQ(base::ReasonOf(replica_->VerifyDigests()), "DIGEST_DIFFERS"); }
  // The descent, call by call, until nothing more is asked; the calls it took.
  int Descend() {
    int calls = 0;
    device::RepairNext next;
    const auto first = replica_->MakeDigest();
    EXPECT_TRUE(first.ok()) << first.status();
    if (first.ok()) next.digest = *first;
    while (next.any() && ++calls < 10) {
      if (next.repair.has_value()) {
        EXPECT_TRUE(replica_->TakeRepair(*next.repair, server_.Answer(*next.repair)).ok());
        next = {};
        continue;
      }
      const sync::v1::DigestRequest request = *next.digest;
      const auto taken = replica_->TakeDigest(request, server_.Answer(request));
      EXPECT_TRUE(taken.ok()) << taken.status();
      next = taken.ok() ? *taken : device::RepairNext();
    }
    return calls;
  }
};

TEST_F(RepairTest, HealthyTabletIsNotTouched) {
  InstallRows(50);
  ASSERT_TRUE(Save("UPDATE note SET keep='own' WHERE id='row3'").ok());
  MustTool("DELETE FROM spied");
  MustTool("UPDATE _scope SET state=4, digest=digest+1 WHERE name='area:1'");
  const std::string before = Notes();
  EXPECT_EQ(Descend(), 1);
  EXPECT_EQ(Query("SELECT count(*) FROM spied"), "0");
  EXPECT_EQ(Notes(), before);
  EXPECT_EQ(ScopeLine(kA), "repaired 50 rows");
  EXPECT_TRUE(Pull().ok());
  EXPECT_EQ(ScopeLine(kA), "installed 50 rows");
  CheckScreen();
}

TEST_F(RepairTest, OnlyTheDamagedRangesAreWritten) {
  InstallRows(300);
  const std::string whole = Notes();
  Damage("DELETE FROM note WHERE id IN ('row1', 'row2')");
  Damage("UPDATE note SET _rev=6, keep='rot' WHERE id='row4'");
  Damage("UPDATE note SET _scope=NULL WHERE id='row5'");
  Damage("UPDATE note SET _scope=(SELECT n FROM _scope WHERE name='area:2') WHERE id='row6'");
  Damage(
      "INSERT INTO note(id, area_code, _rev, _scope) SELECT 'stranger', '1', 9, n FROM _scope"
      " WHERE name='area:1'");
  ExpectFound();
  EXPECT_EQ(ScopeLine(kA), "repairing 300 rows");
  EXPECT_EQ(Descend(), 3);
  std::set<uint32_t> damaged;
  for (const char* id : {"row1", "row2", "row4", "row5", "row6", "stranger"}) {
    damaged.insert(base::RangeOf(id));
  }
  EXPECT_EQ(
      std::set<uint32_t>(server_.last_repair.ranges().begin(), server_.last_repair.ranges().end()),
      damaged);
  for (int i = 0; i < 300; ++i) {
    const bool written =
        Query(absl::StrCat("SELECT count(*) FROM spied WHERE id='", Id(i), "'")) != "0";
    EXPECT_EQ(written, damaged.contains(base::RangeOf(Id(i)))) << Id(i);
  }
  EXPECT_EQ(Descend(), 1) << "area:2 had a row too many, which is home again";
  EXPECT_TRUE(Pull().ok());
  EXPECT_EQ(ScopeLine(kA), "installed 300 rows");
  EXPECT_EQ(Notes(), whole);
  CheckScreen();
}

TEST_F(RepairTest, OwnEditsOnRepairedRowsKeepShowing) {
  InstallRows(3);
  ASSERT_TRUE(Save("UPDATE note SET keep='own' WHERE id='row1'").ok());
  ASSERT_TRUE(Save("INSERT INTO note(id, area_code, keep) VALUES ('new', '1', 'mine')").ok());
  Damage("DELETE FROM _shadow");
  Damage("DELETE FROM note WHERE id='row1'");
  ExpectFound();
  EXPECT_EQ(Descend(), 3);
  EXPECT_EQ(Notes(), "new(mine) row0(x) row1(own) row2(x)");
  EXPECT_EQ(Query("SELECT row_id || rev FROM _shadow"), "row17");
  EXPECT_EQ(replica_->Status()->pending, 2) << "the chain is as it was";
  CheckScreen();
}

TEST_F(RepairTest, WhatAnotherToolChangedMeanwhileIsCapturedFirst) {
  InstallRows(3);
  Damage("UPDATE note SET _rev=6 WHERE id='row1'");
  ExpectFound();
  ASSERT_TRUE(Tool("UPDATE note SET keep='tool' WHERE id='row1'").ok());
  EXPECT_EQ(Descend(), 3);
  EXPECT_EQ(Notes(), "row0(x) row1(tool) row2(x)");
  CheckScreen();
}

TEST_F(RepairTest, HeadThatMovedMeansAPullFirst) {
  InstallRows(3);
  Damage("UPDATE note SET _rev=6 WHERE id='row1'");
  ExpectFound();
  server_.Put(kA, "note", "row0", 8, In("1", "y"));
  EXPECT_EQ(Descend(), 1) << "the digests are of another moment";
  EXPECT_EQ(ScopeLine(kA), "repairing 3 rows");
  EXPECT_TRUE(Pull().ok());
  EXPECT_EQ(ScopeLine(kA), "repairing 3 rows") << "a pull does not end it";
  EXPECT_EQ(Descend(), 3);
  EXPECT_TRUE(Pull().ok());
  EXPECT_EQ(Notes(), "row0(y) row1(x) row2(x)");
  EXPECT_EQ(ScopeLine(kA), "installed 3 rows");
}

TEST_F(RepairTest, RowsOfAnotherMomentAreNotTaken) {
  InstallRows(3);
  Damage("UPDATE note SET _rev=6 WHERE id='row1'");
  ExpectFound();
  sync::v1::DigestRequest request = **replica_->MakeDigest();
  request = *replica_->TakeDigest(request, server_.Answer(request))->digest;
  const auto repair = *replica_->TakeDigest(request, server_.Answer(request))->repair;
  server_.Put(kA, "note", "row1", 8, In("1", "y"));
  ASSERT_TRUE(replica_->TakeRepair(repair, server_.Answer(repair)).ok());
  EXPECT_EQ(Query("SELECT count(*) FROM spied"), "0");
  EXPECT_EQ(ScopeLine(kA), "repairing 3 rows");
}

TEST_F(RepairTest, TooManyDamagedRangesAreTakenAnewWithTheScope) {
  InstallRows(6000);
  Damage("UPDATE note SET _rev=6");
  ExpectFound();
  EXPECT_EQ(Descend(), 2);
  EXPECT_EQ(ScopeLine(kA), "invalid 6000 rows");
  Sync();
  EXPECT_EQ(ScopeLine(kA), "installed 6000 rows");
  EXPECT_EQ(Query("SELECT count(*) FROM note WHERE _rev=7"), "6000");
}

TEST_F(RepairTest, OwnRowsWithoutAnImageAreShownUntilTheScopeIsTakenAnew) {
  InstallRows(3);
  ASSERT_TRUE(Save("INSERT INTO note(id, area_code, keep) VALUES ('new', '1', 'mine')").ok());
  Push();
  ASSERT_TRUE(Pull().ok());
  ASSERT_EQ(Notes(), "row0(x) row1(x) row2(x)") << "somebody has deleted it";
  Damage("UPDATE note SET _rev=6 WHERE id='row1'");
  ExpectFound();
  auto digest = replica_->MakeDigest().value();
  auto next = replica_->TakeDigest(*digest, server_.Answer(*digest)).value();
  next = replica_->TakeDigest(*next.digest, server_.Answer(*next.digest)).value();
  ASSERT_TRUE(replica_->TakeRepair(*next.repair, {sync::v1::RepairPage()}).ok()) << "refused";
  EXPECT_EQ(ScopeLine(kA), "invalid 3 rows");
  EXPECT_EQ(Notes(), "new(mine) row0(x) row1(x) row2(x)") << "it may be there after all";
  CheckScreen();
  Sync();
  EXPECT_EQ(Notes(), "row0(x) row1(x) row2(x)");
  CheckScreen();
}

TEST_F(RepairTest, ScopeThatIsGrantedNoLongerIsLeftToThePull) {
  InstallRows(3);
  Damage("UPDATE note SET _rev=6 WHERE id='row1'");
  ExpectFound();
  server_.granted = {kB};
  EXPECT_EQ(Descend(), 1);
  EXPECT_TRUE(Pull().ok());
  EXPECT_EQ(Notes(), "");
  EXPECT_FALSE(replica_->Pending()->any());
}

// --- verify --------------------------------------------------------------------------------------

std::string Found(device::Replica& replica) {
  std::string found;
  const auto report = replica.Verify();
  EXPECT_TRUE(report.ok()) << report.status();
  if (!report.ok()) return "";
  for (const device::TabletProblem& one : report->problems) {
    absl::StrAppend(&found, one.check, ": ", one.where, "; ");
  }
  return found;
}

TEST_F(RepairTest, VerifySaysWhatIsWrongAndTheNextSyncRepairsIt) {
  InstallRows(20);
  ASSERT_TRUE(Save("UPDATE note SET keep='own' WHERE id='row3'").ok());
  ASSERT_TRUE(Save("UPDATE note SET keep='mine' WHERE id='row4'").ok());
  EXPECT_EQ(Found(*replica_), "");
  Damage("DELETE FROM note WHERE id='row1'");
  EXPECT_EQ(Found(*replica_), "digest: area:1; ");
  EXPECT_EQ(Descend(), 3);
  EXPECT_EQ(Found(*replica_), "");
}

TEST_F(RepairTest, VerifyFindsAChainThatWasChangedAndRowsWithoutScopeOrParent) {
  InstallRows(2);
  ASSERT_TRUE(Save("UPDATE note SET keep='own' WHERE id='row1'").ok());
  ASSERT_TRUE(Save("UPDATE note SET keep='mine' WHERE id='row1'").ok());
  MustTool("UPDATE _chain SET body=CAST(body || x'00' AS BLOB) WHERE seq=2");
  EXPECT_EQ(Found(*replica_), "chain: 2; ");
  MustTool("DELETE FROM _chain WHERE seq=1");
  EXPECT_EQ(Found(*replica_), "chain: 2; ");
  Damage("UPDATE note SET _scope=77 WHERE id='row0'");
  EXPECT_EQ(Found(*replica_), "digest: area:1; chain: 2; scope: note row0; ");
}

}  // namespace
}  // namespace zoufang
