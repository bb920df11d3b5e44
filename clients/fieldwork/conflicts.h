// The conflict inbox: two values of one field, both kept until a person decides.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/fieldwork/tablet.h"
#include "zoufang/sync/v1/conflict.pb.h"

namespace zoufang::fieldwork {

// A conflict item with what a person needs to decide it.
struct ConflictView {
  sync::v1::Conflict item;
  std::string entity_label;  // "走访档案"; "" for an entity of a newer version.
  std::string field_label;
  std::string subject;  // The organisation that the row is about; "" when unknown.
  std::string base;     // Values as text for a person.
  std::string shown;
  std::string kept;
  std::string current;  // What the row shows now; "" also when the row is gone.
  bool both = false;    // The field can take both values.
};

// Those that wait, or all, the oldest first.
absl::StatusOr<std::vector<ConflictView>> ListConflicts(Tablet& tablet, bool with_resolved);

struct Resolution {
  enum class Choice {
    kShown,  // The row stays as it is shown now.
    kKept,   // The row takes the value that was kept.
    kValue,  // The row takes `value`.
    kBoth,   // It takes both: texts one after the other, sets by union.
  };
  Choice choice = Choice::kShown;
  std::string value;
  std::string reason;
};

// Decides a conflict in one save: the row's field, the item's state and the reason. Of two states
// either may be taken, as each was a step of its author's; a row that was deleted may stay so.
// CONFLICT_RESOLVED, ROW_NOT_ON_TABLET, ONE_VALUE_ONLY.
absl::Status ResolveConflict(Tablet& tablet, absl::string_view id, const Resolution& resolution);

}  // namespace zoufang::fieldwork
