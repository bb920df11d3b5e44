// Counts for whoever watches over the server.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "sync/sql/database.h"

namespace zoufang::storage {

struct Counts {
  int64_t open_conflicts = 0;
  int64_t parked_edits = 0;
  int64_t tablets = 0;                                  // Not withdrawn.
  int64_t pending = 0;                                  // Unsent mutations, as these last told.
  absl::Time pending_since = absl::InfiniteFuture();    // The earliest.
  int64_t notifications = 0;                            // Not delivered yet.
  absl::Time notifying_since = absl::InfiniteFuture();  // The oldest of them.
  std::map<std::string, uint64_t> heads;                // Scope -> seq of its log's head.
};

// In a read transaction. Reads no more than indexes and small tables: fit for every few seconds.
absl::StatusOr<Counts> ReadCounts(sql::Database& database);

}  // namespace zoufang::storage
