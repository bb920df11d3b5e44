#include "sync/schema/row.h"

namespace zoufang::schema {

sql::Value DefaultValue(const Field& field) {
  if (field.nullable) return std::monostate();
  switch (field.kind) {
    case Kind::kText:
      return std::string();
    case Kind::kBytes:
      return sql::Blob();
    case Kind::kReal:
      return 0.0;
    case Kind::kSet:
      return std::string("[]");
    default:
      return int64_t{0};
  }
}

Row DefaultRow(const Entity& entity) {
  Row row;
  row.values.reserve(entity.fields.size());
  for (const Field& field : entity.fields) row.values.push_back(DefaultValue(field));
  return row;
}

Row ReadRow(const Entity& entity, const sql::Statement& statement, int first) {
  Row row;
  row.values.reserve(entity.fields.size());
  for (size_t i = 0; i < entity.fields.size(); ++i) {
    row.values.push_back(statement.Get(first + static_cast<int>(i)));
  }
  return row;
}

sync::v1::Value ToWire(const sql::Value& value) {
  sync::v1::Value wire;
  if (const auto* integer = std::get_if<int64_t>(&value)) wire.set_integer(*integer);
  if (const auto* real = std::get_if<double>(&value)) wire.set_real(*real);
  if (const auto* text = std::get_if<std::string>(&value)) wire.set_text(*text);
  if (const auto* blob = std::get_if<sql::Blob>(&value)) wire.set_blob(blob->bytes);
  return wire;
}

sql::Value FromWire(const sync::v1::Value& value) {
  switch (value.kind_case()) {
    case sync::v1::Value::kInteger:
      return value.integer();
    case sync::v1::Value::kReal:
      return value.real();
    case sync::v1::Value::kText:
      return value.text();
    case sync::v1::Value::kBlob:
      return sql::Blob{value.blob()};
    case sync::v1::Value::KIND_NOT_SET:
      break;
  }
  return std::monostate();
}

bool TypeFits(const Field& field, const sql::Value& value) {
  if (sql::IsNull(value)) return field.nullable;
  switch (field.kind) {
    case Kind::kText:
    case Kind::kSet:
      return std::holds_alternative<std::string>(value);
    case Kind::kBytes:
      return std::holds_alternative<sql::Blob>(value);
    case Kind::kReal:
      return std::holds_alternative<double>(value);
    default:
      return std::holds_alternative<int64_t>(value);
  }
}

sql::Value Canonical(const Field& field, sql::Value value) {
  const auto* text = std::get_if<std::string>(&value);
  if (field.kind != Kind::kSet || text == nullptr || *text == "[]") return value;
  absl::StatusOr<std::vector<std::string>> members = SetMembers(*text);
  return members.ok() ? sql::Value(SetText(*std::move(members))) : value;
}

}  // namespace zoufang::schema
