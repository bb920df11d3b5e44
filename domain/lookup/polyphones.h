// Common characters with more than one reading in today's speech and in names.
#pragma once

#include "absl/strings/string_view.h"

namespace zoufang::domain {

// All readings of `unit` in the curated table, space-separated, commonest first; "" if it is not in
// it. ICU gives only one reading of each character and often the one that names do not use.
absl::string_view OtherReadings(char16_t unit);

}  // namespace zoufang::domain
