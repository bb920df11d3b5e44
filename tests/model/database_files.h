// Copies of SQLite files as they are at one moment: what a crash, a backup tool or a clone sees.
#pragma once

#include <string>

#include "absl/status/status.h"

namespace zoufang::model {

// Copies a database and its write-ahead log while nobody writes. The owner may keep it open.
absl::Status CopyDatabase(const std::string& from, const std::string& to);
// Removes a database that nobody has open.
void RemoveDatabase(const std::string& path);

}  // namespace zoufang::model
