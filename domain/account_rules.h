// What accounts may be called and where they may work.
#pragma once

#include <vector>

#include "absl/strings/string_view.h"
#include "sync/base/error.h"

namespace zoufang::domain {

// Each appends what is wrong, with `path` as the field's path in proto terms.

// 3 to 40 of a-z 0-9 . _ -
void CheckUserName(absl::string_view user_name, absl::string_view path,
                   std::vector<base::FieldViolation>& violations);
// 8 to 200 bytes.
void CheckPassword(absl::string_view password, absl::string_view path,
                   std::vector<base::FieldViolation>& violations);
// At most 64 division-code prefixes.
void CheckAreaPrefixes(const std::vector<std::string>& prefixes, absl::string_view path,
                       std::vector<base::FieldViolation>& violations);

}  // namespace zoufang::domain
