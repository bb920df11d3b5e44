// One Watch stream.
#pragma once

#include <grpcpp/support/server_callback.h>

#include <cstdint>
#include <map>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "server/rpc/gate.h"
#include "zoufang/sync/v1/sync_service.pb.h"

namespace zoufang::rpc {

class WatchRegistry;

// Who watches: a tablet hears of the scopes it may hold, the bureau's desk of its areas and cases.
enum class Audience { kTablet, kDesk };

// Sends the heads that it is told of; a slow reader gets only the newest of each. One pump, as
// PageStream's. Deletes itself in OnDone, after it left the registry.
class WatchCall : public grpc::ServerWriteReactor<sync::v1::WatchReply> {
 public:
  WatchCall(Gate& gate, WatchRegistry& registry, CallInfo info, Audience audience)
      : gate_(gate), registry_(registry), info_(std::move(info)), audience_(audience) {}

  // Admits the caller on the executor and enters the registry, which tells the first heads.
  void Start();

  // Called by the registry, under its mutex.
  void Tell(const sync::v1::WatchReply& heads);
  void Close(const absl::Status& status);

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  struct Next {
    bool write = false;
    bool finish = false;
  };

  void Enter();
  void Begun();
  void End(const absl::Status& status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  Next Decide() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void Advance();

  Gate& gate_;
  WatchRegistry& registry_;
  const CallInfo info_;
  const Audience audience_;
  storage::Principal principal_;
  sync::v1::WatchReply current_;  // Of the write in flight.
  absl::Mutex mu_;
  std::map<std::string, sync::v1::ScopeHead> pending_ ABSL_GUARDED_BY(mu_);
  int64_t grant_version_ ABSL_GUARDED_BY(mu_) = 0;
  bool has_pending_ ABSL_GUARDED_BY(mu_) = false;
  bool starting_ ABSL_GUARDED_BY(mu_) = true;
  bool writing_ ABSL_GUARDED_BY(mu_) = false;
  bool ended_ ABSL_GUARDED_BY(mu_) = false;
  bool finished_ ABSL_GUARDED_BY(mu_) = false;
  absl::Status result_;  // Written under the mutex until `ended_`, then read.
};

}  // namespace zoufang::rpc
