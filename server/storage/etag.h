// What tells two states of a row apart.
#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/escaping.h"
#include "sync/base/hash.h"

namespace zoufang::storage {

// Opaque to callers; differs whenever the row's rev does.
inline std::string Etag(const std::string& id, int64_t rev) {
  return absl::BytesToHexString(base::Hash128({"etag", id, base::BigEndian(rev)}).substr(0, 8));
}

}  // namespace zoufang::storage
