// Keeps the tablet in step with its server on a thread of its own.
#pragma once

#include <atomic>
#include <functional>
#include <thread>

#include "absl/synchronization/mutex.h"
#include "clients/connection/follow.h"

namespace zoufang::tablet {

// Waits for the enrolment, then follows the server until it is destroyed. Thread-safe.
class SyncThread : public connection::Follower {
 public:
  // `told` runs on this thread. `tablet` outlives it, and nobody else uses its connection.
  SyncThread(fieldwork::Tablet& tablet, std::function<void(const device::StepResult&)> told);
  ~SyncThread() override;

  // Tries everything at once: somebody asks, saved or enrolled.
  void Hurry();

 private:
  bool Stopped() override { return stopping_; }
  bool Hurried() override { return hurried_.exchange(false); }
  void Told(const device::StepResult& step) override { told_(step); }
  void Run();
  // Follows until stopped; returns early when the tablet is not enrolled or cannot connect.
  void FollowOnce();

  fieldwork::Tablet& tablet_;
  const std::function<void(const device::StepResult&)> told_;
  std::atomic<bool> stopping_ = false;
  std::atomic<bool> hurried_ = false;
  std::thread thread_;
};

}  // namespace zoufang::tablet
