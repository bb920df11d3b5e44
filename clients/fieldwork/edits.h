// Edits of fields of one row, as a person asks for them.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/fieldwork/tablet.h"
#include "sync/sql/database.h"

namespace zoufang::fieldwork {

struct FieldChange {
  enum class Kind { kSet, kAddMember, kRemoveMember };
  std::string field;
  Kind kind = Kind::kSet;
  std::string text;
};

// Makes the changes in one save, and returns the row's id. `id` may name an organization_profile by
// its organisation, whose id or credit code it then is. Refuses what the tablet may not write:
// facts of the registry (FIELD_OF_REGISTRY), what is written once (FIELD_WRITTEN_ONCE), steps
// between states that are not declared (STEP_NOT_ALLOWED). All changes are made or none.
absl::StatusOr<std::string> EditRow(Tablet& tablet, absl::string_view entity_name,
                                    absl::string_view id, const std::vector<FieldChange>& changes);

// Within a save: the same for one row.
absl::Status ChangeRow(sql::Database& db, const schema::Entity& entity, absl::string_view id,
                       const std::vector<FieldChange>& changes);

}  // namespace zoufang::fieldwork
