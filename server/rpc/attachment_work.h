// What AttachmentService does, for one caller.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/rpc/caller.h"
#include "server/rpc/parts.h"
#include "server/storage/attachments.h"
#include "zoufang/v1/attachment_service.pb.h"

namespace zoufang::rpc {

class AttachmentWork {
 public:
  AttachmentWork(const Parts& parts, storage::Attachments& attachments, const Caller& caller)
      : parts_(parts), attachments_(attachments), caller_(caller) {}

  absl::StatusOr<v1::UploadStatus> Begin(const v1::BeginUploadRequest& request);
  absl::StatusOr<v1::UploadStatus> Write(const v1::WriteChunkRequest& request);

  // The row of a file that the caller may read: the clean copy in his area, the original with a
  // reason that is logged before the first byte. ATTACHMENT_NOT_STORED, ATTACHMENT_NOT_PUBLIC.
  absl::StatusOr<v1::Attachment> OpenToRead(const v1::ReadAttachmentRequest& request);

 private:
  // ATTACHMENT_NOT_FOUND; OUTSIDE_AREA when the caller's areas do not cover its visit.
  absl::StatusOr<v1::Attachment> LoadInArea(const std::string& id);
  absl::StatusOr<v1::Attachment> Load(sql::Database& database, const std::string& id);
  absl::Status LogOpening(const v1::ReadAttachmentRequest& request);

  const Parts& parts_;
  storage::Attachments& attachments_;
  const Caller& caller_;
};

}  // namespace zoufang::rpc
