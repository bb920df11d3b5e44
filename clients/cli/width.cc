#include "clients/cli/width.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <cstdint>

namespace zoufang::cli {
namespace {

constexpr absl::string_view kReplacement = "\xEF\xBF\xBD";

// The next character from `at` on, which moves past it; negative: malformed.
UChar32 NextCharacter(absl::string_view text, int32_t& at) {
  UChar32 character = 0;
  U8_NEXT(text.data(), at, static_cast<int32_t>(text.size()), character);
  return character;
}

int WidthOf(UChar32 character) {
  if (character < 0) return 1;
  switch (u_charType(character)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
    case U_CONTROL_CHAR:
      return 0;
    default:
      break;
  }
  const int width = u_getIntPropertyValue(character, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

// Bidirectional overrides would let text reorder what stands beside it.
bool IsUnsafe(UChar32 character) {
  return character < 0 || u_charType(character) == U_CONTROL_CHAR ||
         (character >= 0x202A && character <= 0x202E) ||
         (character >= 0x2066 && character <= 0x2069);
}

}  // namespace

int DisplayWidth(absl::string_view text) {
  int width = 0;
  for (int32_t at = 0; at < static_cast<int32_t>(text.size());) {
    width += WidthOf(NextCharacter(text, at));
  }
  return width;
}

std::string Printable(absl::string_view text) {
  std::string printable;
  for (int32_t at = 0; at < static_cast<int32_t>(text.size());) {
    const int32_t begin = at;
    const UChar32 character = NextCharacter(text, at);
    if (character == '\n') {
      printable += " / ";
    } else if (character == '\t') {
      printable += ' ';
    } else if (character == '\r') {
      continue;
    } else if (IsUnsafe(character)) {
      printable.append(kReplacement.data(), kReplacement.size());
    } else {
      printable.append(text.data() + begin, at - begin);
    }
  }
  return printable;
}

std::string Shortened(absl::string_view text, int columns) {
  if (DisplayWidth(text) <= columns) return std::string(text);
  int width = 0;
  for (int32_t at = 0; at < static_cast<int32_t>(text.size());) {
    const int32_t begin = at;
    width += WidthOf(NextCharacter(text, at));
    if (width > columns - 1) return std::string(text.substr(0, begin)) + "…";
  }
  return std::string(text);
}

}  // namespace zoufang::cli
