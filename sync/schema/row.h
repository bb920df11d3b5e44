// A row between its table, its wire form and its values.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "sync/schema/catalogue.h"
#include "sync/sql/statement.h"
#include "sync/sql/value.h"
#include "zoufang/sync/v1/mutation.pb.h"

namespace zoufang::schema {

// A row's values, one for each of the entity's fields in their order, and the bytes of fields that
// this program's schema does not know (kept, not dropped).
struct Row {
  std::vector<sql::Value> values;
  std::string unknown;
  const std::string& id() const { return std::get<std::string>(values[0]); }
};

// The values of a row without any: defaults, NULL where nullable.
Row DefaultRow(const Entity& entity);
// The default of one field.
sql::Value DefaultValue(const Field& field);

// Serialized entity message -> values. INVALID_ARGUMENT UNDECODABLE.
absl::StatusOr<Row> DecodeRow(const Entity& entity, absl::string_view body);
// Values -> serialized entity message. Deterministic: fields in number order, defaults left out.
std::string EncodeRow(const Entity& entity, const Row& row);

// Appends to `body` the serialized message of the row that `statement` stands on, whose columns
// from `first` on are the entity's fields in order. The fast path of EncodeRow. The row's _unknown,
// if any, is appended after it as it is: serialized fields may follow each other in any order.
void AppendBody(const Entity& entity, const sql::Statement& statement, int first,
                std::string& body);
// Binds the entity's fields from a serialized message to parameters first, first+1, … without
// copies: `body` must outlive the statement's next Reset. Returns the bytes of unknown fields. The
// fast path of DecodeRow; `scratch` holds what had to be converted, and must outlive the Reset too.
struct BindScratch {
  std::vector<std::string> texts;
};
absl::StatusOr<std::string> BindBody(const Entity& entity, absl::string_view body, int first,
                                     sql::Statement& statement, BindScratch& scratch);
// The id (field 1) in a serialized message; "" when there is none.
absl::string_view IdInBody(absl::string_view body);

// Reads the row that `statement` stands on, fields from column `first` on.
Row ReadRow(const Entity& entity, const sql::Statement& statement, int first);

// Wire values and stored values.
sync::v1::Value ToWire(const sql::Value& value);
sql::Value FromWire(const sync::v1::Value& value);
// True when the stored type suits the field: TEXT for kText and kSet, INTEGER for numbers, …
bool TypeFits(const Field& field, const sql::Value& value);
// The value in the form that both ends compare: a set that some tool wrote as ["b", "a"] becomes
// ["a","b"]. Values of other kinds, and what is no set, stay as they are.
sql::Value Canonical(const Field& field, sql::Value value);

// JSON of a value for a person or a conflict item: null, 12, "text", ["a","b"] for a set.
std::string ToJson(const Field& field, const sql::Value& value);
absl::StatusOr<sql::Value> FromJson(const Field& field, absl::string_view json);

// A set's members (sorted, distinct), and the canonical text of members in any order.
absl::StatusOr<std::vector<std::string>> SetMembers(absl::string_view json);
std::string SetText(std::vector<std::string> members);

}  // namespace zoufang::schema
