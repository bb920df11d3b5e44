// Steps between the states of a row.
#pragma once

#include "absl/status/status.h"
#include "sync/schema/catalogue.h"
#include "sync/sql/value.h"

namespace zoufang::fieldwork {

// OK for a field that holds no state, and for a step that its entity declares or that changes
// nothing; else STEP_NOT_ALLOWED.
absl::Status CheckStep(const schema::Field& field, const sql::Value& from, const sql::Value& to);

}  // namespace zoufang::fieldwork
