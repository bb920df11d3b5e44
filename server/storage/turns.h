// One at a time for each name.
#pragma once

#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_set.h"
#include "absl/synchronization/mutex.h"

namespace zoufang::storage {

// Who has a turn now. Nobody waits: a turn that is not given is the caller's to refuse.
// Thread-safe.
class Turns {
 public:
  bool Take(const std::string& name) {
    absl::MutexLock lock(&mu_);
    return taken_.insert(name).second;
  }
  void End(const std::string& name) {
    absl::MutexLock lock(&mu_);
    taken_.erase(name);
  }

 private:
  absl::Mutex mu_;
  absl::flat_hash_set<std::string> taken_ ABSL_GUARDED_BY(mu_);
};

// A turn, from here to the end of the block; given() says whether there is one.
class Turn {
 public:
  Turn(Turns& turns, std::string name)
      : turns_(turns), name_(std::move(name)), given_(turns_.Take(name_)) {}
  ~Turn() {
    if (given_) turns_.End(name_);
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  bool given() const { return given_; }

 private:
  Turns& turns_;
  const std::string name_;
  const bool given_;
};

}  // namespace zoufang::storage
