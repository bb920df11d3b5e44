// What AdminService does to keep the data: backups, verification, compaction.
#pragma once

#include "absl/status/statusor.h"
#include "server/rpc/parts.h"
#include "zoufang/v1/admin_service.pb.h"

namespace zoufang::rpc {

// Stateless; each method is the body of the RPC of its name.
class UpkeepWork {
 public:
  explicit UpkeepWork(const Parts& parts) : parts_(parts) {}

  absl::StatusOr<v1::BackUpResponse> BackUp(const Caller& caller);
  absl::StatusOr<v1::VerifyServerResponse> Verify();
  absl::StatusOr<v1::CompactLogsResponse> Compact(const Caller& caller,
                                                  const v1::CompactLogsRequest& request);

 private:
  // BACKUP_NOT_SOUND when the copy is damaged.
  absl::Status CheckCopy(const std::string& file_name, sql::Database& copy);
  // Puts the stored attachments beside the backups.
  absl::Status AddFiles();

  const Parts& parts_;
};

}  // namespace zoufang::rpc
