// Errors about attachments' bytes, by name; the product's others are in errors.h.
#pragma once

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace zoufang::domain {

absl::Status AttachmentNotFound(absl::string_view id);  // NOT_FOUND ATTACHMENT_NOT_FOUND
absl::Status AttachmentNotStored(
    absl::string_view id);  // FAILED_PRECONDITION ATTACHMENT_NOT_STORED
absl::Status AttachmentNotPublic(
    absl::string_view id);                             // FAILED_PRECONDITION ATTACHMENT_NOT_PUBLIC
absl::Status EvidenceNotFound(absl::string_view id);   // NOT_FOUND EVIDENCE_NOT_FOUND
absl::Status EvidenceNotPublic(absl::string_view id);  // FAILED_PRECONDITION EVIDENCE_NOT_PUBLIC
absl::Status UploadTicketInvalid();                    // PERMISSION_DENIED UPLOAD_TICKET_INVALID
absl::Status AttachmentDamaged();                      // DATA_LOSS ATTACHMENT_DAMAGED
absl::Status AttachmentHash();                         // INVALID_ARGUMENT ATTACHMENT_HASH
absl::Status AttachmentMalformed();                    // INVALID_ARGUMENT ATTACHMENT_MALFORMED
absl::Status AttachmentTooLarge(int64_t stated);       // INVALID_ARGUMENT ATTACHMENT_TOO_LARGE
absl::Status AttachmentType(absl::string_view found,
                            absl::string_view stated);  // INVALID_ARGUMENT ATTACHMENT_TYPE
absl::Status UploadBusy();                              // ABORTED UPLOAD_BUSY, RetryInfo
absl::Status UploadOffset(int64_t received);            // OUT_OF_RANGE UPLOAD_OFFSET

}  // namespace zoufang::domain
