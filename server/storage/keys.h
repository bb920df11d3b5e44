// The server's own secret key.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "sync/base/random.h"
#include "sync/sql/database.h"

namespace zoufang::storage {

// Makes the key, 32 bytes, if the file has none. In a write transaction.
absl::Status EnsureServerKey(sql::Database& database, base::Random& random);
absl::StatusOr<std::string> LoadServerKey(sql::Database& database);

// HMAC-SHA256 (32 bytes) of `message` under `key`.
std::string Hmac(absl::string_view key, absl::string_view message);
// Whether both are the same, in a time that does not tell how far they agree.
bool SameSecret(absl::string_view one, absl::string_view other);

}  // namespace zoufang::storage
