// UTF-8 text.
#pragma once

#include <cstdint>

#include "absl/strings/string_view.h"

namespace zoufang::schema {

// True for well-formed UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF.
bool IsUtf8(absl::string_view text);

// The number of characters (code points) in well-formed UTF-8.
int64_t CountCharacters(absl::string_view text);

}  // namespace zoufang::schema
