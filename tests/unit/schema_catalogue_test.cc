#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "absl/strings/str_replace.h"
#include "sync/base/error.h"
#include "sync/schema/catalogue.h"
#include "tests/support/schemas.h"
#include "zoufang/v1/visit.pb.h"

namespace zoufang::schema {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;
using zoufang::testing::DeclaredMessages;
using zoufang::testing::EverythingCatalogue;
using zoufang::testing::ProductCatalogue;
using zoufang::testing::ProductEntity;

TEST(CatalogueTest, HoldsTheProductsEntitiesByNumber) {
  std::vector<std::string> tables;
  for (const Entity& entity : ProductCatalogue().entities()) tables.push_back(entity.table);
  EXPECT_THAT(tables, ElementsAre("division", "department", "organization", "organization_profile",
                                  "visit", "visit_answer", "finding", "need", "correction",
                                  "risk_report", "oral_complaint", "attachment", "complaint",
                                  "complaint_message", "conflict"));
  std::set<int> numbers;
  for (const Entity& entity : ProductCatalogue().entities()) {
    for (const Field& field : entity.fields) numbers.insert(field.number);
  }
  EXPECT_THAT(ProductCatalogue().field_numbers(), ElementsAreArray(numbers));
  EXPECT_EQ(ProductCatalogue().Find(5)->name, "Visit");
  EXPECT_EQ(ProductCatalogue().Find(77), nullptr);
  EXPECT_EQ(ProductCatalogue().FindByTable("visits"), nullptr);
}

TEST(CatalogueTest, PlacesRootsInTheirScopesAndChildrenUnderTheirParents) {
  const Entity& organization = ProductEntity("organization");
  EXPECT_EQ(organization.fixed_scope, "registry");
  EXPECT_FALSE(organization.is_child());

  const Entity& visit = ProductEntity("visit");
  EXPECT_EQ(visit.fixed_scope, "");
  EXPECT_EQ(visit.fields[visit.scope_field].name, "area_code");

  const Entity& answer = ProductEntity("visit_answer");
  EXPECT_TRUE(answer.is_child());
  EXPECT_EQ(answer.parent, 5u);
  EXPECT_EQ(answer.fields[answer.parent_field].name, "visit_id");

  const Entity& conflict = ProductEntity("conflict");
  EXPECT_EQ(conflict.parent, 0u);
  EXPECT_EQ(conflict.fields[conflict.parent_entity_field].name, "row_entity");
}

TEST(CatalogueTest, KnowsWhichEntitiesCanBeChildrenOfARow) {
  std::vector<std::string> names;
  for (const Entity* child : ProductCatalogue().ChildrenOf(5)) names.push_back(child->name);
  EXPECT_THAT(names, ElementsAre("VisitAnswer", "Finding", "Need", "Attachment", "Conflict"));
}

TEST(CatalogueTest, ReadsKindsAndPresenceOfEveryType) {
  const Entity& everything = EverythingCatalogue().entities()[0];
  const std::vector<std::pair<std::string, std::pair<Kind, bool>>> expected = {
      {"id", {Kind::kText, false}},         {"text", {Kind::kText, false}},
      {"maybe_text", {Kind::kText, true}},  {"blob", {Kind::kBytes, false}},
      {"maybe_blob", {Kind::kBytes, true}}, {"flag", {Kind::kBool, false}},
      {"maybe_flag", {Kind::kBool, true}},  {"small", {Kind::kInteger, false}},
      {"big", {Kind::kInteger, false}},     {"maybe_big", {Kind::kInteger, true}},
      {"color", {Kind::kEnum, false}},      {"maybe_color", {Kind::kEnum, true}},
      {"real", {Kind::kReal, false}},       {"maybe_real", {Kind::kReal, true}},
      {"at", {Kind::kTimestamp, true}},     {"labels", {Kind::kSet, false}},
      {"order", {Kind::kText, false}},      {"far", {Kind::kInteger, false}},
  };
  ASSERT_EQ(everything.fields.size(), expected.size());
  for (size_t i = 0; i < expected.size(); ++i) {
    const Field& field = everything.fields[i];
    EXPECT_EQ(field.name, expected[i].first);
    EXPECT_EQ(field.kind, expected[i].second.first) << field.name;
    EXPECT_EQ(field.nullable, expected[i].second.second) << field.name;
  }
  EXPECT_TRUE(everything.fields[everything.IndexOf("small")].is_int32);
  EXPECT_FALSE(everything.fields[everything.IndexOf("big")].is_int32);
}

TEST(CatalogueTest, FieldsAreFoundByNumberAlsoPastGaps) {
  const Entity& everything = EverythingCatalogue().entities()[0];
  EXPECT_EQ(everything.IndexOf(1), 0);
  EXPECT_EQ(everything.IndexOf(16), 15);
  EXPECT_EQ(everything.IndexOf(2047), 16);
  EXPECT_EQ(everything.IndexOf(20000), 17);
  for (const int unknown : {0, -1, 17, 18, 2046, 20001}) {
    EXPECT_EQ(everything.IndexOf(unknown), -1) << unknown;
  }
  EXPECT_EQ(everything.IndexOf("far"), 17);
  EXPECT_EQ(everything.IndexOf("Far"), -1);
}

TEST(CatalogueTest, MergeIsTheFieldsOwnOrTheEntitysDefaultOrKeep) {
  const auto merge = [](absl::string_view table, absl::string_view field) {
    const Entity& entity = ProductEntity(table);
    return entity.fields[entity.IndexOf(field)].merge;
  };
  EXPECT_EQ(merge("visit", "summary"), sync::v1::TEXT);
  EXPECT_EQ(merge("visit", "purpose"), sync::v1::KEEP);
  EXPECT_EQ(merge("organization", "name"), sync::v1::SERVER);
  EXPECT_EQ(merge("risk_report", "severity"), sync::v1::MAX);
  EXPECT_EQ(merge("organization", "id"), sync::v1::APPEND);
}

TEST(CatalogueTest, ReadsTransitionsAsNumbers) {
  const Entity& visit = ProductEntity("visit");
  EXPECT_THAT(visit.fields[visit.IndexOf("state")].transitions,
              UnorderedElementsAre(std::pair(v1::VISIT_STATE_DRAFT, v1::VISIT_STATE_FINALISED),
                                   std::pair(v1::VISIT_STATE_DRAFT, v1::VISIT_STATE_VOIDED),
                                   std::pair(v1::VISIT_STATE_FINALISED, v1::VISIT_STATE_VOIDED)));
}

TEST(CatalogueTest, ColumnsAreQuotedForSql) {
  EXPECT_EQ(ProductEntity("department").Columns(), R"("id", "name", "division_code")");
  EXPECT_EQ(ProductEntity("department").Columns("excluded."),
            R"(excluded."id", excluded."name", excluded."division_code")");
}

TEST(CatalogueTest, LabelFallsBackToTheName) {
  const Entity& conflict = ProductEntity("conflict");
  EXPECT_EQ(conflict.fields[conflict.IndexOf("row_id")].Label(), "所属记录");
  EXPECT_EQ(conflict.fields[conflict.IndexOf("kept_by")].Label(), "kept_by");
}

TEST(ScopeTest, AreaScopesNameTheirDivision) {
  EXPECT_EQ(AreaScope("370303001"), "area:370303001");
  EXPECT_EQ(AreaOf("area:370303001"), "370303001");
  EXPECT_EQ(AreaOf("registry"), "");
}

struct BadDeclaration {
  const char* what;  // Expected in the error.
  const char* messages;
};

constexpr char kId[] = R"(field { name: "id" number: 1 type: TYPE_STRING })";

class BadDeclarationTest : public ::testing::TestWithParam<BadDeclaration> {};

TEST_P(BadDeclarationTest, IsRefusedAndNamed) {
  const std::string text = absl::StrReplaceAll(GetParam().messages, {{"$id", kId}});
  const DeclaredMessages messages(text);
  ASSERT_FALSE(messages.entities().empty()) << "the test's own declaration is malformed";
  const absl::StatusOr<Catalogue> catalogue = messages.Build();
  EXPECT_EQ(catalogue.status().code(), absl::StatusCode::kInternal);
  EXPECT_EQ(base::ReasonOf(catalogue.status()), "BAD_DECLARATION");
  EXPECT_THAT(catalogue.status().message(), HasSubstr(GetParam().what));
}

#define ENTITY "options { [zoufang.sync.v1.entity] { number: 1 scope: \"s\" } }"
#define FIELD(rules) "options { [zoufang.sync.v1.field] { " rules " } }"

INSTANTIATE_TEST_SUITE_P(
    Each, BadDeclarationTest,
    ::testing::Values(
        BadDeclaration{"no entity number", R"(message_type { name: "A" $id })"},
        BadDeclaration{"field 1 is not `string id`",
                       R"(message_type { name: "A" )" ENTITY
                       R"( field { name: "name" number: 1 type: TYPE_STRING } })"},
        BadDeclaration{"field 1 is not `string id`",
                       R"(message_type { name: "A" )" ENTITY
                       R"( field { name: "id" number: 1 type: TYPE_INT64 } })"},
        BadDeclaration{"field 1 is not `string id`",
                       R"(message_type { name: "A" )" ENTITY
                       R"( field { name: "id" number: 2 type: TYPE_STRING } })"},
        BadDeclaration{"number 1 is taken by A", R"(message_type { name: "A" )" ENTITY R"( $id }
                          message_type { name: "B" )" ENTITY R"( $id })"},
        BadDeclaration{
            "exactly one of scope",
            R"(message_type { name: "A" options { [zoufang.sync.v1.entity] { number: 1 } } $id })"},
        BadDeclaration{"exactly one of scope",
                       R"(message_type { name: "A" options { [zoufang.sync.v1.entity]
                            { number: 1 scope: "s" scope_field: "id" } } $id })"},
        BadDeclaration{"it has no field \"area\"",
                       R"(message_type { name: "A" options { [zoufang.sync.v1.entity]
                            { number: 1 scope_field: "area" } } $id })"},
        BadDeclaration{"area must be SERVER or APPEND",
                       R"(message_type { name: "A" options { [zoufang.sync.v1.entity]
                            { number: 1 scope_field: "area" } } $id
                            field { name: "area" number: 2 type: TYPE_STRING } })"},
        BadDeclaration{"area has the wrong type",
                       R"(message_type { name: "A" options { [zoufang.sync.v1.entity]
                            { number: 1 scope_field: "area" default_merge: SERVER } } $id
                            field { name: "area" number: 2 type: TYPE_INT64 } })"},
        BadDeclaration{"one of parent and parent_entity_field",
                       R"(message_type { name: "A" options { [zoufang.sync.v1.entity]
                            { number: 1 parent_field: "b" default_merge: APPEND } } $id
                            field { name: "b" number: 2 type: TYPE_STRING } })"},
        BadDeclaration{"its parent 9 is not declared",
                       R"(message_type { name: "A" options { [zoufang.sync.v1.entity]
                            { number: 1 parent_field: "b" parent: 9 default_merge: APPEND } } $id
                            field { name: "b" number: 2 type: TYPE_STRING } })"},
        BadDeclaration{"its own ancestor",
                       R"(message_type { name: "A" options { [zoufang.sync.v1.entity]
                            { number: 1 parent_field: "b" parent: 1 default_merge: APPEND } } $id
                            field { name: "b" number: 2 type: TYPE_STRING } })"},
        BadDeclaration{"cannot be a column",
                       R"(message_type { name: "A" )" ENTITY
                       R"( $id field { name: "f" number: 2 type: TYPE_FLOAT } })"},
        BadDeclaration{
            "cannot be a column",
            R"(message_type { name: "A" )" ENTITY
            R"( $id field { name: "f" number: 2 type: TYPE_INT64 label: LABEL_REPEATED } })"},
        BadDeclaration{"lower_snake_case",
                       R"(message_type { name: "A" )" ENTITY
                       R"( $id field { name: "_rev" number: 2 type: TYPE_INT64 } })"},
        BadDeclaration{"lower_snake_case",
                       R"(message_type { name: "A" )" ENTITY
                       R"( $id field { name: "Name" number: 2 type: TYPE_INT64 } })"},
        BadDeclaration{
            "merge SUM does not fit",
            R"(message_type { name: "A" )" ENTITY
            R"( $id field { name: "f" number: 2 type: TYPE_STRING )" FIELD("merge: SUM") "} }"},
        BadDeclaration{
            "merge MAX does not fit",
            R"(message_type { name: "A" )" ENTITY
            R"( $id field { name: "f" number: 2 type: TYPE_BOOL )" FIELD("merge: MAX") "} }"},
        BadDeclaration{
            "merge UNION does not fit",
            R"(message_type { name: "A" )" ENTITY
            R"( $id field { name: "f" number: 2 type: TYPE_STRING )" FIELD("merge: UNION") "} }"},
        BadDeclaration{
            "merge TEXT does not fit",
            R"(message_type { name: "A" )" ENTITY
            R"( $id field { name: "f" number: 2 type: TYPE_INT64 )" FIELD("merge: TEXT") "} }"},
        BadDeclaration{
            "merge STATE does not fit",
            R"(message_type { name: "A" )" ENTITY
            R"( $id field { name: "f" number: 2 type: TYPE_INT64 )" FIELD("merge: STATE") "} }"},
        BadDeclaration{
            "format: does not fit",
            R"(message_type { name: "A" )" ENTITY
            R"( $id field { name: "f" number: 2 type: TYPE_INT64 )" FIELD("format: DATE") "} }"},
        BadDeclaration{
            "min above max",
            R"(message_type { name: "A" )" ENTITY
            R"( $id field { name: "f" number: 2 type: TYPE_INT64 )" FIELD("min: 5 max: 1") "} }"},
        BadDeclaration{
            "transition \"OPEN>SHUT\" names no two values",
            R"(message_type { name: "A" )" ENTITY
            R"( $id field { name: "f" number: 2 type: TYPE_ENUM type_name: "DoorState" )" FIELD(
                "merge: STATE transitions: \"OPEN>SHUT\"") R"(} }
                          enum_type { name: "DoorState" value { name: "DOOR_STATE_OPEN" number: 0 } })"},
        BadDeclaration{
            "transitions: does not fit",
            R"(message_type { name: "A" )" ENTITY
            R"( $id field { name: "f" number: 2 type: TYPE_ENUM type_name: "DoorState" )" FIELD(
                "transitions: \"OPEN>OPEN\"") R"(} }
                          enum_type { name: "DoorState" value { name: "DOOR_STATE_OPEN" number: 0 } })"}));

}  // namespace
}  // namespace zoufang::schema
