#include "clients/tablet/worker.h"

#include <utility>

namespace zoufang::tablet {

Worker::Worker(Job idle, absl::Duration interval)
    : idle_(std::move(idle)), interval_(interval), thread_([this] { Run(); }) {}

Worker::~Worker() {
  {
    absl::MutexLock lock(&mu_);
    ending_ = true;
  }
  thread_.join();
}

void Worker::Post(Job job) {
  absl::MutexLock lock(&mu_);
  jobs_.push_back(std::move(job));
}

void Worker::Run() {
  while (Job job = Next()) job();
}

Worker::Job Worker::Next() {
  absl::MutexLock lock(&mu_);
  const bool ready = mu_.AwaitWithTimeout(absl::Condition(this, &Worker::Ready), interval_);
  if (!ready) return idle_;
  if (jobs_.empty()) return nullptr;
  Job job = std::move(jobs_.front());
  jobs_.pop_front();
  return job;
}

}  // namespace zoufang::tablet
