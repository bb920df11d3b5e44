// Keeps the tablet in step with its server on a thread of its own.
#pragma once

#include <atomic>
#include <thread>

#include "absl/synchronization/mutex.h"
#include "clients/connection/follow.h"
#include "clients/fieldwork/records.h"

namespace zoufang::tablet {

// Who is told how the sync goes, on its thread.
class SyncListener {
 public:
  virtual ~SyncListener() = default;
  virtual void StepDone(const device::StepResult& step) = 0;
  // A push begins with these mutations; with none: it has ended.
  virtual void Carrying(fieldwork::UnderWay under_way) = 0;
};

// Waits for the enrolment, then follows the server until it is destroyed. Thread-safe.
class SyncThread : public connection::Follower {
 public:
  // Both outlive it, and nobody else uses the tablet's connection.
  SyncThread(fieldwork::Tablet& tablet, SyncListener& listener);
  ~SyncThread() override;

  // Tries everything at once: somebody asks, saved or enrolled.
  void Hurry();

 private:
  bool Stopped() override { return stopping_; }
  bool Hurried() override { return hurried_.exchange(false); }
  void Told(const device::StepResult& step) override { listener_.StepDone(step); }
  void Run();
  // Follows until stopped; returns early when the tablet is not enrolled or cannot connect.
  void FollowOnce();

  fieldwork::Tablet& tablet_;
  SyncListener& listener_;
  std::atomic<bool> stopping_ = false;
  std::atomic<bool> hurried_ = false;
  std::thread thread_;
};

}  // namespace zoufang::tablet
