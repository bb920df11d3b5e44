// Drives one tablet's synchronisation.
#pragma once

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "sync/device/replica.h"
#include "sync/device/transport.h"

namespace zoufang::device {

// What one step did.
enum class StepKind { kIdle, kAttach, kPush, kSnapshot, kPull };

struct StepResult {
  StepKind kind = StepKind::kIdle;
  absl::Status status;       // Of the call; an error only delays, it never discards.
  absl::Time wake_at;        // When to call again at the latest; earlier after a save or a notice.
  bool settled = false;      // Nothing to send, and the last pull brought everything.
};

// Single-threaded: the caller owns the waiting. Order: attach; push while anything is unsent; snapshots
// of scopes not held; one pull; then idle until woken. A failed call does not stop the others: each
// backs off by itself (1 s doubling to 2 min, with jitter from env.random).
class SyncEngine {
 public:
  SyncEngine(Replica& replica, Transport& transport, Env env);
  // Does at most one call; returns when to call again.
  StepResult Step();
  // The heads moved, or the app asks: pull at the next step.
  void RequestPull();
  // Steps until settled or the first error: for a shell command, a test or a benchmark.
  absl::Status SyncNow();

 private:
  Replica& replica_;
  Transport& transport_;
  Env env_;
};

}  // namespace zoufang::device
