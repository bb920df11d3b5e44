// What a person, or a check, wants to know of a replica.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "sync/device/context.h"
#include "sync/device/replica.h"

namespace zoufang::device {

// The digest of a scope over its images as they are.
absl::StatusOr<uint64_t> DigestOfImages(const Context& context, int64_t scope);

// Marks installed scopes invalid whose images are not what the last checkpoint left, so that they
// are taken anew, and names them. In a write transaction.
absl::StatusOr<std::vector<std::string>> InvalidateDamaged(const Context& context);

// In a read transaction.
absl::StatusOr<ReplicaStatus> ReadStatus(sql::Database& database);
absl::StatusOr<PendingWork> ReadPendingWork(sql::Database& database);

absl::StatusOr<std::vector<Unsent>> ReadUnsent(sql::Database& database);

}  // namespace zoufang::device
