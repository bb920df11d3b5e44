// Who filed a complaint: sealed on arrival, apart from the case.
#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "sync/sql/database.h"

namespace zoufang::storage {

// Closes what it is given with a public key whose secret half is not on this server (libsodium's
// sealed box: X25519, XSalsa20-Poly1305). Without a key it seals nothing.
class IdentitySealer {
 public:
  IdentitySealer() = default;
  // `text` is the public key, 32 bytes as 64 hexadecimal digits or base64. OPTION_INVALID.
  static absl::StatusOr<IdentitySealer> FromPublicKey(absl::string_view text);

  bool ready() const { return !public_key_.empty(); }
  // Two boxes of the same content differ. Requires ready().
  std::string Seal(absl::string_view content) const;

 private:
  std::string public_key_;
};

// The box of a case; nullopt: its citizen is anonymous.
absl::StatusOr<std::optional<std::string>> FindSealedReporter(sql::Database& database,
                                                              absl::string_view complaint_id);
absl::Status InsertSealedReporter(sql::Database& database, absl::string_view complaint_id,
                                  absl::string_view sealed);

}  // namespace zoufang::storage
