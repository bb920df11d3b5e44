// Carries the outbox's notifications to one channel.
#pragma once

#include <memory>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "server/notify/channel.h"
#include "server/storage/outbox.h"
#include "server/storage/store.h"
#include "sync/base/clock.h"
#include "sync/base/random.h"

namespace zoufang::notify {

// At least once: a notification is taken out of the outbox after its receiver has it, so that one
// whose removal a crash prevented goes out again, under the same id. One that fails is tried again
// after 5 s, then after twice as long each time, at most an hour, less a random part of up to half;
// it holds no other one up, unless the whole channel is out of order: then the channel rests.
class Dispatcher {
 public:
  // All outlive it.
  Dispatcher(storage::Store& store, std::unique_ptr<Channel> channel, const base::Clock& clock,
             base::Random& random)
      : store_(store), channel_(std::move(channel)), clock_(clock), random_(random) {}
  ~Dispatcher() { Stop(); }

  // Delivers what is due and returns when to be called again. For whoever has no thread of ours.
  absl::Time Step();

  // Steps in a thread of its own until Stop.
  void Start();
  // Something was queued. Cheap; from any thread.
  void Wake();
  // Ends an attempt at work. Safe to repeat. Before the store is closed.
  void Stop();

 private:
  // False: the channel is out of order.
  bool DeliverOne(const storage::Notification& notification);
  absl::Duration DelayAfter(int attempts);
  bool stopping();
  void Run();

  storage::Store& store_;
  const std::unique_ptr<Channel> channel_;
  const base::Clock& clock_;
  base::Random& random_;
  absl::Time rests_until_ = absl::InfinitePast();  // Of whoever steps.
  int failures_ = 0;                               // In a row, of the whole channel. Likewise.
  absl::Mutex mu_;
  bool woken_ ABSL_GUARDED_BY(mu_) = false;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  std::thread thread_;
};

}  // namespace zoufang::notify
