#include "domain/account_rules.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "domain/access.h"

namespace zoufang::domain {

void CheckUserName(absl::string_view user_name, absl::string_view path,
                   std::vector<base::FieldViolation>& violations) {
  const bool fits = user_name.size() >= 3 && user_name.size() <= 40 &&
                    user_name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789._-") ==
                        absl::string_view::npos;
  if (fits) return;
  violations.push_back({.field = std::string(path),
                        .zh = "用户名须为3至40个小写字母、数字或 . _ -",
                        .en = "must be 3 to 40 of a-z 0-9 . _ -"});
}

void CheckPassword(absl::string_view password, absl::string_view path,
                   std::vector<base::FieldViolation>& violations) {
  if (password.size() >= 8 && password.size() <= 200) return;
  violations.push_back({.field = std::string(path),
                        .zh = "密码须为8至200个字符",
                        .en = "must have 8 to 200 characters"});
}

void CheckAreaPrefixes(const std::vector<std::string>& prefixes, absl::string_view path,
                       std::vector<base::FieldViolation>& violations) {
  if (prefixes.size() > 64) {
    violations.push_back(
        {.field = std::string(path), .zh = "区划前缀最多64个", .en = "at most 64"});
  }
  for (size_t i = 0; i < prefixes.size(); ++i) {
    if (IsAreaPrefix(prefixes[i])) continue;
    violations.push_back({.field = absl::StrCat(path, "[", i, "]"),
                          .zh = "区划前缀须为2至12位数字",
                          .en = "must be 2 to 12 digits of a division code"});
  }
}

}  // namespace zoufang::domain
