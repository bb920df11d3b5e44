#include "server/metrics/standing.h"

#include <algorithm>
#include <utility>

namespace zoufang::metrics {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;

ClientMetric Value(double value) {
  ClientMetric metric;
  metric.gauge.value = value;
  return metric;
}

MetricFamily Gauge(const char* name, const char* help, double value) {
  return {name, help, prometheus::MetricType::Gauge, {Value(value)}};
}

std::vector<std::pair<std::string, int64_t>> MostLagging(
    const std::map<std::string, int64_t>& lags) {
  std::vector<std::pair<std::string, int64_t>> scopes(lags.begin(), lags.end());
  std::stable_sort(scopes.begin(), scopes.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  if (scopes.size() > kMostScopes) scopes.resize(kMostScopes);
  return scopes;
}

MetricFamily LagFamily(const std::map<std::string, int64_t>& lags) {
  MetricFamily family{
      "zoufang_sync_lag_entries",
      "Entries of a scope's log that the slowest tablet seen within a day was not sent.",
      prometheus::MetricType::Gauge,
      {}};
  for (const auto& [scope, lag] : MostLagging(lags)) {
    family.metric.push_back(Value(static_cast<double>(lag)));
    family.metric.back().label = {{"scope", scope}};
  }
  return family;
}

}  // namespace

std::vector<MetricFamily> FamiliesOf(const Standing& standing) {
  const size_t scopes = standing.scope_lag.size();
  const size_t hidden = scopes > kMostScopes ? scopes - kMostScopes : 0;
  return {
      Gauge("zoufang_executor_queue", "Calls that wait for a thread.", standing.executor_queue),
      Gauge("zoufang_writer_queue", "Writes that wait for the writer.", standing.writer_queue),
      Gauge("zoufang_wal_bytes", "Size of the write-ahead log on the disk.", standing.wal_bytes),
      Gauge("zoufang_conflicts_open", "Conflicts that wait for a person.", standing.open_conflicts),
      Gauge("zoufang_edits_parked", "Edits that were not taken in and wait for a person.",
            standing.parked_edits),
      Gauge("zoufang_tablets", "Tablets enrolled and not withdrawn.", standing.tablets),
      Gauge("zoufang_pending_mutations", "Unsent mutations on tablets, as they last told.",
            standing.pending_mutations),
      Gauge("zoufang_pending_oldest_seconds",
            "How long the longest waiting tablet has told of unsent mutations.",
            standing.oldest_pending_seconds),
      Gauge("zoufang_notifications_waiting", "Notifications that were not delivered yet.",
            standing.notifications),
      Gauge("zoufang_notifications_oldest_seconds", "Age of the oldest of them.",
            standing.oldest_notification_seconds),
      LagFamily(standing.scope_lag),
      Gauge("zoufang_sync_lag_scopes_left_out", "Scopes that the limit of labels left out.",
            static_cast<double>(hidden))};
}

}  // namespace zoufang::metrics
