// How the engine reaches the server. Calls block for at most their deadline.
#pragma once

#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "sync/base/errors.h"
#include "zoufang/sync/v1/sync_service.pb.h"

namespace zoufang::device {

class Transport {
 public:
  virtual ~Transport() = default;
  virtual absl::StatusOr<sync::v1::AttachReply> Attach(const sync::v1::AttachRequest& request) = 0;
  virtual absl::StatusOr<sync::v1::PushReply> Push(const sync::v1::PushRequest& request) = 0;
  // Calls `take` for each page as it arrives; stops at its first error.
  virtual absl::Status Snapshot(
      const sync::v1::SnapshotRequest& request,
      absl::FunctionRef<absl::Status(const sync::v1::SnapshotPage&)> take) = 0;
  virtual absl::StatusOr<std::vector<sync::v1::PullPage>> Pull(
      const sync::v1::PullRequest& request) = 0;
  // Of a withdrawn device. Where there is no such call, the device goes on holding what it has.
  virtual absl::StatusOr<sync::v1::SurrenderReply> Surrender(const sync::v1::SurrenderRequest&) {
    return base::Shutdown();
  }
};

}  // namespace zoufang::device
