// Triggers in a new file, an old one, and under another program.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "tests/support/captures.h"
#include "tests/support/schemas.h"
#include "tests/support/temp_dir.h"

namespace zoufang::schema {
namespace {

using ::testing::ElementsAre;
using zoufang::testing::Capture;
using zoufang::testing::DeclaredMessages;
using zoufang::testing::MemoryDatabase;
using zoufang::testing::NeedSentences;
using zoufang::testing::PrepareCapture;
using zoufang::testing::ProductCatalogue;
using zoufang::testing::ReadCaptures;

TEST(CaptureInstallTest, TriggersAreReplacedOnlyWhenTheyDiffer) {
  const std::unique_ptr<sql::Database> database = MemoryDatabase();
  ASSERT_TRUE(PrepareCapture(ProductCatalogue(), *database).ok());
  const auto before = database->QueryInt("PRAGMA schema_version");
  ASSERT_TRUE(PrepareCapture(ProductCatalogue(), *database).ok());
  EXPECT_EQ(*database->QueryInt("PRAGMA schema_version"), *before);
}

constexpr char kNote1[] = R"pb(
  message_type {
    name: "Note"
    options {
      [zoufang.sync.v1.entity] { number: 1 scope: "s" }
    }
    field { name: "id" number: 1 type: TYPE_STRING }
    field { name: "text" number: 2 type: TYPE_STRING }
  })pb";
constexpr char kNote2[] = R"pb(
  message_type {
    name: "Note"
    options {
      [zoufang.sync.v1.entity] { number: 1 scope: "s" }
    }
    field { name: "id" number: 1 type: TYPE_STRING }
    field { name: "text" number: 2 type: TYPE_STRING }
    field { name: "stars" number: 3 type: TYPE_INT32 }
    field { name: "group" number: 4 type: TYPE_STRING }
  })pb";

constexpr char kNoteWithGap[] = R"pb(
  message_type {
    name: "Note"
    options {
      [zoufang.sync.v1.entity] { number: 1 scope: "s" }
    }
    field { name: "id" number: 1 type: TYPE_STRING }
    field { name: "group" number: 4 type: TYPE_STRING }
  })pb";

TEST(CaptureInstallTest, ANewFieldBetweenOthersLeavesOldCapturesTheirMeaning) {
  const std::unique_ptr<sql::Database> database = MemoryDatabase();
  const DeclaredMessages older(kNoteWithGap), newer(kNote2);
  ASSERT_TRUE(PrepareCapture(older.Build().value(), *database).ok());
  ASSERT_TRUE(database->Execute("INSERT INTO note(id, \"group\") VALUES ('a', 'g')").ok());
  const Catalogue catalogue = newer.Build().value();
  ASSERT_TRUE(PrepareCapture(catalogue, *database).ok());
  const std::vector<Capture> captures = ReadCaptures(catalogue.entities().front(), *database);
  ASSERT_EQ(captures.size(), 1u);
  EXPECT_THAT(captures[0].after, ElementsAre(sql::Value(), sql::Value(), std::string("g")));
}

TEST(CaptureInstallTest, NewFieldsAreCapturedAndOldCapturesKept) {
  const std::unique_ptr<sql::Database> database = MemoryDatabase();
  const DeclaredMessages older(kNote1), newer(kNote2);
  ASSERT_TRUE(PrepareCapture(older.Build().value(), *database).ok());
  ASSERT_TRUE(database->Execute("INSERT INTO note(id, text) VALUES ('a', 'x')").ok());
  const Catalogue catalogue = newer.Build().value();
  ASSERT_TRUE(PrepareCapture(catalogue, *database).ok());
  ASSERT_TRUE(database->Execute("UPDATE note SET stars = 5, \"group\" = 'g'").ok());
  const std::vector<Capture> captures = ReadCaptures(catalogue.entities()[0], *database);
  ASSERT_EQ(captures.size(), 2u);
  EXPECT_THAT(captures[0].after,
              ElementsAre(sql::Value(std::string("x")), sql::Value(), sql::Value()));
  EXPECT_THAT(captures[1].before, ElementsAre(sql::Value(std::string("x")), sql::Value(int64_t{0}),
                                              sql::Value(std::string())));
  EXPECT_THAT(captures[1].after, ElementsAre(sql::Value(std::string("x")), sql::Value(int64_t{5}),
                                             sql::Value(std::string("g"))));
}

TEST(CaptureInstallTest, AnEntityOfAnIdAloneIsCaptured) {
  const std::unique_ptr<sql::Database> database = MemoryDatabase();
  const DeclaredMessages messages(R"pb(
    message_type {
      name: "Mark"
      options {
        [zoufang.sync.v1.entity] { number: 1 scope: "s" }
      }
      field { name: "id" number: 1 type: TYPE_STRING }
    })pb");
  const Catalogue catalogue = messages.Build().value();
  ASSERT_TRUE(PrepareCapture(catalogue, *database).ok());
  ASSERT_TRUE(database
                  ->Execute("INSERT INTO mark(id) VALUES ('a'); UPDATE mark SET id = 'b';"
                            "DELETE FROM mark")
                  .ok());
  EXPECT_EQ(*database->QueryInt("SELECT group_concat(op, '') FROM _capture"), 1313);
}

TEST(CaptureShellTest, TheSqliteShellIsCapturedLikeAnyOther) {
  if (std::system("command -v sqlite3 >/dev/null") != 0) GTEST_SKIP() << "no sqlite3 shell here";
  const zoufang::testing::TempDir folder;
  const std::string path = folder.File("tablet.db");
  const auto database = sql::Database::Open(path, {}).value();
  ASSERT_TRUE(PrepareCapture(ProductCatalogue(), *database).ok());
  const std::string command =
      absl::StrCat("sqlite3 '", path,
                   "' \"INSERT INTO need(id, description) VALUES ('a', 'A'); "
                   "UPDATE need SET description = 'X'; DELETE FROM need\"");
  ASSERT_EQ(std::system(command.c_str()), 0);
  EXPECT_THAT(NeedSentences(*database),
              ElementsAre("insert a: A", "update a: A -> X", "delete a: X"));
}

}  // namespace
}  // namespace zoufang::schema
