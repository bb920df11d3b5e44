// What the triggers write down of any SQL.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "sync/schema/row.h"
#include "tests/support/captures.h"
#include "tests/support/schemas.h"

namespace zoufang::schema {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using zoufang::testing::Capture;
using zoufang::testing::EverythingCatalogue;
using zoufang::testing::MemoryDatabase;
using zoufang::testing::NeedSentences;
using zoufang::testing::PrepareCapture;
using zoufang::testing::ProductCatalogue;
using zoufang::testing::ProductEntity;
using zoufang::testing::ReadCaptures;

struct Case {
  const char* name;
  const char* sql;
  std::vector<std::string> captured;
};

class CaptureTest : public ::testing::TestWithParam<Case> {
 protected:
  // Needs a: A, b: B and c: C are there from a pull.
  void SetUp() override {
    ASSERT_TRUE(PrepareCapture(ProductCatalogue(), *database_).ok());
    ASSERT_TRUE(database_
                    ->Execute("INSERT INTO need(id, description, _rev, _scope, _unknown) VALUES "
                              "('a', 'A', 11, 3, x'aa'), ('b', 'B', 12, 3, NULL), "
                              "('c', 'C', 13, 4, NULL); DELETE FROM _capture")
                    .ok());
  }

  std::unique_ptr<sql::Database> database_ = MemoryDatabase();
};

TEST_P(CaptureTest, WritesDown) {
  // A script may fail on purpose, and then goes on with what follows the failure.
  database_->Execute(GetParam().sql).IgnoreError();
  const bool open = database_->in_transaction();
  ASSERT_TRUE(!open || database_->Execute("COMMIT").ok());
  EXPECT_THAT(NeedSentences(*database_), ElementsAreArray(GetParam().captured));
}

INSTANTIATE_TEST_SUITE_P(
    Any, CaptureTest,
    ::testing::Values(
        Case{"Insert", "INSERT INTO need(id, description) VALUES ('d', 'D')", {"insert d: D"}},
        Case{"InsertWithDefaults", "INSERT INTO need(id) VALUES ('d')", {"insert d: "}},
        Case{"InsertOfSeveral",
             "INSERT INTO need(id, description) VALUES ('d', 'D'), ('e', 'E')",
             {"insert d: D", "insert e: E"}},
        Case{"InsertFromSelect",
             "INSERT INTO need(id, description) SELECT id || '2', description FROM need",
             {"insert a2: A", "insert b2: B", "insert c2: C"}},
        Case{"Update", "UPDATE need SET description = 'X' WHERE id = 'a'", {"update a: A -> X"}},
        Case{"UpdateThatChangesNothing", "UPDATE need SET description = description", {}},
        Case{"UpdateThatChangesSome",
             "UPDATE need SET description = 'B'",
             {"update a: A -> B", "update c: C -> B"}},
        Case{"UpdateOfNoRow", "UPDATE need SET description = 'X' WHERE id = 'z'", {}},
        Case{"UpdateOfTheLibrarysColumns",
             "UPDATE need SET _rev = 9, _scope = 2, _unknown = x'01'",
             {}},
        Case{"UpdateOfBoth",
             "UPDATE need SET _rev = 9, description = 'X' WHERE id = 'a'",
             {"update a: A -> X"}},
        Case{"UpdateTwice",
             "UPDATE need SET description = 'X' WHERE id = 'a';"
             "UPDATE need SET description = 'A' WHERE id = 'a'",
             {"update a: A -> X", "update a: X -> A"}},
        Case{"UpdateFrom",
             "UPDATE need SET description = v.x FROM (SELECT 'a' AS i, 'X' AS x) v WHERE id = v.i",
             {"update a: A -> X"}},
        Case{"UpsertOfNew",
             "INSERT INTO need(id, description) VALUES ('d', 'D') "
             "ON CONFLICT(id) DO UPDATE SET description = excluded.description",
             {"insert d: D"}},
        Case{"UpsertOfOld",
             "INSERT INTO need(id, description) VALUES ('a', 'X') "
             "ON CONFLICT(id) DO UPDATE SET description = excluded.description",
             {"peek a: A", "update a: A -> X"}},
        Case{"UpsertThatDoesNothing",
             "INSERT INTO need(id, description) VALUES ('a', 'X') ON CONFLICT DO NOTHING",
             {"peek a: A"}},
        Case{"Replace",
             "REPLACE INTO need(id, description) VALUES ('a', 'X'), ('d', 'D')",
             {"peek a: A", "insert a: X", "insert d: D"}},
        Case{"ReplaceTwiceInOne",
             "INSERT OR REPLACE INTO need(id, description) VALUES ('a', 'X'), ('a', 'Y')",
             {"peek a: A", "insert a: X", "peek a: X", "insert a: Y"}},
        Case{"ReplaceWithRecursiveTriggers",
             "PRAGMA recursive_triggers = ON; REPLACE INTO need(id, description) VALUES ('a', 'X')",
             {"peek a: A", "delete a: A", "insert a: X"}},
        Case{"InsertOrIgnore",
             "INSERT OR IGNORE INTO need(id, description) VALUES ('a', 'X'), ('d', 'D')",
             {"peek a: A", "insert d: D"}},
        Case{"InsertIgnoredForItsNull",
             "INSERT OR IGNORE INTO need(id, description) VALUES ('d', NULL)",
             {}},
        Case{"InsertOrFailKeepsWhatCameBefore",
             "INSERT OR FAIL INTO need(id, description) VALUES ('d', 'D'), ('a', 'X'), ('e', 'E')",
             {"insert d: D", "peek a: A"}},
        Case{"InsertThatAborts",
             "BEGIN; UPDATE need SET description = 'X' WHERE id = 'b';"
             "INSERT INTO need(id, description) VALUES ('d', 'D'), ('a', 'X')",
             {"update b: B -> X"}},
        Case{"InsertOrRollback",
             "BEGIN; UPDATE need SET description = 'X' WHERE id = 'b';"
             "INSERT OR ROLLBACK INTO need(id, description) VALUES ('a', 'X')",
             {}},
        Case{"Delete", "DELETE FROM need WHERE id = 'a'", {"delete a: A"}},
        Case{"DeleteOfAll", "DELETE FROM need", {"delete a: A", "delete b: B", "delete c: C"}},
        Case{"DeleteOfNoRow", "DELETE FROM need WHERE id = 'z'", {}},
        Case{"DeleteAndInsert",
             "DELETE FROM need WHERE id = 'a'; INSERT INTO need(id, description) VALUES ('a', 'X')",
             {"delete a: A", "insert a: X"}},
        Case{"IdChanged",
             "UPDATE need SET id = 'd', description = 'X' WHERE id = 'a'",
             {"delete a: A", "insert d: X"}},
        Case{"IdChangedToATakenOne",
             "UPDATE OR REPLACE need SET id = 'b' WHERE id = 'a'",
             {"peek b: B", "delete a: A", "insert b: A"}},
        Case{"IdSetToItself",
             "UPDATE need SET id = id, description = 'X' WHERE id = 'a'",
             {"update a: A -> X"}},
        Case{"RolledBack",
             "BEGIN; UPDATE need SET description = 'X'; DELETE FROM need WHERE id = 'b'; ROLLBACK",
             {}},
        Case{"SavepointUndone",
             "BEGIN; UPDATE need SET description = 'X' WHERE id = 'a'; SAVEPOINT s;"
             "DELETE FROM need; ROLLBACK TO s; RELEASE s;"
             "INSERT INTO need(id, description) VALUES ('d', 'D'); COMMIT",
             {"update a: A -> X", "insert d: D"}},
        Case{"SavepointReleased",
             "SAVEPOINT s; UPDATE need SET description = 'X' WHERE id = 'a'; SAVEPOINT t;"
             "UPDATE need SET description = 'Y' WHERE id = 'a'; RELEASE t; RELEASE s",
             {"update a: A -> X", "update a: X -> Y"}},
        Case{"CaptureOff",
             "BEGIN; UPDATE _capturing SET \"on\" = 0; DELETE FROM need WHERE id = 'a';"
             "REPLACE INTO need(id) VALUES ('b'); UPDATE need SET description = 'X', id = 'e';"
             "UPDATE _capturing SET \"on\" = 1; COMMIT",
             {}},
        Case{"CaptureOffRolledBackIsOn",
             "BEGIN; UPDATE _capturing SET \"on\" = 0; ROLLBACK; DELETE FROM need WHERE id = 'a'",
             {"delete a: A"}}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST_F(CaptureTest, EachCaptureHasItsOwnUuidAndANumberAboveThoseThatAreThere) {
  ASSERT_TRUE(database_->Execute("UPDATE need SET description = 'X'").ok());
  EXPECT_EQ(*database_->QueryInt("SELECT count(DISTINCT uuid) FROM _capture"), 3);
  EXPECT_EQ(*database_->QueryInt("SELECT min(length(uuid)) FROM _capture"), 16);
  const auto last = database_->QueryInt("SELECT max(n) FROM _capture");
  ASSERT_TRUE(database_->Execute("DELETE FROM need").ok());
  EXPECT_EQ(*database_->QueryInt("SELECT min(n) FROM _capture WHERE op = 3"), *last + 1);
}

TEST_F(CaptureTest, ARowThatGoesTakesTheLibrarysColumnsAlong) {
  ASSERT_TRUE(database_
                  ->Execute("DELETE FROM need WHERE id = 'a';"
                            "REPLACE INTO need(id) VALUES ('b')")
                  .ok());
  auto rows = database_->Prepare("SELECT op, rev, scope, hex(unknown) FROM _capture ORDER BY n");
  std::vector<std::string> seen;
  while (rows->Step().value()) {
    seen.push_back(
        absl::StrCat(rows->Int(0), " ", rows->Int(1), " ", rows->Int(2), " ", rows->Text(3)));
  }
  EXPECT_THAT(seen, ElementsAre("3 11 3 AA", "4 12 3 ", "1 0 0 "));
}

TEST_F(CaptureTest, ChangesCountersAreTheStatementsOwn) {
  ASSERT_TRUE(database_->Execute("UPDATE need SET description = 'X' WHERE id <> 'a'").ok());
  EXPECT_EQ(database_->changes(), 2);
}

TEST_F(CaptureTest, PresenceIsCapturedAsNull) {
  const Entity& visit = ProductEntity("visit");
  ASSERT_TRUE(
      database_
          ->Execute("INSERT INTO visit(id, started_at) VALUES ('v', 0);"
                    "UPDATE visit SET started_at = NULL; UPDATE visit SET started_at = NULL;"
                    "UPDATE visit SET started_at = 5")
          .ok());
  const std::vector<Capture> captures = ReadCaptures(visit, *database_);
  const size_t k = visit.IndexOf("started_at") - 1;
  ASSERT_EQ(captures.size(), 3u);
  EXPECT_EQ(captures[0].after[k], sql::Value(int64_t{0}));
  EXPECT_EQ(captures[1].before[k], sql::Value(int64_t{0}));
  EXPECT_EQ(captures[1].after[k], sql::Value());
  EXPECT_EQ(captures[2].before[k], sql::Value());
  EXPECT_EQ(captures[2].after[k], sql::Value(int64_t{5}));
}

TEST(CaptureValuesTest, EveryKindIsCapturedWithItsStoredType) {
  const Entity& everything = EverythingCatalogue().entities()[0];
  const std::unique_ptr<sql::Database> database = MemoryDatabase();
  ASSERT_TRUE(PrepareCapture(EverythingCatalogue(), *database).ok());
  ASSERT_TRUE(database
                  ->Execute("INSERT INTO everything(id, text, blob, flag, small, big, color, real, "
                            "maybe_real, at, labels, \"order\") VALUES ('1', 12, x'3132', 1, -5, "
                            "9223372036854775807, 7, 3, 2.5, 6, '[\"a\"]', 'by')")
                  .ok());
  const std::vector<Capture> captures = ReadCaptures(everything, *database);
  ASSERT_EQ(captures.size(), 1u);
  for (size_t i = 1; i < everything.fields.size(); ++i) {
    EXPECT_TRUE(TypeFits(everything.fields[i], captures[0].after[i - 1]))
        << everything.fields[i].name;
  }
  EXPECT_EQ(captures[0].after[0], sql::Value(std::string("12")));
  EXPECT_EQ(captures[0].after[everything.IndexOf("real") - 1], sql::Value(3.0));
}

}  // namespace
}  // namespace zoufang::schema
