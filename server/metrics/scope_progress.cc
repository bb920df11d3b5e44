#include "server/metrics/scope_progress.h"

#include <algorithm>
#include <utility>

namespace zoufang::metrics {

void ScopeProgress::Sent(absl::string_view device_id, Heads heads, absl::Time now) {
  absl::MutexLock lock(&mu_);
  tablets_[std::string(device_id)] = {.at = now, .heads = std::move(heads)};
}

ScopeProgress::Heads ScopeProgress::Slowest(absl::Time since) const {
  absl::MutexLock lock(&mu_);
  Heads slowest;
  for (const auto& [device_id, tablet] : tablets_) {
    if (tablet.at < since) continue;
    for (const auto& [scope, seq] : tablet.heads) {
      const auto [found, fresh] = slowest.try_emplace(scope, seq);
      if (!fresh) found->second = std::min(found->second, seq);
    }
  }
  return slowest;
}

}  // namespace zoufang::metrics
