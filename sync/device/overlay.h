// Lays held edits on a row: the pure part of "screen = image + held edits" (protocol T3).
#pragma once

#include <optional>

#include "sync/schema/row.h"
#include "sync/sql/value.h"
#include "zoufang/sync/v1/mutation.pb.h"

namespace zoufang::device {

// What a field shows after an edit from `old_value` to `new_value` is laid on `shown`: sums add the
// difference, sets lose and gain the members that the edit removed and added, others take the
// value.
sql::Value OverlayField(const schema::Field& field, const sql::Value& shown,
                        const sql::Value& old_value, const sql::Value& new_value);

// Lays one edit on a row. nullopt: there is no row. A create of a row that is there, and an update
// of one that is not, change nothing.
void OverlayEdit(const schema::Entity& entity, const sync::v1::Edit& edit,
                 std::optional<schema::Row>& row);

}  // namespace zoufang::device
