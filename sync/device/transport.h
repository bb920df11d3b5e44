// How the engine reaches the server. Calls block for at most their deadline.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "sync/base/errors.h"
#include "sync/base/file_errors.h"
#include "zoufang/sync/v1/sync_service.pb.h"

namespace zoufang::device {

// How much of a file the server has.
struct UploadProgress {
  int64_t received_bytes = 0;
  bool stored = false;  // Whole and checked.
};

class Transport {
 public:
  virtual ~Transport() = default;
  // How much of a chain one attach carries, 1 or more. A longer one is attached in parts.
  virtual int most_links() const { return 1000; }
  virtual absl::StatusOr<sync::v1::AttachReply> Attach(const sync::v1::AttachRequest& request) = 0;
  virtual absl::StatusOr<sync::v1::PushReply> Push(const sync::v1::PushRequest& request) = 0;
  // Calls `take` for each page as it arrives; stops at its first error.
  virtual absl::Status Snapshot(
      const sync::v1::SnapshotRequest& request,
      absl::FunctionRef<absl::Status(const sync::v1::SnapshotPage&)> take) = 0;
  virtual absl::StatusOr<std::vector<sync::v1::PullPage>> Pull(
      const sync::v1::PullRequest& request) = 0;
  virtual absl::StatusOr<sync::v1::DigestReply> Digest(const sync::v1::DigestRequest& request) = 0;
  virtual absl::StatusOr<std::vector<sync::v1::RepairPage>> Repair(
      const sync::v1::RepairRequest& request) = 0;
  // Asks what the server has of the file that the row names. A transport for rows alone carries
  // none: UNIMPLEMENTED FILES_NOT_CARRIED.
  virtual absl::StatusOr<UploadProgress> BeginUpload(absl::string_view /*row_id*/) {
    return base::FilesNotCarried();
  }
  // Sends bytes from `offset` on, which must be what the server has.
  virtual absl::StatusOr<UploadProgress> WriteChunk(absl::string_view /*row_id*/,
                                                    int64_t /*offset*/,
                                                    absl::string_view /*data*/) {
    return base::FilesNotCarried();
  }
  // Of a withdrawn device. Where there is no such call, the device goes on holding what it has.
  virtual absl::StatusOr<sync::v1::SurrenderReply> Surrender(const sync::v1::SurrenderRequest&) {
    return base::Shutdown();
  }
};

}  // namespace zoufang::device
