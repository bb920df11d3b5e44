// What the server has taken in of the rows that this user made on this tablet.
//
// Counted by outcomes, not by what the screen shows: a row that moved to another's area, or that
// its author may no longer see, was still made and received.
#pragma once

#include <cstdint>
#include <map>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "sync/sql/database.h"
#include "zoufang/sync/v1/mutation.pb.h"

namespace zoufang::device {

// Notes the rows that a held mutation makes and its outcome takes in. Again is as once.
absl::Status NoteReceived(const sync::v1::MutationOutcome& outcome, int64_t seq,
                          sql::Database& database);

// Takes back what mutations after `seq` made: the server no longer knows, or says it anew.
absl::Status ForgetReceivedAfter(int64_t seq, sql::Database& database);

// For another user: what one made, received or still held, does not count for the next.
absl::Status ForgetAllReceived(sql::Database& database);

// How many rows of each entity. Without its parts: a visit counts, its answers do not.
absl::StatusOr<std::map<uint32_t, int64_t>> CountReceived(sql::Database& database);

}  // namespace zoufang::device
