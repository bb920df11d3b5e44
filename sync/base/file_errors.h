// Errors of files beside the databases, by name; those of databases are in errors.h.
#pragma once

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace zoufang::base {

absl::Status FileUnusable(absl::string_view path,
                          absl::string_view problem);  // FAILED_PRECONDITION FILE_UNUSABLE
absl::Status FileDamaged(absl::string_view path);      // DATA_LOSS FILE_DAMAGED
absl::Status FileTooLarge(absl::string_view path,
                          int64_t most_bytes);  // INVALID_ARGUMENT FILE_TOO_LARGE
absl::Status FilesNotCarried();                 // UNIMPLEMENTED FILES_NOT_CARRIED

}  // namespace zoufang::base
