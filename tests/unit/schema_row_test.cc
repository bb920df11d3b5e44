#include <gtest/gtest.h>

#include <random>

#include "absl/strings/str_cat.h"
#include "sync/base/error.h"
#include "sync/schema/row.h"
#include "sync/schema/tables.h"
#include "tests/support/schemas.h"
#include "zoufang/v1/division.pb.h"
#include "zoufang/v1/organization.pb.h"
#include "zoufang/v1/visit.pb.h"

namespace zoufang::schema {
namespace {

using google::protobuf::Message;
using zoufang::testing::EverythingCatalogue;
using zoufang::testing::EverythingMessages;
using zoufang::testing::FillAtRandom;
using zoufang::testing::MemoryDatabase;
using zoufang::testing::ProductCatalogue;
using zoufang::testing::ProductEntity;

const Entity& Everything() { return EverythingCatalogue().entities()[0]; }

std::unique_ptr<Message> NewMessage(const Entity& entity) {
  auto* factory = google::protobuf::MessageFactory::generated_factory();
  return std::unique_ptr<Message>(factory->GetPrototype(entity.descriptor)->New());
}

// A message of every entity of the product and of the one with every kind, filled in many ways.
std::vector<std::pair<const Entity*, std::string>> ManyBodies() {
  std::vector<std::pair<const Entity*, std::string>> bodies;
  for (uint64_t seed = 0; seed < 200; ++seed) {
    for (const Entity& entity : ProductCatalogue().entities()) {
      const std::unique_ptr<Message> message = NewMessage(entity);
      FillAtRandom(seed, *message);
      bodies.emplace_back(&entity, message->SerializeAsString());
    }
    const std::unique_ptr<Message> message = EverythingMessages().New("Everything");
    FillAtRandom(seed, *message);
    bodies.emplace_back(&Everything(), message->SerializeAsString());
  }
  return bodies;
}

sql::Value ValueOf(const Entity& entity, absl::string_view body, absl::string_view field) {
  const absl::StatusOr<Row> row = DecodeRow(entity, body);
  EXPECT_TRUE(row.ok()) << row.status();
  return row.ok() ? row->values[entity.IndexOf(field)] : sql::Value();
}

// A table of the entity, to put bodies in and take them out.
class Shelf {
 public:
  Shelf() : database_(MemoryDatabase()) {
    for (const Catalogue* catalogue : {&ProductCatalogue(), &EverythingCatalogue()}) {
      EXPECT_TRUE(CreateTables(*catalogue, End::kDevice, *database_).ok());
    }
  }

  absl::StatusOr<std::string> Put(const Entity& entity, absl::string_view body) {
    std::string marks = "?1";
    for (size_t i = 2; i <= entity.fields.size(); ++i) absl::StrAppend(&marks, ", ?", i);
    auto insert = database_->Prepare(absl::StrCat("INSERT OR REPLACE INTO ", entity.table, "(",
                                                  entity.Columns(), ") VALUES (", marks, ")"));
    BindScratch scratch;
    absl::StatusOr<std::string> unknown = BindBody(entity, body, 1, *insert, scratch);
    if (!unknown.ok()) return unknown.status();
    absl::Status stored = insert->Run();
    if (!stored.ok()) return stored;
    return unknown;
  }
  std::string Take(const Entity& entity, absl::string_view id) {
    auto select = database_->Prepare(
        absl::StrCat("SELECT ", entity.Columns(), " FROM ", entity.table, " WHERE id = ?1"));
    select->Bind(1, id);
    EXPECT_TRUE(select->Step().value());
    std::string body;
    AppendBody(entity, *select, 0, body);
    EXPECT_EQ(EncodeRow(entity, ReadRow(entity, *select, 0)), body);
    return body;
  }

