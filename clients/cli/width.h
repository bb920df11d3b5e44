// Text on a terminal.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace zoufang::cli {

// The columns that UTF-8 text takes: two for a wide character, none for a combining one.
int DisplayWidth(absl::string_view text);

// The text as one line that is safe to print: line breaks become " / ", other control characters
// (which could move the cursor or recolour the screen) and malformed bytes become "\uFFFD".
std::string Printable(absl::string_view text);

// The text, cut to at most `columns` with "…" at its end.
std::string Shortened(absl::string_view text, int columns);

}  // namespace zoufang::cli
