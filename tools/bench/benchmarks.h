// The benchmarks, one function each. Every one makes its own world in `directory` (empty).
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tools/bench/result.h"

namespace zoufang::bench {

using Results = std::vector<Result>;

absl::StatusOr<Results> LocalSave(const std::string& directory);
// first_sync_4k, first_sync_100k, wire_per_org.
absl::StatusOr<Results> FirstSync(const std::string& directory);
absl::StatusOr<Results> Push10k(const std::string& directory);
absl::StatusOr<Results> Reconcile2k(const std::string& directory);
// propagate_p50, propagate_p99.
absl::StatusOr<Results> Propagate(const std::string& directory);
absl::StatusOr<Results> Burst200(const std::string& directory);
// watcher and watcher_shared: server memory of an idle watcher with a connection of its own, and on
// a shared one, with gRPC's own share as the floor; herd_*: 3,000 tablets within a minute,
// herd_at_once_*: all at the same moment. Runs the zoufangd beside this program.
absl::StatusOr<Results> HerdOf3000(const std::string& directory);
// search_4k_p99, search_1m_p99.
absl::StatusOr<Results> Search(const std::string& directory);

}  // namespace zoufang::bench
