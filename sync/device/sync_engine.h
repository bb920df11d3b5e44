// Drives one tablet's synchronisation.
#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "sync/device/attach_parts.h"
#include "sync/device/backoff.h"
#include "sync/device/replica.h"
#include "sync/device/transport.h"

namespace zoufang::device {

// What one step did.
enum class StepKind { kIdle, kAttach, kPush, kSnapshot, kPull, kRepair, kUpload, kSurrender };

struct StepResult {
  StepKind kind = StepKind::kIdle;
  absl::Status status;   // Of the call; an error only delays, it never discards. Of an idle step:
                         // why everything pauses (signed out, install withdrawn), else OK.
  absl::Time wake_at;    // When to call again at the latest; earlier after a save or a notice.
  bool settled = false;  // Nothing to send, no file that can go now, and the last pull brought all.
};

// Single-threaded: the caller owns the waiting. Order: attach; push while anything is unsent;
// snapshots of scopes not held; one pull; the descent into scopes that differ; one piece of a file;
// then idle until woken. A failed call does not stop the others: each backs off by itself (1 s
// doubling to 2 min, with jitter from env.random). UNAUTHENTICATED pauses all of them for 2 min, or
// until RequestPull. INSTALL_REVOKED ends them: the device hands in what it holds and idles with
// DEVICE_WITHDRAWN. wake_at is always finite: in the background the engine polls every 4 to 6
// minutes.
//
// A call that succeeds and brings nothing further (the chain forked, a scope was refused, a head
// moved during a descent) is repeated once at once; then it counts as failed. So does a pull after
// which a scope still differs that was repaired and taken anew.
class SyncEngine {
 public:
  // All three outlive the engine.
  SyncEngine(Replica& replica, Transport& transport, Env env);
  // Does at most one call; returns when to call again.
  StepResult Step();
  // The heads moved, or the app asks: pull at the next step.
  void RequestPull();
  // Steps until settled or the first error: for a shell command, a test or a benchmark. When the
  // access was withdrawn: until all is handed in, then DEVICE_WITHDRAWN.
  absl::Status SyncNow();

 private:
  struct Lane {
    Backoff backoff;
    int stalls = 0;  // In a row.
  };

  // Moves every deadline along when the clock was set back: a tablet whose clock jumps by a year
  // must not sleep for a year.
  void NoteTime(absl::Time now);
  StepKind Choose(const PendingWork& work, absl::Time now);
  bool Wants(StepKind kind, const PendingWork& work, absl::Time now) const;
  absl::Time NextWake(const PendingWork& work, absl::Time now);

  absl::Status Run(StepKind kind);
  absl::Status RunAttach();
  absl::Status RunPush();
  absl::Status RunSnapshot();
  absl::Status RunPull();
  absl::Status RunRepair();
  absl::Status RunUpload();
  absl::Status RunSurrender();
  // A call's error: that the server does not know the install is an answer.
  absl::Status TakeError(absl::string_view install_id, absl::Status status);
  // What the last call brought that is not to be seen in the pending work.
  int64_t Found(StepKind kind) const;
  // Turns a success that brought nothing further into a failure, from the second in a row on.
  absl::Status CheckProgress(StepKind kind, const PendingWork& before, const PendingWork& after,
                             absl::Status status);
  void Note(StepKind kind, const absl::Status& status, absl::Time now);
  bool Settled(const PendingWork& work, absl::Time now) const {
    return !work.any() && !pull_wanted_ && work.upload_at > now;
  }

  Replica& replica_;
  Transport& transport_;
  Env env_;
  std::map<StepKind, Lane> lanes_;
  bool pull_wanted_ = true;
  int64_t pages_taken_ = 0;                      // By the last snapshot call.
  std::optional<AttachParts> attach_;            // The attach under way.
  bool part_taken_ = false;                      // By the last attach call, which was not the last.
  RepairNext descent_;                           // What a descent asks next; nothing: begin one.
  absl::Time last_seen_ = absl::InfinitePast();  // The clock at the latest step.
  absl::Time next_poll_ = absl::InfinitePast();
  absl::Status pause_;  // Why everything pauses.
  absl::Time paused_until_ = absl::InfinitePast();
};

}  // namespace zoufang::device
