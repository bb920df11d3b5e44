// Everybody who watches.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "server/rpc/gate.h"
#include "server/rpc/watch_call.h"
#include "server/storage/store.h"
#include "sync/base/clock.h"
#include "sync/hub/hub.h"

namespace zoufang::rpc {

// After each commit one sweep on the executor reads the scopes' heads in one snapshot and tells
// each call those that moved and that its caller may hold. Commits that come during a sweep lead to
// one more: never lost, never more than one at a time. What a caller may do is read when it enters,
// when anybody's access changed, and once a minute: a call whose token was withdrawn is closed by
// the sweep that the withdrawal's commit causes. So the sweep of an ordinary commit costs the
// database one query, however many watch. Thread-safe.
class WatchRegistry {
 public:
  WatchRegistry(Gate& gate, storage::Store& store, hub::Hub& hub, const base::Clock& clock)
      : gate_(gate), store_(store), hub_(hub), clock_(clock) {}

  // Enters a call; it is told all heads soon.
  void Add(WatchCall& call, Caller caller, Audience audience);
  // Forgets it, if it ever entered. After this the registry does not touch it.
  void Remove(WatchCall& call);

  // Something was committed. Cheap.
  void OnCommit();

  // Closes all with UNAVAILABLE SHUTTING_DOWN, and whoever comes later.
  void Drain();

 private:
  // A call with what its caller may hold. Sweeps alone write what is not const.
  struct Watcher {
    WatchCall* const call;
    const Caller caller;
    const Audience audience;
    bool admitted = false;  // Checked, and told all its heads.
    hub::Grant grant;
  };
  // shared_ptr: a sweep reads watchers while calls come and go.
  using WatcherPtr = std::shared_ptr<Watcher>;
  struct News {
    WatcherPtr watcher;
    absl::Status status;  // An error: the call ends.
    sync::v1::WatchReply heads;
  };

  void RequestSweep();
  void Sweep();
  std::vector<WatcherPtr> Watchers();
  absl::StatusOr<std::vector<News>> ReadNews(const std::vector<WatcherPtr>& watchers);
  absl::Status Admit(sql::Database& database, Watcher& watcher);
  absl::StatusOr<bool> AccessChanged(sql::Database& database);
  static bool Hears(const Watcher& watcher, absl::string_view scope);
  // Those of `heads` that differ from the last sweep's.
  std::vector<sync::v1::ScopeHead> Moved(const std::vector<sync::v1::ScopeHead>& heads);
  void Tell(std::vector<News> news);

  Gate& gate_;
  storage::Store& store_;
  hub::Hub& hub_;
  const base::Clock& clock_;
  absl::Mutex mu_;
  absl::flat_hash_map<WatchCall*, WatcherPtr> calls_ ABSL_GUARDED_BY(mu_);
  bool sweeping_ ABSL_GUARDED_BY(mu_) = false;
  bool again_ ABSL_GUARDED_BY(mu_) = false;  // Something was committed since the sweep began.
  bool draining_ ABSL_GUARDED_BY(mu_) = false;
  // Of the one sweep that runs.
  absl::flat_hash_map<std::string, uint64_t> told_;  // Scope -> seq of its head.
  int64_t access_version_ = -1;
  absl::Time checked_at_ = absl::InfinitePast();
};

}  // namespace zoufang::rpc
