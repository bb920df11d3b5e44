// A bounded queue worked off by a fixed number of threads.
#pragma once

#include <deque>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/synchronization/mutex.h"

namespace zoufang::base {

// Runs tasks on its own threads, first in, first out. Thread-safe. The program decides how many
// threads there are; library code only submits.
class Executor {
 public:
  using Task = absl::AnyInvocable<void() &&>;

  // Starts `threads` workers; at most `capacity` tasks wait.
  Executor(int threads, size_t capacity);
  ~Executor();  // Drain().

  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  // Queues `task`. Returns false, and drops the task, when the queue is full or draining.
  [[nodiscard]] bool Submit(Task task);

  // As Submit, but not counted against the capacity: for a task that an admitted one leads to and
  // that must run for its call to finish. Returns false only when drained.
  [[nodiscard]] bool SubmitContinuation(Task task);

  // Refuses new tasks, runs what is queued, joins the threads. Safe to repeat.
  void Drain();

  // The number of tasks that wait now.
  size_t depth() const;

 private:
  void Work();

  const size_t capacity_;
  mutable absl::Mutex mu_;
  std::deque<Task> queue_ ABSL_GUARDED_BY(mu_);
  bool draining_ ABSL_GUARDED_BY(mu_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace zoufang::base
