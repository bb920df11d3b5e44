#include "sync/base/executor.h"

#include <utility>

namespace zoufang::base {

Executor::Executor(int threads, size_t capacity) : capacity_(capacity) {
  threads_.reserve(threads);
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Work(); });
}

Executor::~Executor() { Drain(); }

bool Executor::Submit(Task task) {
  absl::MutexLock lock(&mu_);
  if (draining_ || queue_.size() >= capacity_) return false;
  queue_.push_back(std::move(task));
  return true;
}

bool Executor::SubmitContinuation(Task task) {
  absl::MutexLock lock(&mu_);
  if (draining_) return false;
  queue_.push_back(std::move(task));
  return true;
}

void Executor::Drain() {
  {
    absl::MutexLock lock(&mu_);
    draining_ = true;
  }
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

size_t Executor::depth() const {
  absl::MutexLock lock(&mu_);
  return queue_.size();
}

void Executor::Work() {
  while (true) {
    Task task;
    {
      absl::MutexLock lock(&mu_);
      const auto ready = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
        return draining_ || !queue_.empty();
      };
      mu_.Await(absl::Condition(&ready));
      if (queue_.empty()) return;
      task = std::move(queue_.front());
      queue_.pop_front();
    }
    std::move(task)();
  }
}

}  // namespace zoufang::base
