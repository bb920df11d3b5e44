// Two values of one field that both stand.
#pragma once

#include "absl/status/statusor.h"
#include "sync/schema/row.h"

namespace zoufang::domain {

// True for fields that can hold both: texts that are merged by line, and sets.
bool HoldsBoth(const schema::Field& field);

// Texts one after the other, joined by a newline; sets by union. A value that the other one
// contains is not repeated. The field must hold both.
absl::StatusOr<sql::Value> BothValues(const schema::Field& field, const sql::Value& first,
                                      const sql::Value& second);

}  // namespace zoufang::domain
