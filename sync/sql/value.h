// A value as SQLite stores it.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

namespace zoufang::sql {

// Bytes, apart from text.
struct Blob {
  std::string bytes;
  friend bool operator==(const Blob& a, const Blob& b) { return a.bytes == b.bytes; }
  friend bool operator<(const Blob& a, const Blob& b) { return a.bytes < b.bytes; }
};

// NULL, INTEGER, REAL, TEXT or BLOB.
using Value = std::variant<std::monostate, int64_t, double, std::string, Blob>;

inline bool IsNull(const Value& value) { return std::holds_alternative<std::monostate>(value); }

}  // namespace zoufang::sql
