// "field=value" as it stands on the command line.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/fieldwork/edits.h"

namespace zoufang::cli {

// Reads "field=value", "field+=member" and "field-=member". WRONG_USAGE.
absl::StatusOr<fieldwork::FieldChange> ParseFieldChange(absl::string_view text);
absl::StatusOr<std::vector<fieldwork::FieldChange>> ParseFieldChanges(
    const std::vector<std::string>& texts);

// Reads "name=value". WRONG_USAGE.
absl::StatusOr<std::pair<std::string, std::string>> ParsePair(absl::string_view text);

}  // namespace zoufang::cli