 private:
  std::unique_ptr<sql::Database> database_;
};

TEST(RowTest, EncodesWhatProtobufEncodes) {
  for (const auto& [entity, body] : ManyBodies()) {
    const absl::StatusOr<Row> row = DecodeRow(*entity, body);
    ASSERT_TRUE(row.ok()) << row.status();
    ASSERT_EQ(EncodeRow(*entity, *row), body) << entity->name;
  }
}

TEST(RowTest, BodiesPassUnchangedThroughATable) {
  Shelf shelf;
  for (const auto& [entity, body] : ManyBodies()) {
    ASSERT_EQ(shelf.Put(*entity, body).value(), "");
    ASSERT_EQ(shelf.Take(*entity, IdInBody(body)), body) << entity->name;
  }
}

TEST(RowTest, DecodesValuesAsTheyAreStored) {
  v1::Visit visit;
  visit.set_id("v1");
  visit.set_kind(v1::VISIT_KIND_INSPECTION);
  visit.mutable_started_at()->set_seconds(-1);
  visit.mutable_started_at()->set_nanos(999999000);
  visit.add_participants("乙");
  visit.add_participants("a\"b");
  visit.add_participants("乙");
  const Entity& entity = ProductEntity("visit");
  const std::string body = visit.SerializeAsString();
  EXPECT_EQ(ValueOf(entity, body, "kind"), sql::Value(int64_t{2}));
  EXPECT_EQ(ValueOf(entity, body, "started_at"), sql::Value(int64_t{-1}));
  EXPECT_EQ(ValueOf(entity, body, "finished_at"), sql::Value());
  EXPECT_EQ(ValueOf(entity, body, "participants"), sql::Value(std::string(R"(["a\"b","乙"])")));
  EXPECT_EQ(ValueOf(entity, body, "summary"), sql::Value(std::string()));
  EXPECT_EQ(ValueOf(entity, body, "state"), sql::Value(int64_t{0}));
}

TEST(RowTest, EmptyMessageHasTheDefaultsOfATablesColumns) {
  const Row row = DecodeRow(Everything(), "").value();
  EXPECT_EQ(row.values, DefaultRow(Everything()).values);

  const std::unique_ptr<sql::Database> database = MemoryDatabase();
  ASSERT_TRUE(CreateTables(EverythingCatalogue(), End::kDevice, *database).ok());
  ASSERT_TRUE(database->Execute("INSERT INTO everything(id) VALUES ('')").ok());
  auto select =
      database->Prepare(absl::StrCat("SELECT ", Everything().Columns(), " FROM everything"));
  ASSERT_TRUE(select->Step().value());
  EXPECT_EQ(ReadRow(Everything(), *select, 0).values, row.values);
}

TEST(RowTest, ZeroOfAnOptionalFieldIsAValue) {
  v1::OrganizationProfile profile;
  profile.set_id("p");
  profile.set_full_time_staff(0);
  const Entity& entity = ProductEntity("organization_profile");
  EXPECT_EQ(ValueOf(entity, profile.SerializeAsString(), "full_time_staff"),
            sql::Value(int64_t{0}));
  profile.clear_full_time_staff();
  EXPECT_EQ(ValueOf(entity, profile.SerializeAsString(), "full_time_staff"), sql::Value());
}

TEST(RowTest, NegativeZeroIsEncodedAsProtobufEncodesIt) {
  const auto message = EverythingMessages().New("Everything");
  const auto* real = message->GetDescriptor()->FindFieldByName("real");
  for (const double zero : {0.0, -0.0}) {
    message->GetReflection()->SetDouble(message.get(), real, zero);
    const std::string body = message->SerializeAsString();
    EXPECT_EQ(EncodeRow(Everything(), *DecodeRow(Everything(), body)), body) << zero;
  }
}

TEST(RowTest, TimeOfTheEpochIsNotNull) {
  v1::Visit visit;
  visit.mutable_started_at();
  EXPECT_EQ(ValueOf(ProductEntity("visit"), visit.SerializeAsString(), "started_at"),
            sql::Value(int64_t{0}));
}

// Bytes written by hand: field 2 is `text`, 6 `flag`, 8 `small`, 9 `big`, 11 `color`, 15 `at`.
std::string Bytes(std::initializer_list<int> bytes) {
  std::string text;
  for (const int byte : bytes) text += static_cast<char>(byte);
  return text;
}

TEST(RowTest, OfAFieldGivenTwiceTheLastCounts) {
  EXPECT_EQ(ValueOf(Everything(), Bytes({0x12, 1, 'a', 0x40, 7, 0x12, 1, 'b', 0x40, 0}), "text"),
            sql::Value(std::string("b")));
  EXPECT_EQ(ValueOf(Everything(), Bytes({0x40, 7, 0x40, 9}), "small"), sql::Value(int64_t{9}));
}

TEST(RowTest, PartsOfATimeGivenApartAreOneTime) {
  // at { seconds: 1 } at { nanos: 5000 }
  const std::string body = Bytes({0x7a, 2, 0x08, 1, 0x7a, 3, 0x10, 0x88, 0x27});
  const auto message = EverythingMessages().New("Everything");
  ASSERT_TRUE(message->ParseFromString(body));
  EXPECT_EQ(ValueOf(Everything(), body, "at"), sql::Value(int64_t{1000005}));
  EXPECT_EQ(ValueOf(Everything(), message->SerializeAsString(), "at"),
            sql::Value(int64_t{1000005}));
}

TEST(RowTest, LongFormsOfNumbersAreRead) {
  EXPECT_EQ(ValueOf(Everything(), Bytes({0x48, 0x81, 0x80, 0x80, 0x00}), "big"),
            sql::Value(int64_t{1}));
  EXPECT_EQ(ValueOf(Everything(), Bytes({0xc8, 0x80, 0x00, 0x05}), "big"), sql::Value(int64_t{5}));
}

TEST(RowTest, AnyTrueIsOne) {
  EXPECT_EQ(ValueOf(Everything(), Bytes({0x30, 0x80, 0x02}), "flag"), sql::Value(int64_t{1}));
}

TEST(RowTest, NarrowNumbersAreCutAsProtobufCutsThem) {
  // 2^32 + 3, and -2 in five bytes as some writers put it.
  EXPECT_EQ(ValueOf(Everything(), Bytes({0x40, 0x83, 0x80, 0x80, 0x80, 0x10}), "small"),
            sql::Value(int64_t{3}));
  EXPECT_EQ(ValueOf(Everything(), Bytes({0x58, 0xfe, 0xff, 0xff, 0xff, 0x0f}), "color"),
            sql::Value(int64_t{-2}));
}

TEST(RowTest, EnumNumbersOfANewerSchemaAreKept) {
  const std::string body = Bytes({0x58, 0xc8, 0x01});
  EXPECT_EQ(ValueOf(Everything(), body, "color"), sql::Value(int64_t{200}));
  EXPECT_EQ(EncodeRow(Everything(), *DecodeRow(Everything(), body)), body);
}

TEST(RowTest, UnknownFieldsOfEveryWireTypeAreKeptVerbatim) {
  const std::string id = Bytes({0x0a, 1, 'x'});
  const std::string varint = Bytes({0x90, 0x03, 0xac, 0x02});                      // 50
  const std::string fixed64 = Bytes({0x99, 0x03, 1, 2, 3, 4, 5, 6, 7, 8});         // 51
  const std::string bytes = Bytes({0xa2, 0x03, 2, 0xff, 0xfe});                    // 52
  const std::string group = Bytes({0xab, 0x03, 0x0b, 0x08, 1, 0x0c, 0xac, 0x03});  // 53
  const std::string fixed32 = Bytes({0xb5, 0x03, 1, 2, 3, 4});                     // 54
  const std::string other_type = Bytes({0x15, 1, 2, 3, 4});                        // 2 as fixed32
  const std::string unknown = varint + fixed64 + bytes + group + fixed32 + other_type;
  const std::string body =
      varint + fixed64 + id + bytes + group + fixed32 + Bytes({0x40, 5}) + other_type;

  const Row row = DecodeRow(Everything(), body).value();
  EXPECT_EQ(row.id(), "x");
  EXPECT_EQ(row.unknown, unknown);
  EXPECT_EQ(EncodeRow(Everything(), row), id + Bytes({0x40, 5}) + unknown);

  Shelf shelf;
  EXPECT_EQ(shelf.Put(Everything(), body).value(), unknown);
  EXPECT_EQ(shelf.Take(Everything(), "x"), id + Bytes({0x40, 5}));
}

TEST(RowTest, ANewerPeersFieldSurvivesAnOlderOne) {
  v1::Visit visit;
  visit.set_id("v");
  visit.set_summary("小结");
  // Department: id 1, name 2, division_code 3; the visit's other fields are unknown to it.
  const Entity& older = ProductEntity("department");
  const Row row = DecodeRow(older, visit.SerializeAsString()).value();
  v1::Visit back;
  ASSERT_TRUE(back.ParseFromString(EncodeRow(older, row)));
  EXPECT_EQ(back.summary(), "小结");
}

struct Malformed {
  const char* why;
  std::string body;
};

TEST(RowTest, MalformedMessagesAreRefused) {
  const std::vector<Malformed> cases = {
      {"truncated tag", Bytes({0x80})},
      {"tag number 0", Bytes({0x00, 1})},
      {"tag beyond 32 bits", Bytes({0x88, 0x80, 0x80, 0x80, 0x10, 1})},
      {"truncated varint", Bytes({0x40, 0x80})},
      {"varint of eleven bytes",
       Bytes({0x40, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01})},
      {"text longer than the message", Bytes({0x12, 5, 'a'})},
      {"length beyond memory",
       Bytes({0x12, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01})},
      {"truncated double", Bytes({0x69, 1, 2, 3})},
      {"NaN", Bytes({0x69, 0, 0, 0, 0, 0, 0, 0xf8, 0x7f})},
      {"unknown field cut short", Bytes({0x99, 0x03, 1})},
      {"end of a group that never began", Bytes({0x94, 0x03})},
      {"group without end", Bytes({0x93, 0x03, 0x08, 1})},
      {"wire type 6", Bytes({0x16, 1})},
      {"wire type 7", Bytes({0x17, 1})},
      {"malformed time", Bytes({0x7a, 1, 0x08})},
      {"time after 9999", Bytes({0x7a, 7, 0x08, 0x80, 0x83, 0xd1, 0xff, 0xaf, 0x07})},
      {"nanoseconds below 0",
       Bytes({0x7a, 11, 0x10, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01})},
      {"text that is not UTF-8", Bytes({0x12, 1, 0xff})},
      {"set member that is not UTF-8", Bytes({0x82, 0x01, 1, 0xc0})},
  };
  Shelf shelf;
  for (const Malformed& malformed : cases) {
    const absl::Status status = DecodeRow(Everything(), malformed.body).status();
    EXPECT_EQ(base::ReasonOf(status), "UNDECODABLE") << malformed.why;
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << malformed.why;
    EXPECT_EQ(shelf.Put(Everything(), malformed.body).status(), status) << malformed.why;
  }
}

TEST(RowTest, GroupsNestedBeyondReasonAreRefused) {
  std::string body;
  for (int depth = 0; depth < 100000; ++depth) body += Bytes({0x93, 0x03});
  for (int depth = 0; depth < 100000; ++depth) body += Bytes({0x94, 0x03});
  EXPECT_FALSE(DecodeRow(Everything(), body).ok());
}

TEST(RowTest, TextIsAcceptedExactlyWhenProtobufAcceptsIt) {
  const std::vector<std::string> texts = {
      "plain",
      "汉字",
      "😀",
      std::string("a\0b", 3),
      Bytes({0xc3, 0xa9}),
      Bytes({0xc0, 0x80}),        // Overlong NUL.
      Bytes({0xc1, 0xbf}),        // Overlong DEL.
      Bytes({0xe0, 0x80, 0x80}),  // Overlong.
      Bytes({0xe0, 0xa0, 0x80}),
      Bytes({0xed, 0x9f, 0xbf}),
      Bytes({0xed, 0xa0, 0x80}),  // A surrogate.
      Bytes({0xee, 0x80, 0x80}),
      Bytes({0xf0, 0x90, 0x80, 0x80}),
      Bytes({0xf0, 0x8f, 0xbf, 0xbf}),  // Overlong.
      Bytes({0xf4, 0x8f, 0xbf, 0xbf}),
      Bytes({0xf4, 0x90, 0x80, 0x80}),  // Above U+10FFFF.
      Bytes({0xf5, 0x80, 0x80, 0x80}),
      Bytes({0x80}),
      Bytes({0xc3}),
      Bytes({0xe6, 0xb1}),
      Bytes({0xf0, 0x9f, 0x98}),
      "eight by" + Bytes({0xff}),
      "eight bytes" + Bytes({0xe6, 0xb1}),
      Bytes({0xe6, 'a', 'b'}),
      Bytes({0xc3, 'a'}),
      Bytes({0xff}),
  };
  // Alone, and with more after it: there the check takes another path.
  for (size_t i = 0; i < 2 * texts.size(); ++i) {
    const std::string text = texts[i / 2] + (i % 2 == 0 ? "" : "字more");
    const std::string body = Bytes({0x12, static_cast<int>(text.size())}) + text;
    v1::Department department;
    EXPECT_EQ(DecodeRow(ProductEntity("department"), body).ok(), department.ParseFromString(body))
        << ::testing::PrintToString(text);
  }
}

TEST(RowTest, TakesAnyBytesWithoutHarm) {
  std::mt19937_64 engine(7);
  for (const auto& [entity, body] : ManyBodies()) {
    std::string damaged = body;
    for (int i = 0; i < 3; ++i) {
      damaged[engine() % damaged.size()] = static_cast<char>(engine());
    }
    damaged.resize(engine() % (damaged.size() + 1));
    const absl::StatusOr<Row> row = DecodeRow(*entity, damaged);
    if (row.ok()) {
      const std::string again = EncodeRow(*entity, *row);
      EXPECT_EQ(EncodeRow(*entity, *DecodeRow(*entity, again)), again);
    }
    IdInBody(damaged);
  }
}

TEST(RowTest, IdIsFoundWhereverItStands) {
  EXPECT_EQ(IdInBody(Bytes({0x0a, 2, 'i', 'd'})), "id");
  EXPECT_EQ(IdInBody(Bytes({0x40, 7, 0x0a, 2, 'i', 'd', 0x12, 1, 'a'})), "id");
  EXPECT_EQ(IdInBody(Bytes({0x0a, 1, 'a', 0x0a, 1, 'b'})), "b");
  EXPECT_EQ(IdInBody(Bytes({0x12, 1, 'a'})), "");
  EXPECT_EQ(IdInBody(Bytes({0x0a, 9, 'a'})), "");
  EXPECT_EQ(IdInBody(""), "");
}

TEST(RowTest, ScratchServesOneRowAfterAnother) {
  const std::unique_ptr<sql::Database> database = MemoryDatabase();
  ASSERT_TRUE(CreateTables(ProductCatalogue(), End::kDevice, *database).ok());
  const Entity& entity = ProductEntity("organization_profile");
  auto insert = database->Prepare(
      absl::StrCat("INSERT INTO organization_profile(", entity.Columns(),
                   ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"));
  BindScratch scratch;
  for (const char* id : {"a", "b"}) {
    v1::OrganizationProfile profile;
    profile.set_id(id);
    if (*id == 'a') profile.add_tags("重点");
    const std::string body = profile.SerializeAsString();
    ASSERT_TRUE(BindBody(entity, body, 1, *insert, scratch).ok());
    ASSERT_TRUE(insert->Run().ok());
  }
  auto tags = database->Prepare("SELECT group_concat(tags, ' ') FROM organization_profile");
  ASSERT_TRUE(tags->Step().value());
  EXPECT_EQ(tags->Text(0), "[\"重点\"] []");
}

}  // namespace
}  // namespace zoufang::schema
