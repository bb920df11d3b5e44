// Who filed a complaint: sealed on arrival, apart from the case.
#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "sync/sql/database.h"

namespace zoufang::storage {

// Closes what it is given with a public key (libsodium's sealed box: X25519, XSalsa20-Poly1305),
// and cannot open it. Without a key it seals nothing.
class IdentitySealer {
 public:
  IdentitySealer() = default;
  // `text` is the public key, 32 bytes as 64 hexadecimal digits or base64. OPTION_INVALID.
  static absl::StatusOr<IdentitySealer> FromPublicKey(absl::string_view text);

  bool ready() const { return !public_key_.empty(); }
  std::string PublicKey() const;  // As 64 hexadecimal digits.
  // Two boxes of the same content differ. Requires ready().
  std::string Seal(absl::string_view content) const;

 private:
  std::string public_key_;
};

// Opens what was sealed, with the secret half of the key, which the server is given at the start
// and keeps in memory only. Without a key it opens nothing.
class IdentityOpener {
 public:
  IdentityOpener() = default;
  // `text` is the secret key: 32 bytes as 64 hexadecimal digits or base64, or PEM as `openssl
  // genpkey -algorithm X25519` writes it. OPTION_INVALID, without the text.
  static absl::StatusOr<IdentityOpener> FromSecretKey(absl::string_view text);

  bool ready() const { return !secret_key_.empty(); }
  // The public key that seals for it, as 64 hexadecimal digits. Requires ready().
  std::string PublicKey() const;
  // DATA_LOSS IDENTITY_DAMAGED: sealed with another key, or changed. Requires ready().
  absl::StatusOr<std::string> Open(absl::string_view box) const;

 private:
  std::string secret_key_;
};

// The box of a case; nullopt: its citizen is anonymous, or was erased.
absl::StatusOr<std::optional<std::string>> FindSealedReporter(sql::Database& database,
                                                              absl::string_view complaint_id);
absl::Status InsertSealedReporter(sql::Database& database, absl::string_view complaint_id,
                                  absl::string_view sealed);
// Overwrites the box before it deletes it: SQLite leaves what is deleted in the page's free space.
absl::Status EraseSealedReporter(sql::Database& database, absl::string_view complaint_id);

}  // namespace zoufang::storage
