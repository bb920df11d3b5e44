#include <gtest/gtest.h>

#include "sync/base/error.h"
#include "sync/schema/row.h"
#include "tests/support/schemas.h"

namespace zoufang::schema {
namespace {

const Field& FieldNamed(absl::string_view name) {
  const Entity& everything = zoufang::testing::EverythingCatalogue().entities()[0];
  return everything.fields[everything.IndexOf(name)];
}

struct Written {
  const char* field;
  sql::Value value;
  const char* json;
};

TEST(JsonTest, EveryKindIsWrittenAndReadBack) {
  const std::vector<Written> cases = {
      {"maybe_text", std::monostate(), "null"},
      {"text", std::string(), R"("")"},
      {"text", std::string("甲\"乙\\\n\t"), R"("甲\"乙\\\u000a\u0009")"},
      {"blob", sql::Blob{"\xff\x01"}, R"("/wE=")"},
      {"flag", int64_t{1}, "true"},
      {"flag", int64_t{0}, "false"},
      {"big", int64_t{-9223372036854775807 - 1}, "-9223372036854775808"},
      {"big", int64_t{9223372036854775807}, "9223372036854775807"},
      {"color", int64_t{-2}, "-2"},
      {"real", 0.1, "0.1"},
      {"real", 3.0, "3.0"},
      {"real", 1e300, "1e+300"},
      {"at", int64_t{1700000000123456}, "1700000000123456"},
      {"labels", std::string(R"(["a","乙"])"), R"(["a","乙"])"},
      {"labels", std::string("[]"), "[]"},
  };
  for (const Written& written : cases) {
    const Field& field = FieldNamed(written.field);
    EXPECT_EQ(ToJson(field, written.value), written.json) << written.field;
    const absl::StatusOr<sql::Value> back = FromJson(field, written.json);
    ASSERT_TRUE(back.ok()) << written.json << ": " << back.status();
    EXPECT_EQ(*back, written.value) << written.json;
  }
}

TEST(JsonTest, OtherWritingsAreUnderstood) {
  EXPECT_EQ(FromJson(FieldNamed("flag"), "1").value(), sql::Value(int64_t{1}));
  EXPECT_EQ(FromJson(FieldNamed("real"), "3").value(), sql::Value(3.0));
  EXPECT_EQ(FromJson(FieldNamed("labels"), R"( ["b", "a", "b"] )").value(),
            sql::Value(std::string(R"(["a","b"])")));
}

TEST(JsonTest, WhatDoesNotSuitTheFieldIsRefused) {
  const std::vector<std::pair<const char*, const char*>> cases = {
      {"text", "12"},      {"text", "null"},
      {"text", "\"a"},     {"text", ""},
      {"big", "1.5"},      {"big", "\"1\""},
      {"big", "true"},     {"big", "9223372036854775808"},
      {"real", "\"1\""},   {"blob", "\"not base!\""},
      {"blob", "1"},       {"labels", "[1]"},
      {"labels", "\"a\""}, {"at", "\"2026-03-01\""},
      {"color", "[]"},     {"text", "\"\xff\""},
  };
  for (const auto& [field, json] : cases) {
    EXPECT_EQ(base::ReasonOf(FromJson(FieldNamed(field), json).status()), "UNDECODABLE")
        << field << " " << json;
  }
}

}  // namespace
}  // namespace zoufang::schema
