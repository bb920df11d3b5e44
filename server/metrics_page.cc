#include "server/metrics_page.h"

#include <prometheus/text_serializer.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "server/storage/counts.h"
#include "sync/base/status.h"

namespace zoufang::server {
namespace {

// A tablet that was not seen for longer than a day holds no scope back.
constexpr absl::Duration kRecently = absl::Hours(24);

}  // namespace

absl::StatusOr<metrics::Standing> MetricsPage::Now() const {
  storage::Counts counts;
  RETURN_IF_ERROR(store_.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(counts, storage::ReadCounts(database));
    return absl::OkStatus();
  }));
  const absl::Time now = clock_.Now();
  metrics::Standing standing{.executor_queue = static_cast<int64_t>(executor_.depth()),
                             .writer_queue = static_cast<int64_t>(store_.waiting_writes()),
                             .wal_bytes = store_.wal_bytes(),
                             .open_conflicts = counts.open_conflicts,
                             .parked_edits = counts.parked_edits,
                             .tablets = counts.tablets,
                             .pending_mutations = counts.pending,
                             .notifications = counts.notifications};
  if (counts.notifying_since < now) {
    standing.oldest_notification_seconds = absl::ToDoubleSeconds(now - counts.notifying_since);
  }
  if (counts.pending_since < now) {
    standing.oldest_pending_seconds = absl::ToDoubleSeconds(now - counts.pending_since);
  }
  for (const auto& [scope, seq] : progress_.Slowest(now - kRecently)) {
    const uint64_t head = std::max(counts.heads[scope], seq);
    standing.scope_lag[scope] = static_cast<int64_t>(head - seq);
  }
  return standing;
}

absl::StatusOr<std::string> MetricsPage::Text() const {
  ASSIGN_OR_RETURN(const metrics::Standing standing, Now());
  std::vector<prometheus::MetricFamily> families = calls_.Collect();
  for (prometheus::MetricFamily& family : metrics::FamiliesOf(standing)) {
    families.push_back(std::move(family));
  }
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace zoufang::server
