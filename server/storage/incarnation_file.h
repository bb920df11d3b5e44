// The highest incarnation ever begun in a data directory, kept outside the database: a restore
// replaces the database and not this, so that no number is used twice, whatever the clock says.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"

namespace zoufang::storage {

// Of the salt that each start's log hashes cover. Enough that no two starts ever share one.
inline constexpr size_t kSaltBytes = 16;

// 0: there is no such file, or it cannot be read.
int64_t ReadIncarnation(const std::string& directory);
// Durably; a number that is not higher changes nothing.
absl::Status WriteIncarnation(const std::string& directory, int64_t incarnation);

}  // namespace zoufang::storage
