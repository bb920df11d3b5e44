#include "sync/device/inclusions.h"

#include <algorithm>
#include <limits>

#include "sync/device/chain.h"

namespace zoufang::device {
namespace {

// An inclusion by outcome: unlike any seq, and from or to it any mutation may be affected.
constexpr int64_t kByOutcome = std::numeric_limits<int64_t>::max();

}  // namespace

Inclusions::Inclusions(const ScopeSet& scopes) {
  for (const Scope& scope : scopes.all()) last_[scope.n] = scope.included;
  const Inclusion without_image = scopes.OfRowWithoutImage();
  last_[0] = without_image.by_outcome ? kByOutcome : without_image.seq;
}

absl::StatusOr<std::vector<RowKey>> Inclusions::RowsThatDiffer(const ScopeSet& scopes,
                                                               const Context& context) const {
  int64_t first = std::numeric_limits<int64_t>::max(), last = -1;
  for (const auto& [n, now] : Inclusions(scopes).last_) {
    const auto found = last_.find(n);
    const int64_t then = found == last_.end() ? -1 : found->second;
    if (then == now) continue;
    first = std::min(first, now == kByOutcome || then == kByOutcome ? 0 : std::min(then, now) + 1);
    last = std::max({last, then, now});
  }
  if (first > last) return std::vector<RowKey>();
  return RowsOf(first, last, context);
}

}  // namespace zoufang::device
