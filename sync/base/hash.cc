#include "sync/base/hash.h"

#include "sync/base/sha256.h"

namespace zoufang::base {

std::string BigEndian(int64_t value) {
  std::string bytes(8, '\0');
  const auto bits = static_cast<uint64_t>(value);
  for (int i = 0; i < 8; ++i) bytes[i] = static_cast<char>((bits >> (8 * (7 - i))) & 0xff);
  return bytes;
}

std::string Sha256(std::initializer_list<absl::string_view> parts) {
  Sha256Stream state;
  for (absl::string_view part : parts) {
    state.Add(BigEndian(static_cast<int64_t>(part.size())));
    state.Add(part);
  }
  const Sha256Stream::Digest digest = state.Finish();
  return std::string(digest.begin(), digest.end());
}

std::string Hash128(std::initializer_list<absl::string_view> parts) {
  return Sha256(parts).substr(0, 16);
}

uint64_t RowDigest(absl::string_view id, int64_t rev) {
  Sha256Stream state;
  state.Add(id);
  state.Add(absl::string_view("\0", 1));
  state.Add(BigEndian(rev));
  const Sha256Stream::Digest out = state.Finish();
  uint64_t digest = 0;
  for (int i = 0; i < 8; ++i) digest = digest << 8 | out[i];
  return digest;
}

uint32_t RangeOf(absl::string_view id) {
  Sha256Stream state;
  state.Add(id);
  const Sha256Stream::Digest out = state.Finish();
  return uint32_t{out[0]} << 8 | out[1];
}

}  // namespace zoufang::base
