// Reaches the server by gRPC: blocking stubs, a deadline on every call.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "sync/device/enrollment.h"
#include "sync/device/transport.h"
#include "zoufang/sync/v1/sync_service.grpc.pb.h"
#include "zoufang/v1/attachment_service.grpc.pb.h"

namespace zoufang::device {

// Thread-safe: one thread may sync while another watches. Nothing is retried here; the outbox is
// the retry. Errors carry the server's reason and texts.
class GrpcTransport : public Transport {
 public:
  // Speaks TLS to enrollment.server when it names a CA file, else plaintext. Does not connect yet.
  // NOT_FOUND FILE_MISSING: the CA file cannot be read.
  static absl::StatusOr<std::unique_ptr<GrpcTransport>> Connect(const Enrollment& enrollment);
  // Over a channel that the caller made. `token` goes with every call.
  GrpcTransport(std::shared_ptr<grpc::Channel> channel, absl::string_view token);

  absl::StatusOr<sync::v1::AttachReply> Attach(const sync::v1::AttachRequest& request) override;
  absl::StatusOr<sync::v1::PushReply> Push(const sync::v1::PushRequest& request) override;
  absl::StatusOr<sync::v1::SurrenderReply> Surrender(
      const sync::v1::SurrenderRequest& request) override;
  absl::Status Snapshot(
      const sync::v1::SnapshotRequest& request,
      absl::FunctionRef<absl::Status(const sync::v1::SnapshotPage&)> take) override;
  absl::StatusOr<std::vector<sync::v1::PullPage>> Pull(
      const sync::v1::PullRequest& request) override;
  absl::StatusOr<sync::v1::DigestReply> Digest(const sync::v1::DigestRequest& request) override;
  absl::StatusOr<std::vector<sync::v1::RepairPage>> Repair(
      const sync::v1::RepairRequest& request) override;
  absl::StatusOr<UploadProgress> BeginUpload(absl::string_view row_id) override;
  absl::StatusOr<UploadProgress> WriteChunk(absl::string_view row_id, int64_t offset,
                                            absl::string_view data) override;

  // Calls `take` for each notice until it returns false (OK), CancelWatch is called (CANCELLED),
  // the server ends the stream (OK) or the call fails. One at a time. A stream lives for at most
  // half an hour (DEADLINE_EXCEEDED): the caller opens the next.
  absl::Status Watch(absl::string_view install_id,
                     absl::FunctionRef<bool(const sync::v1::WatchReply&)> take);
  // Ends a running Watch, and the next one if none runs. From any thread.
  void CancelWatch();
  // The network is back: connects at once instead of at the end of the backoff.
  void NetworkChanged();

  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

 private:
  void Prepare(grpc::ClientContext& context, absl::Duration deadline) const;

  const std::shared_ptr<grpc::Channel> channel_;
  const std::unique_ptr<sync::v1::SyncService::Stub> stub_;
  const std::unique_ptr<v1::AttachmentService::Stub> files_;
  const std::string authorization_;
  absl::Mutex mu_;
  grpc::ClientContext* watching_ ABSL_GUARDED_BY(mu_) = nullptr;
  bool watch_cancelled_ ABSL_GUARDED_BY(mu_) = false;
};

// A channel as GrpcTransport::Connect makes it, for other services of the same server.
absl::StatusOr<std::shared_ptr<grpc::Channel>> MakeChannel(absl::string_view server,
                                                           absl::string_view ca_file);

// A gRPC status as ours: same code and message, with the reason, texts and retry delay that the
// server sent along.
absl::Status FromGrpc(const grpc::Status& status);

}  // namespace zoufang::device
