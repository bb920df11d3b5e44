// What a person, or a check, wants to know of a replica.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "sync/device/context.h"
#include "sync/device/report.h"

namespace zoufang::device {

// Finds installed scopes whose images are not what the last checkpoint left, marks them as to be
// repaired, and names all that are. In a write transaction.
absl::StatusOr<std::vector<std::string>> NoteDamaged(const Context& context);

// In a read transaction.
absl::StatusOr<ReplicaStatus> ReadStatus(sql::Database& database);
absl::StatusOr<PendingWork> ReadPendingWork(sql::Database& database);

absl::StatusOr<std::vector<Unsent>> ReadUnsent(sql::Database& database);

}  // namespace zoufang::device
