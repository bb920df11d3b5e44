// Everybody who watches.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "server/rpc/gate.h"
#include "server/rpc/watch_call.h"
#include "server/storage/store.h"
#include "sync/hub/hub.h"

namespace zoufang::rpc {

// After each commit one sweep on the executor reads, in one snapshot, the heads of every watching
// user, and tells each call. Commits that come during a sweep lead to one more: never lost, never
// more than one at a time. A caller whose token was withdrawn is closed by the sweep that the
// withdrawal's commit causes. Thread-safe.
class WatchRegistry {
 public:
  WatchRegistry(Gate& gate, storage::Store& store, hub::Hub& hub)
      : gate_(gate), store_(store), hub_(hub) {}

  // Enters a call; it is told all heads soon.
  void Add(WatchCall& call, Caller caller);
  // Forgets it, if it ever entered. After this the registry does not touch it.
  void Remove(WatchCall& call);

  // Something was committed. Cheap.
  void OnCommit();

  // Closes all with UNAVAILABLE SHUTTING_DOWN, and whoever comes later.
  void Drain();

 private:
  using Watcher = std::pair<WatchCall*, std::shared_ptr<const Caller>>;
  struct News {
    absl::Status status;
    sync::v1::WatchReply heads;
  };

  void RequestSweep();
  void Sweep();
  std::vector<Watcher> Watchers();
  absl::Status ReadNews(const std::vector<Watcher>& watchers, std::vector<News>& news);
  void Tell(const std::vector<Watcher>& watchers, const std::vector<News>& news);

  Gate& gate_;
  storage::Store& store_;
  hub::Hub& hub_;
  absl::Mutex mu_;
  // shared_ptr: a sweep reads callers while calls come and go.
  absl::flat_hash_map<WatchCall*, std::shared_ptr<const Caller>> calls_ ABSL_GUARDED_BY(mu_);
  bool sweeping_ ABSL_GUARDED_BY(mu_) = false;
  bool again_ ABSL_GUARDED_BY(mu_) = false;  // Something was committed since the sweep began.
  bool draining_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace zoufang::rpc
