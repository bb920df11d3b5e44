#include "server/storage/row_place.h"

#include "absl/strings/str_cat.h"
#include "server/storage/organizations.h"
#include "sync/hub/edits.h"

namespace zoufang::storage {
namespace {

// No row has more above it.
constexpr int kDeepest = 8;

std::string TextIn(const schema::Row& row, int field) {
  const auto* text = field < 0 ? nullptr : std::get_if<std::string>(&row.values[field]);
  return text == nullptr ? "" : *text;
}

// The id of the organisation that a row is about; "" when none is named.
absl::StatusOr<std::string> OrganizationOf(sql::Database& database,
                                           const schema::Catalogue& catalogue,
                                           const schema::Entity* entity, std::string id) {
  for (int depth = 0; entity != nullptr && depth < kDeepest; ++depth) {
    const absl::StatusOr<hub::StoredRow> stored = hub::LoadRow(database, *entity, id);
    if (absl::IsNotFound(stored.status())) break;
    RETURN_IF_ERROR(stored.status());
    const int organization = entity->IndexOf("organization_id");
    if (organization >= 0) return TextIn(stored->row, organization);
    if (!entity->is_child()) break;
    id = TextIn(stored->row, entity->parent_field);
    entity = ParentEntity(catalogue, *entity, stored->row);
  }
  return "";
}

}  // namespace

const schema::Entity* ParentEntity(const schema::Catalogue& catalogue, const schema::Entity& child,
                                   const schema::Row& row) {
  if (child.parent_entity_field < 0) return catalogue.Find(child.parent);
  const auto* number = std::get_if<int64_t>(&row.values[child.parent_entity_field]);
  return number == nullptr ? nullptr : catalogue.Find(static_cast<uint32_t>(*number));
}

absl::StatusOr<std::optional<std::string>> ScopeOfRow(sql::Database& database,
                                                      const schema::Entity& entity,
                                                      absl::string_view id) {
  absl::StatusOr<hub::StoredRow> stored = hub::LoadRow(database, entity, id);
  if (absl::IsNotFound(stored.status())) return std::optional<std::string>();
  RETURN_IF_ERROR(stored.status());
  return std::optional<std::string>(std::move(stored->scope));
}

absl::StatusOr<std::string> RowLabel(sql::Database& database, const schema::Catalogue& catalogue,
                                     const schema::Entity& entity, absl::string_view id) {
  ASSIGN_OR_RETURN(const std::string organization_id,
                   OrganizationOf(database, catalogue, &entity, std::string(id)));
  ASSIGN_OR_RETURN(const auto organization,
                   Organizations(catalogue).Find(database, organization_id));
  if (!organization.has_value()) return entity.label_zh;
  return absl::StrCat(entity.label_zh, " · ", organization->name());
}

}  // namespace zoufang::storage
