// What stands at one moment, as Prometheus reads it.
#pragma once

#include <prometheus/metric_family.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace zoufang::metrics {

struct Standing {
  int64_t executor_queue = 0;  // Calls that wait for a thread.
  int64_t writer_queue = 0;    // Writes that wait for the writer.
  int64_t wal_bytes = 0;
  int64_t open_conflicts = 0;
  int64_t parked_edits = 0;
  int64_t tablets = 0;                // Enrolled and not withdrawn.
  int64_t pending_mutations = 0;      // Unsent on tablets, as they last told.
  double oldest_pending_seconds = 0;  // Since when the longest of them is known.
  int64_t notifications = 0;          // Not delivered yet.
  double oldest_notification_seconds = 0;
  // Entries of a scope's log that the slowest tablet was not sent.
  std::map<std::string, int64_t> scope_lag;
};

// Scopes are divisions, a closed list; of more than this many those that lag most are shown, and
// the rest counted.
inline constexpr size_t kMostScopes = 200;

std::vector<prometheus::MetricFamily> FamiliesOf(const Standing& standing);

}  // namespace zoufang::metrics
