// Names in generated SQL.
#pragma once

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace zoufang::schema {

// A table's or column's name, safe also when it is a word of SQL. Declared names hold no quotes.
inline std::string Quoted(absl::string_view name) { return absl::StrCat("\"", name, "\""); }

}  // namespace zoufang::schema
