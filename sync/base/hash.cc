#include "sync/base/hash.h"

#include <sodium.h>

namespace zoufang::base {
namespace {

const unsigned char* Bytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

std::string BigEndian(int64_t value) {
  std::string bytes(8, '\0');
  const auto bits = static_cast<uint64_t>(value);
  for (int i = 0; i < 8; ++i) bytes[i] = static_cast<char>((bits >> (8 * (7 - i))) & 0xff);
  return bytes;
}

std::string Sha256(std::initializer_list<absl::string_view> parts) {
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  for (absl::string_view part : parts) {
    const std::string size = BigEndian(static_cast<int64_t>(part.size()));
    crypto_hash_sha256_update(&state, Bytes(size), size.size());
    crypto_hash_sha256_update(&state, Bytes(part), part.size());
  }
  std::string digest(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256_final(&state, reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

std::string Hash128(std::initializer_list<absl::string_view> parts) {
  return Sha256(parts).substr(0, 16);
}

uint64_t RowDigest(absl::string_view id, int64_t rev) {
  unsigned char out[crypto_hash_sha256_BYTES];
  char input[128];
  std::string large;
  const size_t size = id.size() + 9;
  char* buffer = input;
  if (size > sizeof(input)) {
    large.resize(size);
    buffer = large.data();
  }
  id.copy(buffer, id.size());
  buffer[id.size()] = '\0';
  const auto bits = static_cast<uint64_t>(rev);
  for (int i = 0; i < 8; ++i) {
    buffer[id.size() + 1 + i] = static_cast<char>((bits >> (8 * (7 - i))) & 0xff);
  }
  crypto_hash_sha256(out, reinterpret_cast<const unsigned char*>(buffer), size);
  uint64_t digest = 0;
  for (int i = 0; i < 8; ++i) digest = digest << 8 | out[i];
  return digest;
}

uint32_t RangeOf(absl::string_view id) {
  unsigned char out[crypto_hash_sha256_BYTES];
  crypto_hash_sha256(out, Bytes(id), id.size());
  return uint32_t{out[0]} << 8 | out[1];
}

}  // namespace zoufang::base
