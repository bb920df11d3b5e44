// When to try again a kind of call that failed.
#pragma once

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "sync/base/random.h"

namespace zoufang::device {

// 1 s, doubling to 2 min; each time a random part of the second half is added or left out, so that
// tablets that failed together do not come back together.
class Backoff {
 public:
  // The next time after a failure at `now`. Not before the server's RetryInfo in `failure` allows.
  void Fail(absl::Time now, const absl::Status& failure, base::Random& random);
  void Succeed();
  // The clock went back by this much: the wait goes on for as long as it had left.
  void ClockWentBack(absl::Duration by) { not_before_ -= by; }
  bool IsDue(absl::Time now) const { return now >= not_before_; }
  absl::Time not_before() const { return not_before_; }
  int failures() const { return failures_; }

 private:
  int failures_ = 0;
  absl::Time not_before_ = absl::InfinitePast();
};

// A random duration from `least` to `most`.
absl::Duration Jittered(absl::Duration least, absl::Duration most, base::Random& random);

}  // namespace zoufang::device
