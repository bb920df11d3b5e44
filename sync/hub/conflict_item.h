// Conflict items: the row that keeps the value which is not shown.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "sync/hub/row_store.h"
#include "sync/merge/merge_field.h"

namespace zoufang::hub {

// The entity number of sync.v1.Conflict; every catalogue of a hub holds it.
inline constexpr uint32_t kConflictEntity = 100;

// The id of the conflict between two mutations about one field of one row: the same whichever came
// first, so that a resent edit finds the item it made.
std::string ConflictId(absl::string_view row_id, int field_number, absl::string_view uuid_a,
                       absl::string_view uuid_b);

// Makes the item for a field of `about` that both `current` and `incoming` wrote. Rev and scope are
// the caller's to set. `conflict_entity` is sync.v1.Conflict's.
RowState MakeConflict(const schema::Entity& conflict_entity, const RowState& about, int field,
                      const merge::Current& current, const merge::Incoming& incoming,
                      bool incoming_shown);

}  // namespace zoufang::hub
