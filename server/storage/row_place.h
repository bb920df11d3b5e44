// Where a row is, and what it is called.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "sync/schema/row.h"
#include "sync/sql/database.h"

namespace zoufang::storage {

// The scope in which a row is now; nullopt: there is no such row.
absl::StatusOr<std::optional<std::string>> ScopeOfRow(sql::Database& database,
                                                      const schema::Entity& entity,
                                                      absl::string_view id);

// "走访档案 · 张店区篮球协会": the entity, and the organisation that the row or one above it names.
absl::StatusOr<std::string> RowLabel(sql::Database& database, const schema::Catalogue& catalogue,
                                     const schema::Entity& entity, absl::string_view id);

// The entity of a child row's parent; nullptr: unknown.
const schema::Entity* ParentEntity(const schema::Catalogue& catalogue, const schema::Entity& child,
                                   const schema::Row& row);

}  // namespace zoufang::storage
