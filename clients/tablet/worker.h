// One thread that runs jobs in order.
#pragma once

#include <deque>
#include <functional>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace zoufang::tablet {

// What was posted runs, also when the worker is destroyed: a save is never dropped. Thread-safe.
class Worker {
 public:
  using Job = std::function<void()>;

  Worker() : Worker(nullptr, absl::InfiniteDuration()) {}
  // `idle` runs whenever nothing was posted for `interval`.
  Worker(Job idle, absl::Duration interval);
  ~Worker();

  void Post(Job job);

 private:
  void Run();
  // The next job; `idle_` when none came; nullptr at the end.
  Job Next();
  bool Ready() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) { return ending_ || !jobs_.empty(); }

  const Job idle_;
  const absl::Duration interval_;
  absl::Mutex mu_;
  std::deque<Job> jobs_ ABSL_GUARDED_BY(mu_);
  bool ending_ ABSL_GUARDED_BY(mu_) = false;
  std::thread thread_;
};

}  // namespace zoufang::tablet
