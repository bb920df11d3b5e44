// Collects what is wrong with a request.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "sync/base/error.h"
#include "sync/base/errors.h"
#include "sync/base/random.h"

namespace zoufang::rpc {

// Unicode characters in UTF-8 text.
inline size_t Characters(absl::string_view text) {
  size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return count;
}

// True of nothing but spaces, the full-width one of Chinese typing among them.
inline bool IsBlank(absl::string_view text) {
  return absl::StripAsciiWhitespace(absl::StrReplaceAll(text, {{"\u3000", " "}})).empty();
}

class Checks {
 public:
  // Notes a violation of `field` (its path in proto terms) unless `fits`.
  void Require(bool fits, absl::string_view field, absl::string_view zh, absl::string_view en) {
    if (!fits) {
      violations_.push_back(
          {.field = std::string(field), .zh = std::string(zh), .en = std::string(en)});
    }
  }
  void RequireUuid(absl::string_view id, absl::string_view field) {
    Require(base::IsUuid(id), field, "须为小写 UUID", "must be a UUID in lower case");
  }
  // `words` has between `least` and `most` characters, and says something where `least` is not 0.
  void RequireWords(absl::string_view words, size_t least, size_t most, absl::string_view field) {
    const size_t length = Characters(words);
    Require(length >= least && (least == 0 || !IsBlank(words)), field, "必须填写", "is required");
    Require(length <= most, field, absl::StrCat("最多", most, "个字符"),
            absl::StrCat("at most ", most, " characters"));
  }
  void Add(const std::vector<base::FieldViolation>& violations) {
    violations_.insert(violations_.end(), violations.begin(), violations.end());
  }
  std::vector<base::FieldViolation>& violations() { return violations_; }

  // INVALID_ARGUMENT FIELDS_INVALID with the first violations: details travel in a trailer of a few
  // kilobytes.
  absl::Status Result() const {
    constexpr size_t kMost = 10;
    if (violations_.empty()) return absl::OkStatus();
    if (violations_.size() <= kMost) return base::FieldsInvalid(violations_);
    return base::FieldsInvalid({violations_.begin(), violations_.begin() + kMost});
  }

 private:
  std::vector<base::FieldViolation> violations_;
};

}  // namespace zoufang::rpc
