#include "clients/connection/follow.h"

#include <algorithm>
#include <optional>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "sync/device/backoff.h"
#include "sync/sql/database.h"

namespace zoufang::connection {
namespace {

// How long a save by another process, or a signal, may wait.
constexpr absl::Duration kPollInterval = absl::Milliseconds(250);
// Between attempts to open the stream again.
constexpr absl::Duration kFirstRetry = absl::Seconds(1);
constexpr absl::Duration kLastRetry = absl::Seconds(15);

// What the stream's thread and the engine's tell each other.
class Notices {
 public:
  void HeadsMoved() {
    absl::MutexLock lock(&mu_);
    moved_ = true;
  }
  void Stop() {
    absl::MutexLock lock(&mu_);
    stopping_ = true;
  }
  bool stopping() const {
    absl::MutexLock lock(&mu_);
    return stopping_;
  }
  // Waits for a notice, at most `timeout`; true: the heads moved since it was last asked.
  bool AwaitMoved(absl::Duration timeout) {
    absl::MutexLock lock(&mu_);
    mu_.AwaitWithTimeout(absl::Condition(&moved_), timeout);
    return std::exchange(moved_, false);
  }
  // Waits for `timeout` unless stopped before.
  void AwaitStop(absl::Duration timeout) const {
    absl::MutexLock lock(&mu_);
    mu_.AwaitWithTimeout(absl::Condition(&stopping_), timeout);
  }

 private:
  mutable absl::Mutex mu_;
  bool moved_ ABSL_GUARDED_BY(mu_) = false;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
};

void WatchHeads(device::Replica& replica, device::GrpcTransport& transport, base::Random& random,
                Notices& notices) {
  absl::Duration retry = kFirstRetry;
  while (!notices.stopping()) {
    // Read anew each time: a fork gives the tablet another install id.
    const absl::StatusOr<device::ReplicaStatus> status = replica.Status();
    if (status.ok()) {
      const auto take = [&](const sync::v1::WatchReply&) {
        notices.HeadsMoved();
        retry = kFirstRetry;
        return !notices.stopping();
      };
      transport.Watch(status->install_id, take).IgnoreError();  // The engine reports failures.
    }
    notices.AwaitStop(device::Jittered(retry / 2, retry, random));
    retry = std::min(retry * 2, kLastRetry);
  }
}

// Rises when another connection changed the file.
int64_t DataVersion(device::Replica& replica) {
  int64_t version = 0;
  const absl::Status read = replica.Read([&](sql::Database& db) {
    const absl::StatusOr<int64_t> found = db.QueryInt("PRAGMA data_version");
    if (found.ok()) version = *found;
    return found.status();
  });
  return read.ok() ? version : -1;
}

enum class Reason { kTime, kSave, kNotice };

// Waits until there is a reason for another step.
Reason AwaitReason(fieldwork::Tablet& tablet, Notices& notices, absl::Time wake_at,
                   int64_t& version, Follower& follower) {
  while (!follower.Stopped() && tablet.Now() < wake_at) {
    if (notices.AwaitMoved(std::min(wake_at - tablet.Now(), kPollInterval))) {
      return Reason::kNotice;
    }
    if (follower.Hurried()) return Reason::kNotice;
    const int64_t now = DataVersion(tablet.replica());
    if (std::exchange(version, now) != now) return Reason::kSave;
  }
  return Reason::kTime;
}

// Says of idle steps only the first.
class Telling {
 public:
  explicit Telling(Follower& follower) : follower_(follower) {}

  void Tell(const device::StepResult& step) {
    const bool idle = step.kind == device::StepKind::kIdle && step.status.ok();
    if (!(std::exchange(idle_, idle) && idle)) follower_.Told(step);
  }

 private:
  Follower& follower_;
  bool idle_ = false;
};

}  // namespace

void Follow(fieldwork::Tablet& tablet, device::GrpcTransport& transport, Follower& follower) {
  Notices notices;
  std::optional<device::SyncEngine> engine;
  engine.emplace(tablet.replica(), transport, tablet.env());
  int64_t version = DataVersion(tablet.replica());
  std::thread watching(
      [&] { WatchHeads(tablet.replica(), transport, tablet.env().random, notices); });
  Telling telling(follower);
  bool failing = false;
  while (!follower.Stopped()) {
    const device::StepResult step = engine->Step();
    if (!step.status.ok()) failing = true;
    telling.Tell(step);
    // A file on a slow line takes long: what others changed does not wait for it.
    if (step.kind == device::StepKind::kUpload && notices.AwaitMoved(absl::ZeroDuration())) {
      engine->RequestPull();
    }
    if (step.kind != device::StepKind::kIdle) continue;
    if (AwaitReason(tablet, notices, step.wake_at, version, follower) != Reason::kNotice) continue;
    // A notice proves that the server is there again, and somebody in a hurry may know that it is:
    // a new engine does not sit out the old waits.
    if (std::exchange(failing, false)) engine.emplace(tablet.replica(), transport, tablet.env());
    engine->RequestPull();
  }
  notices.Stop();
  transport.CancelWatch();
  watching.join();
}

}  // namespace zoufang::connection
