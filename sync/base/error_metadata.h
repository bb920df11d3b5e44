// Machine-readable values of an error beside its reason.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace zoufang::base {

// Adds a value to the ErrorInfo of an error that MakeError made.
absl::Status WithMetadata(absl::Status status, absl::string_view key, absl::string_view value);

// The value of `key`; "": there is none.
std::string MetadataOf(const absl::Status& status, absl::string_view key);

}  // namespace zoufang::base
