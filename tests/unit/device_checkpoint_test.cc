// What a pull does to rows (protocol T3, T10, T11), case by case.
#include <gmock/gmock.h>

#include "sync/base/error.h"
#include "tests/support/checkpoint_world.h"

namespace zoufang {
namespace {

using testing::CheckpointTest;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::kA;
using testing::kB;

TEST_F(CheckpointTest, FirstPullNamesNoScopeAndLearnsWhichAreGranted) {
  server_.granted = {kA, "registry"};
  Attach();
  MustPull();
  EXPECT_THAT(server_.last_pull.scopes(), IsEmpty());
  EXPECT_EQ(ScopeLine(kA), "new 0 rows");
  EXPECT_EQ(ScopeLine("registry"), "new 0 rows");
}

TEST_F(CheckpointTest, StagedScopeIsInstalledByAPullThatProvesBothEnds) {
  for (const char* id : {"a", "b", "c", "d", "e"}) server_.Put(kA, "note", id, 7, InA(id));
  server_.granted = {kA};
  Attach();
  MustPull();
  Snapshot();
  EXPECT_EQ(Notes(), "") << "staged rows are not shown";
  MustPull();
  ASSERT_EQ(server_.last_pull.scopes_size(), 1);
  EXPECT_TRUE(server_.last_pull.scopes(0).has_latest());
  EXPECT_EQ(Notes(), "a(a) b(b) c(c) d(d) e(e)");
  EXPECT_EQ(ScopeLine(kA), "installed 5 rows");
  EXPECT_EQ(Query("SELECT count(*) FROM _staging"), "0");
}

TEST_F(CheckpointTest, WhatChangedWhileAScopeWasStagedOverrulesIt) {
  server_.Put(kA, "note", "a", 7, InA("old"));
  server_.Put(kA, "note", "b", 7, InA("old"));
  server_.Put(kA, "note", "c", 7, InA("old"));
  server_.granted = {kA};
  Attach();
  MustPull();
  Snapshot();
  server_.Put(kA, "note", "a", 8, InA("new"));
  server_.Gone(kA, "b");
  server_.Leave(kA, "c");
  MustPull();
  EXPECT_EQ(Notes(), "a(new)");
}

TEST_F(CheckpointTest, ChangedRowsArriveAndRowsThatWentAreRemoved) {
  for (const char* id : {"a", "b", "c"}) server_.Put(kA, "note", id, 7, InA("old"));
  Install({kA});
  server_.Put(kA, "note", "a", 8, InA("new"));
  server_.Gone(kA, "b");
  server_.Leave(kA, "c");
  server_.Put(kA, "note", "d", 8, InA("more"));
  MustPull();
  EXPECT_EQ(Notes(), "a(new) d(more)");
  EXPECT_EQ(ScopeLine(kA), "installed 2 rows");
}

TEST_F(CheckpointTest, RowThatMovedBetweenInstalledScopesIsThereOnce) {
  server_.Put(kA, "note", "a", 7, InA("x"));
  server_.Put(kB, "note", "b", 7, InB("y"));
  Install({kA, kB});
  server_.Leave(kA, "a");
  server_.Put(kB, "note", "a", 8, InB("x"));
  MustPull();
  EXPECT_EQ(Notes(), "a(x) b(y)");
  EXPECT_EQ(ScopeLine(kA), "installed 0 rows");
  EXPECT_EQ(ScopeLine(kB), "installed 2 rows");
}

TEST_F(CheckpointTest, LeaveOfAScopeThatNoLongerHasTheRowMeansNothing) {
  // The row went A -> B; B's PUT and A's LEAVE come in one pull, B first by name.
  server_.Put(kB, "note", "a", 7, InB("x"));
  Install({kA, kB});
  server_.Leave(kB, "a");
  server_.Put(kA, "note", "a", 8, InA("x"));
  MustPull();
  EXPECT_EQ(Notes(), "a(x)");
  EXPECT_EQ(ScopeLine(kA), "installed 1 rows");
}

// --- held edits
// -----------------------------------------------------------------------------------

TEST_F(CheckpointTest, HeldEditStaysOnTopOfWhatArrives) {
  server_.Put(kA, "note", "a", 7, InA("x"));
  Install({kA});
  MustSave("UPDATE note SET keep='mine' WHERE id='a'");
  server_.Put(kA, "note", "a", 8, {{"area_code", "1"}, {"keep", "theirs"}, {"body", "text"}});
  MustPull();
  EXPECT_EQ(Query("SELECT keep || ' ' || body FROM note"), "mine text");
  EXPECT_EQ(Query("SELECT count(*) FROM _shadow"), "1");
}

TEST_F(CheckpointTest, AcknowledgedEditStaysUntilACheckpointContainsIt) {
  server_.Put(kA, "note", "a", 7, {{"area_code", "1"}, {"sum", int64_t{10}}});
  Install({kA});
  MustSave("UPDATE note SET sum=13 WHERE id='a'");
  const auto early = replica_->MakePull().value();
  const auto early_pages = server_.Answer(*early);  // Made before the push arrives.
  Push();
  EXPECT_EQ(Query("SELECT sum FROM note"), "13");
  ASSERT_TRUE(replica_->TakePull(*early, early_pages).ok());
  EXPECT_EQ(Query("SELECT sum FROM note"), "13");
  server_.Put(kA, "note", "a", 8, {{"area_code", "1"}, {"sum", int64_t{14}}});
  MustPull();
  EXPECT_EQ(Query("SELECT sum FROM note"), "14") << "the difference counts once";
  EXPECT_EQ(Query("SELECT count(*) FROM _shadow"), "0");
}

TEST_F(CheckpointTest, PullThatContainsAnEditWhoseReplyWasLostDoesNotDoubleIt) {
  server_.Put(kA, "note", "a", 7, {{"area_code", "1"}, {"sum", int64_t{10}}});
  Install({kA});
  MustSave("UPDATE note SET sum=13 WHERE id='a'");
  server_.Answer(*replica_->MakePush().value());  // The reply is lost.
  server_.Put(kA, "note", "a", 8, {{"area_code", "1"}, {"sum", int64_t{13}}});
  MustPull();
  EXPECT_EQ(Query("SELECT sum FROM note"), "13");
  EXPECT_TRUE(replica_->MakePush()->has_value()) << "it is sent again for its outcome";
}

TEST_F(CheckpointTest, RolledContainsWhatATwinPushed) {
  server_.Put(kA, "note", "a", 7, {{"area_code", "1"}, {"sum", int64_t{10}}});
  Install({kA});
  MustSave("UPDATE note SET sum=13 WHERE id='a'");
  server_.rolled_beyond = 1;
  server_.Put(kA, "note", "a", 8, {{"area_code", "1"}, {"sum", int64_t{13}}});
  MustPull();
  ASSERT_EQ(server_.last_pull.held_size(), 1);
  EXPECT_EQ(server_.last_pull.held(0).seq(), 1);
  EXPECT_EQ(Query("SELECT sum FROM note"), "13");
  EXPECT_EQ(replica_->MakePush()->value().mutations_size(), 1);
}

TEST_F(CheckpointTest, ParkedEditLeavesTheScreenWithTheCheckpointThatContainsIt) {
  server_.Put(kA, "note", "a", 7, InA("x"));
  Install({kA});
  MustSave("UPDATE note SET keep='mine' WHERE id='a'");
  server_.verdicts["a"].set_verdict(sync::v1::EditOutcome::PARKED);
  server_.verdicts["a"].set_reason("NOT_YOURS");
  Push();
  EXPECT_EQ(Notes(), "a(mine)") << "outcomes change no row";
  MustPull();
  EXPECT_EQ(Notes(), "a(x)");
  EXPECT_THAT(AttentionLines(), ElementsAre("1 PARKED a NOT_YOURS"));
}

TEST_F(CheckpointTest, RolledBackServerBringsIncludedEditsBackOnTheScreen) {
  server_.Put(kA, "note", "a", 7, InA("x"));
  Install({kA});
  MustSave("UPDATE note SET keep='mine' WHERE id='a'");
  MustSave("INSERT INTO note(id, area_code, keep) VALUES ('n', '1', 'new')");
  const sync::v1::ChainPoint before = server_.applied;
  Push();
  server_.Put(kA, "note", "a", 8, InA("mine"));
  server_.Put(kA, "note", "n", 8, InA("new"));
  MustPull();
  // The server is restored: it knows neither the edits nor these log entries.
  server_.applied = before;
  server_.Put(kA, "note", "a", 9, InA("x"));
  server_.Gone(kA, "n");
  MustPull();
  EXPECT_EQ(Notes(), "a(mine) n(new)");
  EXPECT_EQ(replica_->MakePush()->value().mutations_size(), 2) << "they are sent again";
}

TEST_F(CheckpointTest, HeldDeleteHidesTheRowAndItsImageGoesOn) {
  server_.Put(kA, "note", "a", 7, InA("x"));
  Install({kA});
  MustSave("DELETE FROM note WHERE id='a'");
  server_.Put(kA, "note", "a", 8, InA("y"));
  MustPull();
  EXPECT_EQ(Notes(), "");
  EXPECT_EQ(ScopeLine(kA), "installed 1 rows");
  server_.verdicts["a"].set_verdict(sync::v1::EditOutcome::PARKED);
  Push();
  MustPull();
  EXPECT_EQ(Notes(), "a(y)") << "the server kept it";
}

TEST_F(CheckpointTest, OwnRowIsShownUntilEveryScopeIncludesItsCreation) {
  Install({kA});
  MustSave("INSERT INTO note(id, area_code, keep) VALUES ('n', '1', 'new')");
  MustPull();
  EXPECT_EQ(Notes(), "n(new)");
  Push();
  server_.Put(kA, "note", "n", 8, InA("new"));
  MustPull();
  EXPECT_EQ(Notes(), "n(new)");
  EXPECT_EQ(Query("SELECT _rev FROM note"), "8");
}

TEST_F(CheckpointTest, RefusedCreationLeavesTheScreen) {
  Install({kA});
  MustSave("INSERT INTO note(id, area_code, keep) VALUES ('n', '1', 'new')");
  server_.verdicts["n"].set_verdict(sync::v1::EditOutcome::REJECTED);
  Push();
  EXPECT_EQ(Notes(), "n(new)");
  MustPull();
  EXPECT_EQ(Notes(), "");
}

TEST_F(CheckpointTest, WithoutAnyScopeAnEditIsShownUntilItHasAnOutcome) {
  MustSave("INSERT INTO note(id, area_code, keep) VALUES ('n', '1', 'new')");
  Attach();
  MustPull();
  EXPECT_EQ(Notes(), "n(new)");
  Push();
  EXPECT_EQ(Notes(), "");
  CheckScreen();
  server_.granted = {kA};
  MustPull();
  EXPECT_EQ(Notes(), "n(new)") << "a new scope may hold it";
}

// --- digests
// --------------------------------------------------------------------------------------

TEST_F(CheckpointTest, DifferingDigestIsARepairFirstAndTakesTheScopeAnewWhenThatDidNotHelp) {
  server_.Put(kA, "note", "a", 7, InA("x"));
  Install({kA});
  server_.wrong_digest = {kA};
  server_.Put(kA, "note", "b", 8, InA("y"));
  EXPECT_EQ(base::ReasonOf(Pull()), "DIGEST_DIFFERS");
  EXPECT_EQ(ScopeLine(kA), "repairing 2 rows") << "what came was applied";
  Reopen();
  EXPECT_TRUE(replica_->Pending()->repairs == 1 && replica_->Pending()->any()) << "it is stored";
  const auto request = replica_->MakeDigest();
  ASSERT_TRUE(request.ok() && request->has_value());
  EXPECT_FALSE(replica_->TakeDigest(**request, server_.Answer(**request))->any());
  EXPECT_EQ(ScopeLine(kA), "repaired 2 rows") << "nothing was found to differ";
  EXPECT_EQ(base::ReasonOf(Pull()), "DIGEST_DIFFERS");
  EXPECT_EQ(ScopeLine(kA), "invalid 2 rows");
  server_.wrong_digest = {};
  Snapshot();
  MustPull();
  EXPECT_EQ(ScopeLine(kA), "installed 2 rows");
}

// --- what is not understood
// -----------------------------------------------------------------------

TEST_F(CheckpointTest, RowsOfANewerSchemaAreKeptAndCountInTheDigest) {
  server_.Put(kA, "note", "a", 7, InA("x"));
  Install({kA});
  const std::string body("\x0a\x01q\x12\x03xyz", 8);  // id "q", and a text.
  server_.PutBody(kA, 77, "q", 8, body);
  MustPull();
  EXPECT_EQ(ScopeLine(kA), "installed 2 rows");
  server_.PutBody(kA, 77, "q", 9, body);
  MustPull();
  server_.Gone(kA, "q");
  MustPull();
  EXPECT_EQ(ScopeLine(kA), "installed 1 rows");
}

TEST_F(CheckpointTest, UnreadableRowBlocksNothingAndIsReplacedWhenItCanBeRead) {
  server_.Put(kA, "note", "a", 7, InA("x"));
  server_.Put(kA, "note", "b", 7, InA("y"));
  Install({kA});
  MustSave("UPDATE note SET keep='mine' WHERE id='b'");
  const std::string not_text(
      "\x0a\x01"
      "a\x1a\x01\xff",
      6);  // keep is no UTF-8.
  server_.PutBody(kA, 1, "a", 8, not_text);
  std::string held = not_text;
  held[2] = 'b';
  server_.PutBody(kA, 1, "b", 8, held);
  server_.Put(kA, "note", "c", 8, InA("z"));
  MustPull();
  EXPECT_EQ(Notes(), "c(z)");
  EXPECT_EQ(ScopeLine(kA), "installed 3 rows");
  server_.Put(kA, "note", "a", 9, InA("good"));
  server_.Put(kA, "note", "b", 9, InA("good"));
  MustPull();
  EXPECT_EQ(Notes(), "a(good) b(mine) c(z)");
}

TEST_F(CheckpointTest, FieldsOfANewerSchemaAreKeptThroughOwnEdits) {
  const std::string body(
      "\x0a\x01"
      "a\x12\x01"
      "1\x1a\x01xJ\x00\xa2\x06\x03new",
      16);
  server_.PutBody(kA, 1, "a", 7,
                  std::string("\x0a\x01"
                              "a\x12\x01"
                              "1\x1a\x01x\xa2\x06\x03new",
                              15));
  Install({kA});
  EXPECT_EQ(Query("SELECT hex(_unknown) FROM note"), "A206036E6577");
  MustSave("REPLACE INTO note(id, area_code, keep) VALUES ('a', '1', 'mine')");
  EXPECT_EQ(Query("SELECT hex(_unknown) FROM note"), "A206036E6577");
  server_.verdicts["a"].set_verdict(sync::v1::EditOutcome::PARKED);
  Push();
  MustPull();
  EXPECT_EQ(Query("SELECT keep || hex(_unknown) FROM note"), "xA206036E6577");
}

TEST_F(CheckpointTest, MalformedPullChangesNothing) {
  server_.Put(kA, "note", "a", 7, InA("x"));
  Install({kA});
  server_.Put(kA, "note", "b", 8, InA("y"));
  const auto request = replica_->MakePull().value();
  auto pages = server_.Answer(*request);
  for (auto& page : pages) {
    for (auto& changes : *page.mutable_changes()) changes.mutable_rows()->set_zstd("nonsense");
  }
  EXPECT_EQ(base::ReasonOf(replica_->TakePull(*request, pages)), "REPLY_MALFORMED");
  pages = server_.Answer(*request);
  pages.pop_back();
  EXPECT_EQ(base::ReasonOf(replica_->TakePull(*request, pages)), "REPLY_MALFORMED");
  EXPECT_EQ(Notes(), "a(x)");
  CheckScreen();
  MustPull();
  EXPECT_EQ(Notes(), "a(x) b(y)");
}

TEST_F(CheckpointTest, ReplyToAnEarlierCursorIsIgnored) {
  server_.Put(kA, "note", "a", 7, InA("x"));
  Install({kA});
  const auto early = replica_->MakePull().value();
  const auto early_pages = server_.Answer(*early);
  server_.Put(kA, "note", "a", 8, InA("new"));
  MustPull();
  ASSERT_TRUE(replica_->TakePull(*early, early_pages).ok());
  EXPECT_EQ(Notes(), "a(new)");
  CheckScreen();
}

}  // namespace
}  // namespace zoufang
