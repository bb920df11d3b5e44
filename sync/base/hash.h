// Hashes that both ends of the protocol compute alike.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>

#include "absl/strings/string_view.h"

namespace zoufang::base {

// SHA-256 (32 bytes) over the parts, each preceded by its length so that no two lists collide.
std::string Sha256(std::initializer_list<absl::string_view> parts);

// The first 16 bytes of Sha256(parts): what chains and logs keep.
std::string Hash128(std::initializer_list<absl::string_view> parts);

// The first 8 bytes of SHA-256 over `id`, a zero byte and `rev` (big endian), as a number: one
// row's part of a scope's digest. The digest is the sum of its rows' parts modulo 2^64.
uint64_t RowDigest(absl::string_view id, int64_t rev);

// The range that a row belongs to when a scope is compared by its parts, 0 to 65,535: the first two
// bytes of SHA-256 over its id. Its group of 256 ranges is the first of them.
uint32_t RangeOf(absl::string_view id);

// Eight bytes, big endian: how numbers enter a hash.
std::string BigEndian(int64_t value);

}  // namespace zoufang::base
