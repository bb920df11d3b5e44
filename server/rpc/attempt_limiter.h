// Slows guessing down.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "sync/base/clock.h"

namespace zoufang::rpc {

// At most `most` wrong attempts per key within `window`. An attempt counts as wrong from its
// beginning until it is forgiven, so that many at once do not slip through. Kept in memory only: a
// restart forgets. Thread-safe.
class AttemptLimiter {
 public:
  AttemptLimiter(const base::Clock& clock, size_t most, absl::Duration window)
      : clock_(clock), most_(most), window_(window) {}

  // Counts an attempt under every key, or, when one has none left, counts nothing and returns
  // RESOURCE_EXHAUSTED TOO_MANY_ATTEMPTS with the time until it has.
  absl::Status Begin(const std::vector<std::string>& keys);
  // Takes back what Begin counted last: the attempt was right.
  void Forgive(const std::vector<std::string>& keys);

 private:
  using Times = std::deque<absl::Time>;

  void DropOld(Times& times, absl::Time now) const;
  void DropIdleKeys(absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  const base::Clock& clock_;
  const size_t most_;
  const absl::Duration window_;
  absl::Mutex mu_;
  absl::flat_hash_map<std::string, Times> attempts_ ABSL_GUARDED_BY(mu_);
};

}  // namespace zoufang::rpc
