// Tokens: what a caller shows instead of a password.
#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/storage/accounts.h"
#include "sync/base/random.h"
#include "sync/sql/database.h"

namespace zoufang::storage {

enum class TokenKind { kSession = 1, kTablet = 2, kApiKey = 3 };

struct Token {
  TokenKind kind = TokenKind::kSession;
  std::string user_id;
  std::string device_id;  // "" unless kTablet.
  absl::Time expires = absl::InfiniteFuture();
};

// 32 random bytes as base64url: what the caller keeps.
std::string NewToken(base::Random& random);
// What the file keeps of it.
std::string TokenHash(absl::string_view token);

absl::Status InsertToken(sql::Database& database, absl::string_view token_hash, const Token& token,
                         absl::Time now);
// Withdraws one token, all of an account's, or all of a tablet's; at once.
absl::Status RevokeToken(sql::Database& database, absl::string_view token_hash, absl::Time now);
absl::Status RevokeTokensOfUser(sql::Database& database, absl::string_view user_id, absl::Time now);
absl::Status RevokeTokensOfDevice(sql::Database& database, absl::string_view user_id,
                                  absl::string_view device_id, absl::Time now);

// Who shows a token: its account as it is now.
struct Principal {
  std::string user_id;  // "": nobody signed in.
  std::string user_name;
  v1::Role role = v1::ROLE_UNSPECIFIED;
  std::vector<std::string> area_prefixes;
  std::string device_id;   // Of a tablet's token.
  std::string department;  // Of staff; "": all of its area.
};

// The holder of a token. UNAUTHENTICATED TOKEN_INVALID for an unknown, expired or withdrawn one;
// for a tablet's, PERMISSION_DENIED INSTALL_REVOKED once withdrawn.
absl::StatusOr<Principal> FindPrincipal(sql::Database& database, absl::string_view token_hash,
                                        absl::Time now);

// The tablet whose withdrawn token it is: it may only hand in what it holds. PERMISSION_DENIED
// INSTALL_NOT_REVOKED for one that still syncs; UNAUTHENTICATED TOKEN_INVALID for any other.
absl::StatusOr<Principal> FindWithdrawn(sql::Database& database, absl::string_view token_hash);

}  // namespace zoufang::storage
