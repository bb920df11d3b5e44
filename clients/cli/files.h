// Whole files.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace zoufang::cli {

// "-" is the standard input. FILE_UNREADABLE.
absl::StatusOr<std::string> ReadWholeFile(const std::string& path);

// Writes the file so that only its owner can read it, whole or not at all. FILE_UNWRITABLE.
absl::Status WritePrivateFile(const std::string& path, absl::string_view content);

}  // namespace zoufang::cli
