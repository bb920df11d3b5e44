// What /metrics shows: of calls what they left, of the rest what stands at the moment of asking.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "server/metrics/call_metrics.h"
#include "server/metrics/scope_progress.h"
#include "server/metrics/standing.h"
#include "server/storage/store.h"
#include "sync/base/clock.h"
#include "sync/base/executor.h"

namespace zoufang::server {

// Thread-safe. All of it outlives the page.
class MetricsPage {
 public:
  MetricsPage(const metrics::CallMetrics& calls, const metrics::ScopeProgress& progress,
              const base::Executor& executor, storage::Store& store, const base::Clock& clock)
      : calls_(calls), progress_(progress), executor_(executor), store_(store), clock_(clock) {}

  // In Prometheus' text format. Reads one snapshot; blocks.
  absl::StatusOr<std::string> Text() const;

 private:
  absl::StatusOr<metrics::Standing> Now() const;

  const metrics::CallMetrics& calls_;
  const metrics::ScopeProgress& progress_;
  const base::Executor& executor_;
  storage::Store& store_;
  const base::Clock& clock_;
};

}  // namespace zoufang::server
