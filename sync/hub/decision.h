// Decisions about conflicts between states.
#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "sync/hub/ingest.h"
#include "sync/hub/row_store.h"

namespace zoufang::hub {

// True when `mutation` resolves the open conflict about this field of the row `row_id`, and `value`
// is one of the two that the item keeps and a declared step leads to it from the value that both
// replaced. A person who decides between two states may take either, also where no step leads from
// the one to the other: each was a legal step for its author.
absl::StatusOr<bool> DecidesState(const Context& context, RowStore& rows, const Incoming& mutation,
                                  absl::string_view row_id, const schema::Field& field,
                                  const sql::Value& value);

}  // namespace zoufang::hub
