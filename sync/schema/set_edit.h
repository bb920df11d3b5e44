// An edit of a set, made again.
#pragma once

#include "absl/status/statusor.h"
#include "sync/sql/value.h"
#include "zoufang/sync/v1/mutation.pb.h"

namespace zoufang::schema {

// `now` with the members added and removed that the edit added and removed. Error: UNDECODABLE when
// one of the three is no set.
absl::StatusOr<sql::Value> RepeatSetEdit(const sync::v1::FieldEdit& edit, const sql::Value& now);

}  // namespace zoufang::schema
