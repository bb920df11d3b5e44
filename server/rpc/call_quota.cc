#include "server/rpc/call_quota.h"

#include <algorithm>

#include "absl/hash/hash.h"
#include "domain/errors.h"

namespace zoufang::rpc {
namespace {

// Buckets held before full ones, which say nothing, are looked for: some 5 MB.
constexpr size_t kManyBuckets = 100000;

}  // namespace

absl::Status CallQuota::Take(absl::string_view token) {
  if (calls_a_minute_ == 0) return absl::OkStatus();
  const absl::Time now = clock_.Now();
  absl::MutexLock lock(&mu_);
  if (buckets_.size() >= kManyBuckets) DropFull(now);
  const size_t key = absl::Hash<absl::string_view>{}(token);
  Bucket& bucket = buckets_.try_emplace(key, Bucket{calls_a_minute_, now}).first->second;
  bucket = {LeftAt(bucket, now), now};
  if (bucket.left < 1) {
    return domain::TooManyCalls(absl::Minutes(1) * ((1 - bucket.left) / calls_a_minute_));
  }
  bucket.left -= 1;
  return absl::OkStatus();
}

double CallQuota::LeftAt(const Bucket& bucket, absl::Time now) const {
  // A clock that was set back gives nothing and takes nothing.
  const double minutes = std::max(0.0, absl::FDivDuration(now - bucket.at, absl::Minutes(1)));
  return std::min(calls_a_minute_, bucket.left + minutes * calls_a_minute_);
}

void CallQuota::DropFull(absl::Time now) {
  for (auto it = buckets_.begin(); it != buckets_.end();) {
    const auto current = it++;
    if (LeftAt(current->second, now) >= calls_a_minute_) buckets_.erase(current);
  }
}

}  // namespace zoufang::rpc
