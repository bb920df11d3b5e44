#include "sync/base/random.h"

#include <sodium.h>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace zoufang::base {
namespace {

// Sets version and variant bits and prints the canonical form.
std::string Format(std::string bytes, uint8_t version) {
  bytes[6] = static_cast<char>((static_cast<uint8_t>(bytes[6]) & 0x0f) | (version << 4));
  bytes[8] = static_cast<char>((static_cast<uint8_t>(bytes[8]) & 0x3f) | 0x80);
  const std::string hex = absl::BytesToHexString(bytes);
  const absl::string_view h = hex;
  return absl::StrCat(h.substr(0, 8), "-", h.substr(8, 4), "-", h.substr(12, 4), "-",
                      h.substr(16, 4), "-", h.substr(20, 12));
}

}  // namespace

std::string SystemRandom::Bytes(size_t count) {
  std::string bytes(count, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

std::string SeededRandom::Bytes(size_t count) {
  absl::MutexLock lock(&mu_);
  std::string bytes(count, '\0');
  for (char& byte : bytes) byte = static_cast<char>(engine_() & 0xff);
  return bytes;
}

std::string NewUuid(absl::Time now, Random& random) {
  std::string bytes = random.Bytes(16);
  const int64_t millis = absl::ToUnixMillis(now);
  for (int i = 0; i < 6; ++i) bytes[i] = static_cast<char>((millis >> (8 * (5 - i))) & 0xff);
  return Format(std::move(bytes), 7);
}

std::string UuidFromDigest(absl::string_view digest) {
  return Format(std::string(digest.substr(0, 16)), 8);
}

bool IsUuid(absl::string_view text) {
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !absl::ascii_isxdigit(text[i]) || absl::ascii_isupper(text[i])) {
      return false;
    }
  }
  return true;
}

}  // namespace zoufang::base
