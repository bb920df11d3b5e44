// SyncService: what tablets call. The protocol is the hub's; this carries it.
#pragma once

#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "server/metrics/scope_progress.h"
#include "server/rpc/parts.h"
#include "server/rpc/watch_registry.h"
#include "zoufang/sync/v1/sync_service.grpc.pb.h"

namespace zoufang::rpc {

class SyncService : public sync::v1::SyncService::CallbackService {
 public:
  // `progress` outlives it.
  SyncService(const Parts& parts, metrics::ScopeProgress& progress)
      : parts_(parts),
        progress_(progress),
        watches_(parts.gate, parts.store, parts.hub, parts.clock) {}

  grpc::ServerUnaryReactor* Attach(grpc::CallbackServerContext* context,
                                   const sync::v1::AttachRequest* request,
                                   sync::v1::AttachReply* reply) override;
  grpc::ServerUnaryReactor* Push(grpc::CallbackServerContext* context,
                                 const sync::v1::PushRequest* request,
                                 sync::v1::PushReply* reply) override;
  grpc::ServerUnaryReactor* Surrender(grpc::CallbackServerContext* context,
                                      const sync::v1::SurrenderRequest* request,
                                      sync::v1::SurrenderReply* reply) override;
  grpc::ServerWriteReactor<sync::v1::SnapshotPage>* Snapshot(
      grpc::CallbackServerContext* context, const sync::v1::SnapshotRequest* request) override;
  grpc::ServerWriteReactor<sync::v1::PullPage>* Pull(grpc::CallbackServerContext* context,
                                                     const sync::v1::PullRequest* request) override;
  grpc::ServerUnaryReactor* Digest(grpc::CallbackServerContext* context,
                                   const sync::v1::DigestRequest* request,
                                   sync::v1::DigestReply* reply) override;
  grpc::ServerWriteReactor<sync::v1::RepairPage>* Repair(
      grpc::CallbackServerContext* context, const sync::v1::RepairRequest* request) override;
  grpc::ServerWriteReactor<sync::v1::WatchReply>* Watch(
      grpc::CallbackServerContext* context, const sync::v1::WatchRequest* request) override;

  WatchRegistry& watches() { return watches_; }

 private:
  // What was last written about a tablet that pulled.
  struct Seen {
    absl::Time at;
    int64_t pending = 0;
  };

  // Notes that the tablet was here with `pending` unsent mutations; a pull that tells nothing new
  // writes that at most every few minutes.
  absl::Status NoteSeen(const Caller& caller, int64_t pending);

  // Notes what the tablet was sent with the last page of a pull.
  void NoteSent(const Caller& caller, const sync::v1::PullPage& page);

  const Parts parts_;
  metrics::ScopeProgress& progress_;
  WatchRegistry watches_;
  absl::Mutex mu_;
  absl::flat_hash_map<std::string, Seen> seen_ ABSL_GUARDED_BY(mu_);  // By device.
};

}  // namespace zoufang::rpc
