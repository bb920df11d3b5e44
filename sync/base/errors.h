// Every error that sync/ can return, by name. Reasons are spelled here only.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "sync/base/error.h"

namespace zoufang::base {

// Storage.
absl::Status DiskFull(absl::string_view path);            // RESOURCE_EXHAUSTED DISK_FULL
absl::Status FileReadOnly(absl::string_view path);        // FAILED_PRECONDITION FILE_READ_ONLY
absl::Status FileMissing(absl::string_view path);         // NOT_FOUND FILE_MISSING
absl::Status FileCannotBeOpened(absl::string_view path);  // PERMISSION_DENIED FILE_CANNOT_BE_OPENED
absl::Status NotOurFile(absl::string_view path);          // FAILED_PRECONDITION NOT_OUR_FILE
absl::Status FileTooNew(absl::string_view path, int64_t file,
                        int64_t program);                    // FAILED_PRECONDITION FILE_TOO_NEW
absl::Status DatabaseBusy(absl::string_view path);           // UNAVAILABLE DATABASE_BUSY
absl::Status DatabaseDamaged(absl::string_view path);        // DATA_LOSS DATABASE_DAMAGED
absl::Status SqlConstraint(absl::string_view detail);        // FAILED_PRECONDITION SQL_CONSTRAINT
absl::Status SqlDuplicate(absl::string_view detail);         // ALREADY_EXISTS SQL_DUPLICATE
absl::Status SqlInterrupted();                               // CANCELLED SQL_INTERRUPTED
absl::Status SqlFailed(int code, absl::string_view detail);  // INTERNAL SQL_FAILED

// Schema.
absl::Status BadDeclaration(absl::string_view entity,
                            absl::string_view what);  // INTERNAL BAD_DECLARATION
absl::Status UnknownEntity(int64_t number);           // INVALID_ARGUMENT UNKNOWN_ENTITY
absl::Status FieldsInvalid(
    const std::vector<FieldViolation>& violations);  // INVALID_ARGUMENT FIELDS_INVALID
absl::Status Undecodable(absl::string_view what);    // INVALID_ARGUMENT UNDECODABLE

// Sync.
absl::Status PushMalformed(absl::string_view what);          // INVALID_ARGUMENT PUSH_MALFORMED
absl::Status MutationTooLarge(int64_t size, int64_t limit);  // INVALID_ARGUMENT MUTATION_TOO_LARGE
absl::Status UnknownInstall();                               // NOT_FOUND UNKNOWN_INSTALL
absl::Status NotEnrolled();                                  // FAILED_PRECONDITION NOT_ENROLLED
absl::Status ReplyMalformed(absl::string_view what);         // INTERNAL REPLY_MALFORMED
absl::Status DigestDiffers(absl::string_view scope);         // DATA_LOSS DIGEST_DIFFERS
absl::Status RowMissing(absl::string_view id);               // NOT_FOUND ROW_MISSING
absl::Status AppTooOld(uint32_t app, uint32_t oldest);       // FAILED_PRECONDITION APP_TOO_OLD
absl::Status ServerTooOld(uint32_t app, uint32_t server);    // FAILED_PRECONDITION SERVER_TOO_OLD
absl::Status Shutdown();                                     // UNAVAILABLE SHUTTING_DOWN

}  // namespace zoufang::base
