// Values on their own: on the wire, their types, sets.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "sync/base/error.h"
#include "sync/schema/row.h"
#include "sync/schema/set_edit.h"
#include "tests/support/schemas.h"
#include "zoufang/sync/v1/mutation.pb.h"

namespace zoufang::schema {
namespace {

using ::testing::ElementsAre;

const Entity& Everything() { return zoufang::testing::EverythingCatalogue().entities()[0]; }

TEST(WireValueTest, EveryStoredTypeComesBack) {
  const std::vector<sql::Value> values = {std::monostate(),
                                          int64_t{0},
                                          std::numeric_limits<int64_t>::min(),
                                          0.0,
                                          1.5,
                                          std::string(),
                                          std::string("字"),
                                          sql::Blob{},
                                          sql::Blob{"\xff"}};
  for (const sql::Value& value : values) {
    sync::v1::Value wire;
    ASSERT_TRUE(wire.ParseFromString(ToWire(value).SerializeAsString()));
    EXPECT_EQ(FromWire(wire), value);
  }
}

TEST(WireValueTest, TypesFitTheirKinds) {
  const std::vector<sql::Value> values = {std::monostate(), int64_t{1}, 1.5, std::string("a"),
                                          sql::Blob{"a"}};
  const std::vector<std::pair<const char*, std::vector<bool>>> fits = {
      {"text", {false, false, false, true, false}},
      {"maybe_text", {true, false, false, true, false}},
      {"labels", {false, false, false, true, false}},
      {"blob", {false, false, false, false, true}},
      {"real", {false, false, true, false, false}},
      {"at", {true, true, false, false, false}},
      {"flag", {false, true, false, false, false}},
      {"color", {false, true, false, false, false}},
      {"maybe_big", {true, true, false, false, false}},
  };
  for (const auto& [name, expected] : fits) {
    const Field& field = Everything().fields[Everything().IndexOf(name)];
    for (size_t i = 0; i < values.size(); ++i) {
      EXPECT_EQ(TypeFits(field, values[i]), expected[i]) << name << " " << i;
    }
  }
}

TEST(SetTest, TextIsSortedByCodePointAndDistinct) {
  EXPECT_EQ(SetText({}), "[]");
  EXPECT_EQ(SetText({"b", "a", "b"}), R"(["a","b"])");
  EXPECT_EQ(SetText({"😀", "～", "中", "z"}), R"(["z","中","～","😀"])");  // U+1F600 after U+FF5E.
  EXPECT_EQ(SetText({"\"", "\\", "\n", "\x1f", "/"}), R"(["\u000a","\u001f","\"","/","\\"])");
}

TEST(SetTest, MembersAreReadFromAnyWriting) {
  EXPECT_THAT(SetMembers("[]").value(), ElementsAre());
  EXPECT_THAT(SetMembers(R"( ["b", "\u0061", "b"] )").value(), ElementsAre("a", "b"));
  EXPECT_THAT(SetMembers(SetText({"\"", "\n", "中"})).value(), ElementsAre("\n", "\"", "中"));
  for (const char* bad : {"", "null", "{}", "\"a\"", "[1]", "[\"a\"", "[\"a\"] x", "[[\"a\"]]"}) {
    EXPECT_EQ(base::ReasonOf(SetMembers(bad).status()), "UNDECODABLE") << bad;
  }
}

TEST(SetTest, ARepeatedEditAddsAndRemovesTheSameMembersAndKeepsTheOthers) {
  sync::v1::FieldEdit edit;
  edit.mutable_old_value()->set_text(R"(["a","b"])");
  edit.mutable_new_value()->set_text(R"(["b","c"])");
  EXPECT_EQ(RepeatSetEdit(edit, sql::Value(R"(["a","x"])")).value(),
            sql::Value(R"(["b","c","x"])"));
  EXPECT_EQ(base::ReasonOf(RepeatSetEdit(edit, sql::Value("x")).status()), "UNDECODABLE");
}

TEST(SetTest, CanonicalFormIsTheOneTheOtherEndWouldWrite) {
  const Field& labels = Everything().fields[Everything().IndexOf("labels")];
  const Field& text = Everything().fields[Everything().IndexOf("text")];
  const sql::Value written = std::string(R"(["乙", "甲"])");
  EXPECT_EQ(Canonical(labels, written), sql::Value(std::string(R"(["乙","甲"])")));
  EXPECT_EQ(Canonical(labels, std::string("not json")), sql::Value(std::string("not json")));
  EXPECT_EQ(Canonical(text, written), written);
}

}  // namespace
}  // namespace zoufang::schema
