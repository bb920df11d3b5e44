#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "sync/schema/row.h"
#include "sync/schema/tables.h"
#include "tests/support/schemas.h"
#include "zoufang/v1/visit.pb.h"

namespace zoufang::schema {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;
using zoufang::testing::DeclaredMessages;
using zoufang::testing::EverythingCatalogue;
using zoufang::testing::MemoryDatabase;
using zoufang::testing::ProductCatalogue;

// A note, as version 1 and 2 of a product declare it.
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
    field {
      name: "stars"
      number: 3
      type: TYPE_INT32
      options {
        [zoufang.sync.v1.field] { index: true }
      }
    }
    field { name: "tags" number: 4 type: TYPE_STRING label: LABEL_REPEATED }
    field { name: "seen_at" number: 5 type: TYPE_MESSAGE type_name: ".google.protobuf.Timestamp" }
  }
  message_type {
    name: "Extra"
    options {
      [zoufang.sync.v1.entity] { number: 2 scope: "s" }
    }
    field { name: "id" number: 1 type: TYPE_STRING }
  })pb";

class TablesTest : public ::testing::Test {
 protected:
  // Every row's columns joined by "|".
  std::vector<std::string> Query(absl::string_view sql, int columns) {
    auto query = database_->Prepare(sql);
    EXPECT_TRUE(query.ok()) << query.status();
    std::vector<std::string> rows;
    while (query.ok() && query->Step().value()) {
      std::vector<std::string> cells;
      for (int i = 0; i < columns; ++i) cells.emplace_back(query->Text(i));
      rows.push_back(absl::StrJoin(cells, "|"));
    }
    return rows;
  }
  absl::Status Create(const Catalogue& catalogue, End end) {
    return database_->Write([&] { return CreateTables(catalogue, end, *database_); });
  }

  std::unique_ptr<sql::Database> database_ = MemoryDatabase();
};

TEST_F(TablesTest, ColumnsFollowTheDeclarationsOnADevice) {
  ASSERT_TRUE(Create(EverythingCatalogue(), End::kDevice).ok());
  EXPECT_THAT(
      Query("SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_info('everything')",
            5),
      ElementsAre("id|TEXT|1||1", "text|TEXT|1|''|0", "maybe_text|TEXT|0||0", "blob|BLOB|1|x''|0",
                  "maybe_blob|BLOB|0||0", "flag|INTEGER|1|0|0", "maybe_flag|INTEGER|0||0",
                  "small|INTEGER|1|0|0", "big|INTEGER|1|0|0", "maybe_big|INTEGER|0||0",
                  "color|INTEGER|1|0|0", "maybe_color|INTEGER|0||0", "real|REAL|1|0|0",
                  "maybe_real|REAL|0||0", "at|INTEGER|0||0", "labels|TEXT|1|'[]'|0",
                  "order|TEXT|1|''|0", "far|INTEGER|1|0|0", "_rev|INTEGER|1|0|0",
                  "_scope|INTEGER|0||0", "_unknown|BLOB|0||0"));
}

TEST_F(TablesTest, ServerAlsoKeepsMetaAndAnIndexByScope) {
  ASSERT_TRUE(Create(ProductCatalogue(), End::kServer).ok());
  EXPECT_THAT(
      Query("SELECT name FROM pragma_table_info('need') WHERE name LIKE '\\_%' ESCAPE '\\'", 1),
      ElementsAre("_rev", "_scope", "_unknown", "_meta"));
  EXPECT_THAT(Query("SELECT name FROM pragma_index_info('need__scope')", 1),
              ElementsAre("_scope", "id"));
}

TEST_F(TablesTest, DeclaredFieldsAndParentsAreIndexed) {
  ASSERT_TRUE(Create(ProductCatalogue(), End::kDevice).ok());
  EXPECT_THAT(Query("SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name IN "
                    "('organization', 'conflict', 'need') AND sql IS NOT NULL",
                    1),
              UnorderedElementsAre("organization__by_credit_code", "organization__by_area_code",
                                   "conflict__by_row_id", "need__by_visit_id"));
}

TEST_F(TablesTest, ParentsAreIndexedWithoutBeingTold) {
  const DeclaredMessages messages(R"pb(
    message_type {
      name: "Root"
      options {
        [zoufang.sync.v1.entity] { number: 1 scope: "s" }
      }
      field { name: "id" number: 1 type: TYPE_STRING }
    }
    message_type {
      name: "Leaf"
      options {
        [zoufang.sync.v1.entity] { number: 2 parent_field: "root_id" parent: 1 }
      }
      field { name: "id" number: 1 type: TYPE_STRING }
      field {
        name: "root_id"
        number: 2
        type: TYPE_STRING
        options {
          [zoufang.sync.v1.field] { merge: APPEND }
        }
      }
    })pb");
  ASSERT_TRUE(Create(messages.Build().value(), End::kDevice).ok());
  EXPECT_THAT(Query("SELECT name FROM pragma_index_info('leaf__by_root_id')", 1),
              ElementsAre("root_id"));
}

