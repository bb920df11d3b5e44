// A stored file on its way to a reader.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/storage/attachment_files.h"
#include "server/storage/file_claim.h"
#include "zoufang/v1/attachment_service.pb.h"

namespace zoufang::rpc {

// Walks through one stored file, from an offset on; the first chunk says what follows, also of an
// empty rest. For one thread.
class FileWalk {
 public:
  explicit FileWalk(const storage::AttachmentFiles& files) : files_(files) {}

  bool begun() const { return row_.has_value(); }
  absl::StatusOr<std::optional<v1::AttachmentChunk>> Begin(storage::FileClaim row, bool original,
                                                           int64_t offset);
  absl::StatusOr<std::optional<v1::AttachmentChunk>> Next();

 private:
  absl::Status OpenOriginal();
  // Empty: the end.
  absl::StatusOr<std::string> Piece();

  const storage::AttachmentFiles& files_;
  std::optional<storage::FileClaim> row_;
  int64_t at_ = 0;
  std::unique_ptr<storage::SealedReader> original_;
  std::string rest_;
};

}  // namespace zoufang::rpc
