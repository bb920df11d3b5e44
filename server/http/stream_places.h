// How many streams may be open.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace zoufang::http {

// A fixed number of places, of which one address gets at most a quarter, so that no one client
// takes them all. Thread-safe; outlives its places.
class StreamPlaces {
 public:
  explicit StreamPlaces(int most) : most_(most), most_each_((most + 3) / 4) {}

  // A place that is taken until it is destroyed.
  using Place = std::unique_ptr<StreamPlaces, std::function<void(StreamPlaces*)>>;

  // Null: none is left for this address.
  Place Take(const std::string& address);

  // Waits until none is taken. False: `patience` ran out first.
  bool AwaitEmpty(absl::Duration patience);

 private:
  void Leave(const std::string& address);

  const int most_;
  const int most_each_;
  absl::Mutex mu_;
  int taken_ ABSL_GUARDED_BY(mu_) = 0;
  absl::flat_hash_map<std::string, int> taken_by_ ABSL_GUARDED_BY(mu_);
};

}  // namespace zoufang::http
