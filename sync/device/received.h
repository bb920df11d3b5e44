// How much the server has taken in of what this user made on this tablet.
//
// Counted by outcomes, not by what the screen shows: a row that moved to another's area, or that
// its author may no longer see, was still made and received.
#pragma once

#include <cstdint>
#include <map>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "sync/sql/database.h"

namespace zoufang::device {

// How many rows of each entity. Without the parts of rows: a visit counts, its answers do not.
absl::StatusOr<std::map<uint32_t, int64_t>> CountReceived(sql::Database& database);

// Keeps the count of mutations up to `seq`, which are about to be forgotten. In a write
// transaction.
absl::Status KeepReceived(int64_t seq, sql::Database& database);

// For another user: what one made, received or still held, does not count for the next.
absl::Status ForgetReceived(sql::Database& database);

}  // namespace zoufang::device
