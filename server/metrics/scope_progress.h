// How far the tablets have followed each scope.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace zoufang::metrics {

// What each tablet was last sent, since this start. Grows with the tablets and their scopes alone.
// Thread-safe.
class ScopeProgress {
 public:
  using Heads = std::map<std::string, uint64_t>;  // Scope -> seq.

  // A tablet was sent everything of these scopes up to these heads.
  void Sent(absl::string_view device_id, Heads heads, absl::Time now);

  // For each scope that a tablet was sent since `since`: the least of what those tablets were sent.
  // A tablet that lies in a drawer holds no scope back.
  Heads Slowest(absl::Time since) const;

 private:
  struct Tablet {
    absl::Time at;
    Heads heads;
  };

  mutable absl::Mutex mu_;
  std::map<std::string, Tablet, std::less<>> tablets_ ABSL_GUARDED_BY(mu_);
};

}  // namespace zoufang::metrics
