// Keeps one tablet from taking the place of the others.
#pragma once

#include <cstddef>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "sync/base/clock.h"

namespace zoufang::rpc {

// At most a minute's calls of one tablet at once, and as many a minute from then on: a tablet that
// calls in a loop waits, and the thousands that come online with it do not. Counted before a call
// may take a place in the queue, and in memory only. Thread-safe.
class CallQuota {
 public:
  // `calls_a_minute` 0: no limit.
  CallQuota(const base::Clock& clock, int calls_a_minute)
      : clock_(clock), calls_a_minute_(calls_a_minute) {}

  // Counts a call of the tablet that shows `token`, or returns RESOURCE_EXHAUSTED TOO_MANY_CALLS
  // with the time until the next one is allowed.
  absl::Status Take(absl::string_view token);

 private:
  struct Bucket {
    double left = 0;
    absl::Time at;
  };

  double LeftAt(const Bucket& bucket, absl::Time now) const;
  void DropFull(absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  const base::Clock& clock_;
  const double calls_a_minute_;
  absl::Mutex mu_;
  absl::flat_hash_map<size_t, Bucket> buckets_ ABSL_GUARDED_BY(mu_);  // By the token's hash.
};

}  // namespace zoufang::rpc
