#include "clients/fieldwork/edits.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_join.h"
#include "clients/fieldwork/errors.h"
#include "clients/fieldwork/field_text.h"
#include "clients/fieldwork/registry.h"
#include "clients/fieldwork/rows.h"
#include "clients/fieldwork/steps.h"
#include "sync/base/status.h"
#include "zoufang/v1/organization.pb.h"

namespace zoufang::fieldwork {
namespace {

using schema::Entity;
using schema::Field;

std::string WritableFields(const Entity& entity) {
  std::vector<std::string> names;
  for (const Field& field : entity.fields) {
    const bool fixed = field.merge == sync::v1::SERVER || field.merge == sync::v1::APPEND;
    if (field.number != 1 && !fixed) names.push_back(field.name);
  }
  return absl::StrJoin(names, ", ");
}

absl::StatusOr<const Field*> WritableField(const Entity& entity, absl::string_view name) {
  const int index = entity.IndexOf(name);
  if (index < 0) return FieldUnknown(entity.table, name, WritableFields(entity));
  const Field& field = entity.fields[index];
  if (field.merge == sync::v1::SERVER) return FieldOfRegistry(field.Label(), field.name);
  if (field.number == 1 || field.merge == sync::v1::APPEND) {
    return FieldWrittenOnce(field.Label(), field.name);
  }
  return &field;
}

absl::StatusOr<sql::Value> ChangedSet(const Field& field, const sql::Value& old,
                                      const FieldChange& change) {
  if (field.kind != schema::Kind::kSet) return FieldIsNoSet(field.Label(), field.name);
  ASSIGN_OR_RETURN(std::vector<std::string> members,
                   schema::SetMembers(std::get<std::string>(old)));
  if (change.kind == FieldChange::Kind::kAddMember) {
    members.push_back(change.text);
  } else {
    members.erase(std::remove(members.begin(), members.end(), change.text), members.end());
  }
  return schema::SetText(std::move(members));
}

absl::Status Apply(sql::Database& db, const Entity& entity, absl::string_view id,
                   const FieldChange& change) {
  ASSIGN_OR_RETURN(const Field* const field, WritableField(entity, change.field));
  ASSIGN_OR_RETURN(const std::optional<schema::Row> row, FindEntityRow(db, entity, id));
  if (!row.has_value()) return RowNotOnTablet(entity.label_zh, entity.table, id);
  const sql::Value& old = row->values[entity.IndexOf(field->number)];
  absl::StatusOr<sql::Value> value = change.kind == FieldChange::Kind::kSet
                                         ? ParseFieldText(*field, change.text)
                                         : ChangedSet(*field, old, change);
  RETURN_IF_ERROR(value.status());
  RETURN_IF_ERROR(CheckStep(*field, old, *value));
  return UpdateField(db, entity, id, *field, *value);
}

constexpr char kProfileOfOrganization[] = "WHERE \"organization_id\" = ?1";

// The profile's id, given its own or its organisation's id or credit code.
absl::StatusOr<std::string> ProfileId(sql::Database& db, const schema::Catalogue& catalogue,
                                      absl::string_view key) {
  const Entity& entity = domain::EntityOf<v1::OrganizationProfile>(catalogue);
  ASSIGN_OR_RETURN(const std::optional<schema::Row> row, FindEntityRow(db, entity, key));
  if (row.has_value()) return row->id();
  const absl::StatusOr<v1::Organization> organization = FindOrganization(db, catalogue, key);
  if (!organization.ok()) return RowNotOnTablet(entity.label_zh, entity.table, key);
  ASSIGN_OR_RETURN(const std::vector<schema::Row> rows,
                   SelectEntityRows(db, entity, kProfileOfOrganization, {organization->id()}));
  if (rows.empty()) return RowNotOnTablet(entity.label_zh, entity.table, key);
  return rows.front().id();
}

}  // namespace

absl::StatusOr<std::string> EditRow(Tablet& tablet, absl::string_view entity_name,
                                    absl::string_view id, const std::vector<FieldChange>& changes) {
  const Entity* const entity = tablet.catalogue().FindByTable(entity_name);
  if (entity == nullptr) return EntityUnknown(entity_name);
  std::string row_id(id);
  RETURN_IF_ERROR(tablet.replica().Save([&](sql::Database& db) -> absl::Status {
    if (entity == &domain::EntityOf<v1::OrganizationProfile>(tablet.catalogue())) {
      ASSIGN_OR_RETURN(row_id, ProfileId(db, tablet.catalogue(), id));
    }
    return ChangeRow(db, *entity, row_id, changes);
  }));
  return row_id;
}

absl::Status ChangeRow(sql::Database& db, const schema::Entity& entity, absl::string_view id,
                       const std::vector<FieldChange>& changes) {
  for (const FieldChange& change : changes) RETURN_IF_ERROR(Apply(db, entity, id, change));
  return absl::OkStatus();
}

}  // namespace zoufang::fieldwork