TEST_F(TablesTest, TablesRefuseValuesOfAnotherType) {
  ASSERT_TRUE(Create(ProductCatalogue(), End::kDevice).ok());
  EXPECT_FALSE(database_->Execute("INSERT INTO need(id, kind) VALUES ('a', 'x')").ok());
  EXPECT_FALSE(database_->Execute("INSERT INTO need(kind) VALUES (1)").ok());
  EXPECT_FALSE(database_->Execute("INSERT INTO need(id, description) VALUES ('a', NULL)").ok());
  EXPECT_TRUE(database_->Execute("INSERT INTO need(id) VALUES ('a')").ok());
}

TEST_F(TablesTest, CreatingAgainChangesNothing) {
  ASSERT_TRUE(Create(ProductCatalogue(), End::kServer).ok());
  const auto before = database_->QueryInt("PRAGMA schema_version");
  ASSERT_TRUE(Create(ProductCatalogue(), End::kServer).ok());
  EXPECT_EQ(*database_->QueryInt("PRAGMA schema_version"), *before);
}

TEST_F(TablesTest, NewFieldsAndEntitiesAreAddedAndOldRowsKept) {
  ASSERT_TRUE(Create(DeclaredMessages(kNote1).Build().value(), End::kServer).ok());
  ASSERT_TRUE(database_->Execute("INSERT INTO note(id, text, _rev) VALUES ('a', '旧', 7)").ok());
  ASSERT_TRUE(Create(DeclaredMessages(kNote2).Build().value(), End::kServer).ok());
  EXPECT_THAT(Query("SELECT id, text, stars, tags, seen_at IS NULL, _rev FROM note", 6),
              ElementsAre("a|旧|0|[]|1|7"));
  EXPECT_TRUE(database_->Execute("INSERT INTO extra(id) VALUES ('e')").ok());
  EXPECT_THAT(Query("SELECT name FROM sqlite_schema WHERE name = 'note__by_stars'", 1),
              ElementsAre("note__by_stars"));
}

TEST_F(TablesTest, AnOlderProgramLeavesANewersColumnsAlone) {
  ASSERT_TRUE(Create(DeclaredMessages(kNote2).Build().value(), End::kDevice).ok());
  ASSERT_TRUE(database_->Execute("INSERT INTO note(id, stars) VALUES ('a', 5)").ok());
  ASSERT_TRUE(Create(DeclaredMessages(kNote1).Build().value(), End::kDevice).ok());
  EXPECT_THAT(Query("SELECT stars FROM note", 1), ElementsAre("5"));
}

TEST_F(TablesTest, UnknownFieldsMoveIntoTheirColumnsWhenTheSchemaLearnsThem) {
  const DeclaredMessages old_messages(kNote1), new_messages(kNote2);
  const Catalogue older = old_messages.Build().value(), newer = new_messages.Build().value();
  ASSERT_TRUE(Create(older, End::kDevice).ok());
  // text, stars: 4, tags, seen_at: 1 s, and field 9 that nobody knows yet.
  const std::string future = "\x4a\x01z";
  const std::string known_later = "\x18\x04\x22\x01t\x2a\x02\x08\x01";
  const std::string body = absl::StrCat("\x0a\x01", "a", "\x12\x01", "x", known_later, future);
  const Row row = DecodeRow(older.entities()[0], body).value();
  ASSERT_EQ(row.unknown, absl::StrCat(known_later, future));
  {
    auto insert = database_->Prepare("INSERT INTO note(id, text, _unknown) VALUES ('a', 'x', ?1)");
    insert->BindBlob(1, row.unknown);
    ASSERT_TRUE(insert->Run().ok());
  }

  ASSERT_TRUE(Create(newer, End::kDevice).ok());
  EXPECT_THAT(Query("SELECT text, stars, tags, seen_at, hex(_unknown) FROM note", 5),
              ElementsAre("x|4|[\"t\"]|1000000|4A017A"));
  const Entity& note = newer.entities()[0];
  auto select = database_->Prepare(absl::StrCat("SELECT ", note.Columns(), ", _unknown FROM note"));
  ASSERT_TRUE(select->Step().value());
  std::string encoded;
  AppendBody(note, *select, 0, encoded);
  EXPECT_EQ(absl::StrCat(encoded, select->Blob(static_cast<int>(note.fields.size()))), body);
}

TEST_F(TablesTest, UnknownBytesThatDoNotFitTheNewDeclarationStay) {
  ASSERT_TRUE(Create(DeclaredMessages(kNote1).Build().value(), End::kDevice).ok());
  // seen_at as a time after the year 9999; and stars as a text.
  ASSERT_TRUE(database_
                  ->Execute("INSERT INTO note(id, _unknown) VALUES "
                            "('a', x'2a07088083d1ffaf07'), ('b', x'1a0141')")
                  .ok());
  ASSERT_TRUE(Create(DeclaredMessages(kNote2).Build().value(), End::kDevice).ok());
  EXPECT_THAT(Query("SELECT id, stars, seen_at IS NULL, hex(_unknown) FROM note ORDER BY id", 4),
              ElementsAre("a|0|1|2A07088083D1FFAF07", "b|0|1|1A0141"));
}

}  // namespace
}  // namespace zoufang::schema
