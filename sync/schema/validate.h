// Checks values against what their fields declare.
#pragma once

#include <string>
#include <vector>

#include "sync/base/error.h"
#include "sync/schema/row.h"

namespace zoufang::schema {

// Checks one value: stored type, length, range, format, enum number, set size. Appends what is
// wrong to `violations`, with `path` as the field's path in proto terms.
void CheckValue(const Field& field, const sql::Value& value, absl::string_view path,
                std::vector<base::FieldViolation>& violations);

// Checks a whole row: each value, and that required ones are there. `prefix` is put before paths
// ("visit" gives "visit.summary").
std::vector<base::FieldViolation> CheckRow(const Entity& entity, const Row& row,
                                           absl::string_view prefix);

// True when an edit from `before` to `after` lowers a field of which the greater value prevails.
bool LowersRaised(const Field& field, const sql::Value& before, const sql::Value& after);

}  // namespace zoufang::schema
