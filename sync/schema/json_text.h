// Texts as JSON.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace zoufang::schema {

// Appends `text` in quotes. Escapes only what JSON demands, so that both ends write the same bytes.
void AppendJsonText(absl::string_view text, std::string& out);

}  // namespace zoufang::schema
