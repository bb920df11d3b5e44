// The content of an edit, as a person reads it and as it is made again.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/storage/attention.h"
#include "sync/base/errors.h"
#include "sync/base/status.h"
#include "sync/hub/edits.h"
#include "sync/schema/row.h"
#include "sync/schema/set_edit.h"

namespace zoufang::storage {
namespace {

using schema::Entity;
using schema::Field;
using sync::v1::Edit;
using sync::v1::FieldEdit;

absl::Status Unusable(absl::string_view field, absl::string_view zh, absl::string_view en) {
  return base::FieldsInvalid({{.field = absl::StrCat("fields_json.", field),
                               .zh = std::string(zh),
                               .en = std::string(en)}});
}

// Puts the values of a JSON object into a row.
absl::Status Mend(const Entity& entity, const std::string& json, schema::Row& row) {
  if (json.empty()) return absl::OkStatus();
  const nlohmann::json given = nlohmann::json::parse(json, nullptr, /*allow_exceptions=*/false);
  if (!given.is_object()) return Unusable("", "须为 JSON 对象", "must be a JSON object");
  for (const auto& [name, value] : given.items()) {
    const int index = entity.IndexOf(absl::string_view(name));
    if (index <= 0) return Unusable(name, "没有这个字段", "there is no such field");
    absl::StatusOr<sql::Value> read = schema::FromJson(entity.fields[index], value.dump());
    if (!read.ok()) return Unusable(name, "内容的类型不对", "has a value of the wrong type");
    row.values[index] = *std::move(read);
  }
  return absl::OkStatus();
}

absl::StatusOr<sql::Value> ValueAgain(const Field& field, const FieldEdit& edit,
                                      const sql::Value& now) {
  const bool update = edit.has_old_value();
  if (update && field.merge == sync::v1::UNION) return schema::RepeatSetEdit(edit, now);
  if (update && field.merge == sync::v1::SUM && field.kind == schema::Kind::kInteger) {
    return std::get<int64_t>(now) + edit.new_value().integer() - edit.old_value().integer();
  }
  return schema::FromWire(edit.new_value());
}

absl::Status PutFields(const Entity& entity, const AttentionEntry& entry, const Edit& edit,
                       schema::Row& row) {
  for (const FieldEdit& field : edit.fields()) {
    const int index = entity.IndexOf(static_cast<int>(field.number()));
    if (index <= 0) continue;
    const std::string& name = entity.fields[index].name;
    const bool meant = entry.fields.empty() || std::find(entry.fields.begin(), entry.fields.end(),
                                                         name) != entry.fields.end();
    if (!meant) continue;
    ASSIGN_OR_RETURN(row.values[index], ValueAgain(entity.fields[index], field, row.values[index]));
  }
  return absl::OkStatus();
}

// Deletes the row as it is: its author has seen every field.
Edit DeleteEdit(const Entity& entity, const hub::StoredRow& stored) {
  Edit edit;
  edit.set_kind(Edit::DELETE);
  edit.set_entity(entity.number);
  edit.set_row_id(stored.row.id());
  edit.set_trunk(stored.rev);
  for (size_t i = 1; i < entity.fields.size(); ++i) {
    FieldEdit& field = *edit.add_fields();
    field.set_number(entity.fields[i].number);
    *field.mutable_old_value() = schema::ToWire(stored.row.values[i]);
    field.set_trunk(stored.rev);
  }
  return edit;
}

std::string Json(const Field& field, const sync::v1::Value& value) {
  const sql::Value stored = schema::FromWire(value);
  return schema::TypeFits(field, stored) ? schema::ToJson(field, stored) : "null";
}

}  // namespace

std::string ContentJson(const schema::Catalogue& catalogue, const Edit& edit) {
  const Entity* entity = catalogue.Find(edit.entity());
  std::string json = "{";
  for (const FieldEdit& field : edit.fields()) {
    const int index = entity == nullptr ? -1 : entity->IndexOf(static_cast<int>(field.number()));
    if (index < 0) continue;
    const Field& of = entity->fields[index];
    absl::StrAppend(&json, json.size() == 1 ? "" : ",", "\"", of.name, "\":{");
    if (field.has_old_value()) absl::StrAppend(&json, "\"old\":", Json(of, field.old_value()), ",");
    absl::StrAppend(&json, "\"new\":", Json(of, field.new_value()), "}");
  }
  return json + "}";
}

absl::StatusOr<Edit> MakeAgain(sql::Database& database, const schema::Catalogue& catalogue,
                               const AttentionEntry& entry, const Edit& edit,
                               const std::string& mended_json) {
  const Entity* entity = catalogue.Find(edit.entity());
  if (entity == nullptr) return base::UnknownEntity(edit.entity());
  if (edit.kind() == Edit::CREATE) {
    schema::Row row = schema::DefaultRow(*entity);
    row.values[0] = edit.row_id();
    RETURN_IF_ERROR(PutFields(*entity, entry, edit, row));
    RETURN_IF_ERROR(Mend(*entity, mended_json, row));
    return hub::CreateEdit(*entity, row);
  }
  ASSIGN_OR_RETURN(const hub::StoredRow stored, hub::LoadRow(database, *entity, edit.row_id()));
  if (edit.kind() == Edit::DELETE) return DeleteEdit(*entity, stored);
  schema::Row wanted = stored.row;
  RETURN_IF_ERROR(PutFields(*entity, entry, edit, wanted));
  RETURN_IF_ERROR(Mend(*entity, mended_json, wanted));
  return hub::UpdateEdit(*entity, stored, wanted);
}

}  // namespace zoufang::storage
