// What other tools write into the same file.
#include <gmock/gmock.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "tests/support/device_world.h"

namespace zoufang {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::kA;

class OthersTest : public testing::DeviceWorld {
 protected:
  void HaveNotes() {
    server_.Put(kA, "note", "a", 7, {{"area_code", "1"}, {"keep", "x"}});
    server_.Put(kA, "note", "b", 8, {{"area_code", "1"}, {"keep", "y"}});
    Install({kA});
  }
  // Folds without a save: what the engine does before a push.
  void Fold() { ASSERT_TRUE(replica_->MakePush().ok()); }
};

struct Case {
  const char* name;
  const char* sql;
  std::vector<std::string> chain;
};

class OthersTable : public OthersTest, public ::testing::WithParamInterface<Case> {};

TEST_P(OthersTable, GivesTheseMutations) {
  HaveNotes();
  const absl::Status wrote = Tool(GetParam().sql);
  ASSERT_TRUE(wrote.ok()) << wrote;
  Fold();
  EXPECT_EQ(Chain(), GetParam().chain);
  CheckScreen();
}

INSTANTIATE_TEST_SUITE_P(
    Cases, OthersTable,
    ::testing::Values(
        Case{"EachCapturedChangeIsAMutation",
             "UPDATE note SET body='z'; UPDATE note SET keep='w' WHERE id='a'",
             {"1 update a@7 body:  -> z @7", "2 update b@8 body:  -> z @8",
              "3 update a@7 keep: x -> w @7"}},
        Case{"LaterChangesOfAFieldStandOnTheFirst",
             "UPDATE note SET keep='p' WHERE id='a'; UPDATE note SET keep='q' WHERE id='a'",
             {"1 update a@7 keep: x -> p @7", "2 update a@7 keep: p -> q @7"}},
        Case{
            "InsertAndUpdate",
            "INSERT INTO note(id, area_code) VALUES ('n', '1'); UPDATE note SET sum=1 WHERE id='n'",
            {"1 create n area_code=1", "2 update n sum: 0 -> 1 @0"}},
        Case{"ReplaceIsOneUpdate",
             "REPLACE INTO note(id, area_code, keep) VALUES ('a', '1', 'z')",
             {"1 update a@7 keep: x -> z @7"}},
        Case{"ReplaceByTheSameIsNothing",
             "REPLACE INTO note(id, area_code, keep) VALUES ('a', '1', 'x')",
             {}},
        Case{"DeleteAndAtOnceInsertIsOneUpdate",
             "DELETE FROM note WHERE id='a';"
             "INSERT INTO note(id, area_code, keep) VALUES ('a', '1', 'z')",
             {"1 update a@7 keep: x -> z @7"}},
        Case{"UpdateThenDelete",
             "UPDATE note SET keep='p' WHERE id='a'; DELETE FROM note WHERE id='a'",
             {"1 update a@7 keep: x -> p @7", "2 delete a@7 area_code: 1 @7 keep: p @7"}},
        Case{"UpdateThenReplace",
             "UPDATE note SET keep='p' WHERE id='a';"
             "REPLACE INTO note(id, area_code, keep) VALUES ('a', '1', 'q')",
             {"1 update a@7 keep: x -> p @7", "2 update a@7 keep: p -> q @7"}},
        Case{"ReplaceThenDelete",
             "REPLACE INTO note(id, area_code, keep) VALUES ('a', '1', 'q');"
             "DELETE FROM note WHERE id='a'",
             {"1 update a@7 keep: x -> q @7", "2 delete a@7 area_code: 1 @7 keep: q @7"}},
        Case{"ReplacedOrDeletedAfterSomethingElse",
             "DELETE FROM note WHERE id='a'; UPDATE note SET sum=1 WHERE id='b';"
             "INSERT INTO note(id, area_code, keep) VALUES ('a', '1', 'z')",
             {"1 delete a@7 area_code: 1 @7 keep: x @7", "2 update b@8 sum: 0 -> 1 @8",
              "3 create a area_code=1 keep=z"}},
        Case{"ChangedIdOntoAnotherRow",
             "UPDATE OR REPLACE note SET id='b' WHERE id='a'",
             {"1 delete a@7 area_code: 1 @7 keep: x @7", "2 update b@8 keep: y -> x @8"}}),
    [](const auto& one) { return one.param.name; });

TEST_F(OthersTest, UuidIsTheOneInTheCapture) {
  ASSERT_TRUE(Tool("INSERT INTO note(id, area_code) VALUES ('n', '1')").ok());
  auto uuid = tool_->Prepare("SELECT hex(uuid) FROM _capture").value();
  ASSERT_TRUE(uuid.Step().value());
  const std::string captured(uuid.Text(0));
  uuid.Reset();
  Fold();
  EXPECT_EQ(Query("SELECT hex(uuid) FROM _chain"), captured);
}

TEST_F(OthersTest, TheirChangesAreFoldedBeforeTheNextSaveAndApartFromIt) {
  HaveNotes();
  ASSERT_TRUE(Tool("UPDATE note SET keep='theirs' WHERE id='a'").ok());
  ASSERT_TRUE(Save("UPDATE note SET body='mine' WHERE id='a'").ok());
  EXPECT_THAT(Chain(),
              ElementsAre("1 update a@7 keep: x -> theirs @7", "2 update a@7 body:  -> mine @7"));
  CheckScreen();
}

TEST_F(OthersTest, TheirChangesAreFoldedBeforeAPullSoThatTheTrunkIsWhatTheySaw) {
  HaveNotes();
  const auto request = replica_->MakePull().value();
  server_.Put(kA, "note", "a", 9, {{"area_code", "1"}, {"keep", "server"}});
  const auto pages = server_.Answer(*request);
  ASSERT_TRUE(Tool("UPDATE note SET keep='theirs' WHERE id='a'").ok());
  ASSERT_TRUE(replica_->TakePull(*request, pages).ok());
  EXPECT_THAT(Chain(), ElementsAre("1 update a@7 keep: x -> theirs @7"));
  EXPECT_EQ(Notes(), "a(theirs) b(y)");
  CheckScreen();
}

TEST_F(OthersTest, InvalidValueIsKeptAndPushedForTheServerToJudge) {
  HaveNotes();
  ASSERT_TRUE(Tool(absl::StrCat("UPDATE note SET keep='", std::string(50, 'x'),
                                "', area_code='' WHERE id='a'"))
                  .ok());
  Push();
  EXPECT_EQ(server_.mutations.size(), 1);
  CheckScreen();
}

TEST_F(OthersTest, WhatIsTooLargeToSendIsTakenOffTheScreenAndKeptForItsAuthor) {
  HaveNotes();
  ASSERT_TRUE(Tool(absl::StrCat("UPDATE note SET keep='p' WHERE id='a';"
                                "UPDATE note SET body='",
                                std::string(300'000, 'x'),
                                "' WHERE id='a';"
                                "UPDATE note SET sum=3 WHERE id='a';"
                                "INSERT INTO note(id, area_code, body) VALUES ('n', '1', '",
                                std::string(300'000, 'x'), "')"))
                  .ok());
  Fold();
  EXPECT_THAT(Chain(), ElementsAre("1 update a@7 keep: x -> p @7", "2 update a@7 sum: 0 -> 3 @7"));
  EXPECT_THAT(AttentionLines(), ::testing::UnorderedElementsAre("0 REJECTED a MUTATION_TOO_LARGE",
                                                                "0 REJECTED n MUTATION_TOO_LARGE"));
  EXPECT_EQ(Query("SELECT keep || sum || body FROM note"), "p3 y0");
  EXPECT_EQ(Query("SELECT min(length(body)) > 300000 FROM _attention"), "1");
  CheckScreen();
}

TEST_F(OthersTest, WhatIsNoTextIsTakenOffTheScreenAndBlocksNothing) {
  HaveNotes();
  ASSERT_TRUE(Tool("UPDATE note SET keep=CAST(x'ff' AS TEXT) WHERE id='a';"
                   "UPDATE note SET keep='good' WHERE id='b'")
                  .ok());
  Push();
  EXPECT_THAT(Chain(), ElementsAre("1 update b@8 keep: y -> good @8"));
  EXPECT_THAT(AttentionLines(), ElementsAre("0 REJECTED a UNDECODABLE"));
  EXPECT_EQ(Notes(), "a(x) b(good)");
  CheckScreen();
}

TEST_F(OthersTest, MadeUpRevAndScopeOfANewRowCountForNothing) {
  HaveNotes();
  ASSERT_TRUE(Tool("INSERT INTO note(id, area_code, _rev, _scope) VALUES ('n', '1', 5, 1)").ok());
  Fold();
  EXPECT_EQ(Query("SELECT _rev || coalesce(_scope, 'null') FROM note WHERE id='n'"), "0null");
  CheckScreen();
}

TEST_F(OthersTest, NothingIsFoldedWhileNobodyIsEnrolled) {
  const std::string file = dir_.File("other.db");
  const auto other = device::Replica::Open(file, catalogue_, {clock_, random_}).value();
  auto tool = sql::Database::Open(file, {.application_id = device::kApplicationId}).value();
  ASSERT_TRUE(tool->Execute("INSERT INTO note(id, area_code) VALUES ('n', '1')").ok());
  ASSERT_TRUE(other->MakePush().ok());
  EXPECT_EQ(tool->QueryInt("SELECT count(*) FROM _chain").value(), 0);
  ASSERT_TRUE(other->SetEnrollment({.user_id = "li"}).ok());
  ASSERT_TRUE(other->MakePush().ok());
  EXPECT_EQ(tool->QueryInt("SELECT count(*) FROM _chain").value(), 1);
}

TEST_F(OthersTest, AFieldThatTheAppDidNotKnowYetHasItsDefault) {
  HaveNotes();
  ASSERT_TRUE(Tool("INSERT INTO note(id, area_code) VALUES ('n', '1')").ok());
  // As an app without `keep` and `sum` captured it, before it was updated.
  ASSERT_TRUE(Tool("UPDATE _capture SET n3=NULL, n6=NULL").ok());
  Fold();
  EXPECT_THAT(Chain(), ElementsAre("1 create n area_code=1"));
  CheckScreen();
}

}  // namespace
}  // namespace zoufang
