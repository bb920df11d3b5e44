// What scopes that come and go do to rows, and when mutations are forgotten (protocol T10, T11),
// case by case.
#include <gmock/gmock.h>

#include "tests/support/checkpoint_world.h"

namespace zoufang {
namespace {

using testing::CheckpointTest;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::kA;
using testing::kB;

// --- scopes that come and go
// ----------------------------------------------------------------------

TEST_F(CheckpointTest, WithdrawnScopeTakesItsRowsAlong) {
  server_.Put(kA, "note", "a", 7, InA("x"));
  server_.Put(kB, "note", "b", 7, InB("y"));
  server_.Put(kB, "note", "c", 7, InB("z"));
  Install({kA, kB});
  MustSave("UPDATE note SET keep='mine' WHERE id IN ('a', 'c')");
  server_.granted = {kA};
  MustPull();
  EXPECT_EQ(Notes(), "a(mine)");
  EXPECT_EQ(ScopeLine(kB), "none");
  EXPECT_EQ(Query("SELECT count(*) FROM _shadow"), "1")
      << "no image of the withdrawn scope is left";
  EXPECT_EQ(replica_->MakePush()->value().mutations_size(), 1) << "unsent work is";
}

TEST_F(CheckpointTest, WithTheLastScopeWithdrawnWorkWithoutAnOutcomeIsShownAgain) {
  Install({kA});
  ASSERT_TRUE(Save("INSERT INTO note(id, area_code, keep) VALUES ('new', '1', 'mine')").ok());
  server_.Answer(*replica_->MakePush().value());  // The answer is lost.
  ASSERT_TRUE(Pull().ok());
  ASSERT_EQ(Notes(), "") << "the scope contains the edit, and somebody has deleted the row";
  server_.granted = {};
  ASSERT_TRUE(Pull().ok());
  EXPECT_EQ(Notes(), "new(mine)");
  CheckScreen();
  Push();
  EXPECT_EQ(Notes(), "") << "the server has it";
  CheckScreen();
}

TEST_F(CheckpointTest, RowWithOwnEditsThatLeavesIsInTransitWhileAScopeIsMissing) {
  server_.Put(kA, "note", "a", 7, InA("x"));
  server_.Put(kA, "note", "b", 7, InA("y"));
  Install({kA});
  MustSave("UPDATE note SET keep='mine' WHERE id='a'");
  server_.granted = {kA, kB};
  MustPull();
  server_.Leave(kA, "a");
  server_.Leave(kA, "b");
  server_.Put(kB, "note", "a", 8, InB("x"));
  server_.Put(kB, "note", "b", 8, InB("y"));
  MustPull();
  EXPECT_EQ(Notes(), "a(mine)") << "the other row has no own edits";
  EXPECT_EQ(Query("SELECT row_id || rev FROM _transit"), "a7");
  EXPECT_EQ(ScopeLine(kA), "installed 0 rows");
  MustSave("UPDATE note SET keep='again' WHERE id='a'");
  EXPECT_THAT(Chain(), ElementsAre("1 update a@7 keep: x -> mine @7",
                                   "2 update a@7 keep: mine -> again @7"));
  Snapshot();
  MustPull();
  EXPECT_EQ(Notes(), "a(again) b(y)");
  EXPECT_EQ(Query("SELECT count(*) FROM _transit"), "0");
}

TEST_F(CheckpointTest, TransitFreezesWhatTheRowContained) {
  server_.Put(kA, "note", "a", 7, {{"area_code", "1"}, {"sum", int64_t{10}}});
  Install({kA});
  MustSave("UPDATE note SET sum=11 WHERE id='a'");
  Push();
  server_.Put(kA, "note", "a", 8, {{"area_code", "1"}, {"sum", int64_t{11}}});
  MustPull();
  MustSave("UPDATE note SET sum=13 WHERE id='a'");
  Push();
  server_.granted = {kA, kB};
  server_.Leave(kA, "a");
  MustPull();
  EXPECT_EQ(Query("SELECT sum FROM note"), "13") << "1 is in the row, 2 lies on it";
  server_.Put(kA, "note", "z", 9, InA("z"));
  MustPull();
  EXPECT_EQ(Query("SELECT sum FROM note WHERE id='a'"), "13");
}

TEST_F(CheckpointTest, RowThatLeftForAScopeNotHeldIsGoneOnceAllScopesAreThere) {
  server_.Put(kA, "note", "a", 7, InA("x"));
  Install({kA});
  MustSave("UPDATE note SET keep='mine' WHERE id='a'");
  server_.Leave(kA, "a");
  MustPull();
  EXPECT_EQ(Notes(), "");
  EXPECT_EQ(Query("SELECT count(*) FROM _transit"), "0");
}

TEST_F(CheckpointTest, DeletedRowDoesNotGoIntoTransit) {
  server_.Put(kA, "note", "a", 7, InA("x"));
  Install({kA});
  MustSave("UPDATE note SET keep='mine' WHERE id='a'");
  server_.granted = {kA, kB};
  MustPull();
  server_.Gone(kA, "a");
  MustPull();
  EXPECT_EQ(Notes(), "");
  EXPECT_EQ(Query("SELECT count(*) FROM _transit"), "0");
}

TEST_F(CheckpointTest, ScopeWhoseCursorIsUnknownIsTakenAnewBesideItsRows) {
  server_.Put(kA, "note", "a", 7, InA("x"));
  server_.Put(kA, "note", "b", 7, InA("y"));
  Install({kA});
  MustSave("UPDATE note SET keep='mine' WHERE id='a'");
  server_.unknown = {kA};
  MustPull();
  EXPECT_EQ(Notes(), "a(mine) b(y)") << "the rows stay";
  EXPECT_EQ(ScopeLine(kA), "invalid 2 rows");
  server_.unknown = {};
  server_.Gone(kA, "b");
  server_.Put(kA, "note", "c", 9, InA("z"));
  MustPull();
  EXPECT_THAT(server_.last_pull.scopes(), IsEmpty()) << "it is not staged yet";
  Snapshot();
  MustPull();
  EXPECT_EQ(Notes(), "a(mine) c(z)");
  EXPECT_EQ(ScopeLine(kA), "installed 2 rows");
}

TEST_F(CheckpointTest, InvalidScopesSwitchTogether) {
  server_.Put(kA, "note", "a", 7, InA("x"));
  server_.Put(kB, "note", "b", 7, InB("y"));
  Install({kA, kB});
  server_.unknown = {kA, kB};
  MustPull();
  server_.unknown = {};
  server_.Leave(kA, "a");
  server_.Put(kB, "note", "a", 9, InB("moved"));
  server_.refused = {kB};
  Snapshot();
  MustPull();
  EXPECT_THAT(server_.last_pull.scopes(), IsEmpty());
  EXPECT_EQ(Notes(), "a(x) b(y)") << "the row that moved is not lost meanwhile";
  server_.refused = {};
  Snapshot();
  MustPull();
  EXPECT_EQ(Notes(), "a(moved) b(y)");
}

TEST_F(CheckpointTest, InvalidScopesThatAreNotAllInTheReplyAreLeftOut) {
  server_.Put(kA, "note", "a", 7, InA("x"));
  server_.Put(kB, "note", "b", 7, InB("y"));
  Install({kA, kB});
  server_.unknown = {kA, kB};
  MustPull();
  server_.unknown = {};
  Snapshot();
  server_.unknown = {kB};
  server_.Put(kA, "note", "a", 9, InA("new"));
  MustPull();
  EXPECT_EQ(Notes(), "a(x) b(y)");
  EXPECT_EQ(ScopeLine(kA), "invalid 1 rows");
}

TEST_F(CheckpointTest, RowInTheImageOfAnInvalidScopeMayArriveFromAnother) {
  server_.Put(kA, "note", "a", 7, InA("x"));
  server_.Put(kB, "note", "b", 7, InB("y"));
  Install({kA, kB});
  server_.unknown = {kA};
  MustPull();
  server_.Leave(kA, "a");
  server_.Put(kB, "note", "a", 9, InB("moved"));
  MustPull();
  EXPECT_EQ(Notes(), "a(moved) b(y)");
  EXPECT_EQ(ScopeLine(kA), "invalid 0 rows");
  EXPECT_EQ(ScopeLine(kB), "installed 2 rows");
}

// --- forgetting (T11)
// -----------------------------------------------------------------------------

TEST_F(CheckpointTest, MutationIsForgottenWhenDurableAnsweredAndIncludedEverywhere) {
  Install({kA});
  MustSave("INSERT INTO note(id, area_code) VALUES ('m', '1')");
  MustSave("INSERT INTO note(id, area_code) VALUES ('n', '1')");
  server_.durable = 1;
  MustPull();
  EXPECT_EQ(replica_->Status()->held, 2) << "unsent";
  Push();
  EXPECT_EQ(replica_->Status()->held, 2) << "not included";
  server_.Put(kA, "note", "m", 8, InA(""));
  server_.Put(kA, "note", "n", 8, InA(""));
  MustPull();
  EXPECT_EQ(replica_->Status()->held, 1) << "2 is not durable";
  EXPECT_EQ(Query("SELECT count(*) FROM _held"), "1");
  server_.durable = 2;
  MustPull();
  EXPECT_EQ(replica_->Status()->held, 0);
  MustSave("UPDATE note SET keep='k' WHERE id='m'");
  EXPECT_THAT(Chain(), ElementsAre("3 update m@8 keep:  -> k @8")) << "seqs go on";
}

TEST_F(CheckpointTest, NothingIsForgottenWhileAScopeIsMissing) {
  Install({kA});
  MustSave("INSERT INTO note(id, area_code) VALUES ('m', '1')");
  server_.durable = 1;
  server_.granted = {kA, kB};
  Push();
  server_.Put(kA, "note", "m", 8, InA(""));
  MustPull();
  EXPECT_EQ(replica_->Status()->held, 1);
  Snapshot();
  MustPull();
  EXPECT_EQ(replica_->Status()->held, 0);
}

TEST_F(CheckpointTest, RefusedEditThatIsForgottenAtOnceLeavesTheScreenToo) {
  server_.Put(kA, "note", "a", 7, InA("x"));
  Install({kA});
  MustSave("UPDATE note SET keep='mine' WHERE id='a'");
  server_.verdicts["a"].set_verdict(sync::v1::EditOutcome::PARKED);
  Push();
  server_.durable = 1;
  MustPull();
  EXPECT_EQ(replica_->Status()->held, 0);
  EXPECT_EQ(Notes(), "a(x)");
  EXPECT_EQ(AttentionLines().size(), 1) << "its author still has to know";
}

}  // namespace
}  // namespace zoufang
