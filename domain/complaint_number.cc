#include "domain/complaint_number.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace zoufang::domain {
namespace {

constexpr absl::string_view kShape = "ZB-########-######-#";

// ISO 7064 MOD 11,10.
char CheckDigit(absl::string_view digits) {
  int product = 10;
  for (const char digit : digits) {
    int sum = (product + (digit - '0')) % 10;
    if (sum == 0) sum = 10;
    product = sum * 2 % 11;
  }
  return static_cast<char>('0' + (11 - product) % 10);
}

std::string DigitsOf(absl::string_view number) {
  return absl::StrCat(number.substr(3, 8), number.substr(12, 6));
}

}  // namespace

std::string MakeComplaintNumber(absl::string_view day, int64_t serial) {
  const std::string count = absl::StrCat(absl::Dec(serial, absl::kZeroPad6));
  return absl::StrCat("ZB-", day, "-", count, "-",
                      std::string(1, CheckDigit(absl::StrCat(day, count))));
}

std::string NormalizeComplaintNumber(absl::string_view text) {
  std::string folded;
  for (size_t i = 0; i < text.size(); ++i) {
    // U+FF01…U+FF5E in UTF-8: EF BC 81 … EF BD 9E.
    const bool wide = i + 2 < text.size() && text[i] == '\xEF' &&
                      (text[i + 1] == '\xBC' || text[i + 1] == '\xBD');
    if (!wide) {
      folded += text[i];
      continue;
    }
    const int high = text[i + 1] == '\xBD' ? 0x40 : 0;
    folded += static_cast<char>((static_cast<unsigned char>(text[i + 2]) - 0x80) + high + 0x20);
    i += 2;
  }
  return absl::AsciiStrToUpper(absl::StripAsciiWhitespace(folded));
}

bool IsComplaintNumber(absl::string_view number) {
  if (number.size() != kShape.size()) return false;
  const auto fits = [](char shape, char c) {
    return shape == '#' ? absl::ascii_isdigit(c) : shape == c;
  };
  if (!std::equal(kShape.begin(), kShape.end(), number.begin(), fits)) return false;
  return CheckDigit(DigitsOf(number)) == number.back();
}

}  // namespace zoufang::domain
