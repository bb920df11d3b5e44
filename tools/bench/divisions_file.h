// The real divisions, read from the project's data.
#pragma once

#include "absl/status/statusor.h"
#include "tools/city/divisions.h"

namespace zoufang::bench {

// Sets where the project's data folder is; main does, before anything is measured.
void SetDataFolder(const std::string& folder);
// NOT_FOUND when the folder has no zibo_divisions.csv.
absl::StatusOr<city::Divisions> ReadDivisions();

}  // namespace zoufang::bench
