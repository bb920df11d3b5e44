#include "sync/schema/utf8.h"

#include <algorithm>
#include <cstring>

namespace zoufang::schema {
namespace {

constexpr uint64_t kHighBits = 0x8080808080808080;

bool IsContinuation(unsigned char byte) { return (byte & 0xc0) == 0x80; }

// The length of the well-formed character of several bytes at `at`; 0: there is none.
size_t CharacterAt(const unsigned char* at, size_t left) {
  const unsigned char first = at[0];
  if (first >= 0xc2 && first < 0xe0) return left >= 2 && IsContinuation(at[1]) ? 2 : 0;
  if (first >= 0xe0 && first < 0xf0) {
    if (left < 3 || !IsContinuation(at[1]) || !IsContinuation(at[2])) return 0;
    const bool overlong = first == 0xe0 && at[1] < 0xa0;
    const bool surrogate = first == 0xed && at[1] >= 0xa0;
    return overlong || surrogate ? 0 : 3;
  }
  if (first < 0xf0 || first > 0xf4 || left < 4) return 0;
  const bool overlong = first == 0xf0 && at[1] < 0x90;
  const bool beyond = first == 0xf4 && at[1] >= 0x90;
  const bool formed = IsContinuation(at[1]) && IsContinuation(at[2]) && IsContinuation(at[3]);
  return formed && !overlong && !beyond ? 4 : 0;
}

// Passes over well-formed characters of three bytes, nearly all of a Chinese text, with one load
// and three comparisons each. The masks see 1110xxxx 10xxxxxx 10xxxxxx in the load's lower bytes.
const unsigned char* SkipThreeByteCharacters(const unsigned char* at, const unsigned char* end) {
  constexpr uint32_t kFormMask = 0xc0c0f0, kForm = 0x8080e0;
  constexpr uint32_t kRangeMask = 0x200f, kOverlong = 0x0000, kSurrogate = 0x200d;
  for (; end - at >= 4; at += 3) {
    uint32_t word;
    std::memcpy(&word, at, sizeof(word));
    const uint32_t range = word & kRangeMask;
    if ((word & kFormMask) != kForm || range == kOverlong || range == kSurrogate) break;
  }
  return at;
}

bool EightAscii(const unsigned char* at) {
  uint64_t word;
  std::memcpy(&word, at, sizeof(word));
  return (word & kHighBits) == 0;
}

}  // namespace

bool IsUtf8(absl::string_view text) {
  const auto* at = reinterpret_cast<const unsigned char*>(text.data());
  const auto* end = at + text.size();
  while (at < end) {
    if (*at < 0x80) {
      at += end - at >= 8 && EightAscii(at) ? 8 : 1;
      continue;
    }
    at = SkipThreeByteCharacters(at, end);
    if (*at < 0x80) continue;
    const size_t length = CharacterAt(at, end - at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

int64_t CountCharacters(absl::string_view text) {
  return std::count_if(text.begin(), text.end(),
                       [](char c) { return !IsContinuation(static_cast<unsigned char>(c)); });
}

}  // namespace zoufang::schema
