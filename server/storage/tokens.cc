#include "server/storage/tokens.h"

#include "absl/strings/escaping.h"
#include "domain/errors.h"
#include "sync/base/hash.h"
#include "sync/base/status.h"

namespace zoufang::storage {
namespace {

constexpr size_t kTokenBytes = 32;

// ToUnixMicros saturates, so that InfiniteFuture is stored as the greatest number.
int64_t Micros(absl::Time time) { return absl::ToUnixMicros(time); }

}  // namespace

std::string NewToken(base::Random& random) {
  std::string text;
  absl::WebSafeBase64Escape(random.Bytes(kTokenBytes), &text);
  return text;
}

std::string TokenHash(absl::string_view token) { return base::Sha256({"token", token}); }

constexpr char kInsertToken[] =
    "INSERT INTO token(hash, kind, user_id, device_id, created_us, expires_us)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

absl::Status InsertToken(sql::Database& database, absl::string_view token_hash, const Token& token,
                         absl::Time now) {
  ASSIGN_OR_RETURN(sql::Statement insert, database.Prepare(kInsertToken));
  insert.BindBlob(1, token_hash);
  insert.Bind(2, static_cast<int>(token.kind));
  insert.Bind(3, token.user_id);
  insert.Bind(4, token.device_id);
  insert.Bind(5, Micros(now));
  insert.Bind(6, Micros(token.expires));
  return insert.Run();
}

constexpr char kRevokeToken[] =
    "UPDATE token SET revoked_us=?2 WHERE hash=?1 AND revoked_us IS NULL";

absl::Status RevokeToken(sql::Database& database, absl::string_view token_hash, absl::Time now) {
  ASSIGN_OR_RETURN(sql::Statement update, database.Prepare(kRevokeToken));
  update.BindBlob(1, token_hash);
  update.Bind(2, Micros(now));
  return update.Run();
}

constexpr char kRevokeOfUser[] =
    "UPDATE token SET revoked_us=?2 WHERE user_id=?1 AND revoked_us IS NULL";

absl::Status RevokeTokensOfUser(sql::Database& database, absl::string_view user_id,
                                absl::Time now) {
  ASSIGN_OR_RETURN(sql::Statement update, database.Prepare(kRevokeOfUser));
  update.Bind(1, user_id);
  update.Bind(2, Micros(now));
  return update.Run();
}

constexpr char kRevokeOfDevice[] =
    "UPDATE token SET revoked_us=?3 WHERE user_id=?1 AND device_id=?2 AND revoked_us IS NULL";

absl::Status RevokeTokensOfDevice(sql::Database& database, absl::string_view user_id,
                                  absl::string_view device_id, absl::Time now) {
  ASSIGN_OR_RETURN(sql::Statement update, database.Prepare(kRevokeOfDevice));
  update.Bind(1, user_id);
  update.Bind(2, device_id);
  update.Bind(3, Micros(now));
  return update.Run();
}

constexpr char kSelectPrincipal[] =
    "SELECT token.kind, token.device_id, token.expires_us, token.revoked_us IS NOT NULL,"
    " account.id, account.user_name, account.role, account.area_prefixes, account.disabled,"
    " account.department"
    " FROM token JOIN account ON account.id=token.user_id WHERE token.hash=?1";

namespace {

// The row that kSelectPrincipal stands on.
Principal PrincipalFromRow(const sql::Statement& row) {
  return {.user_id = std::string(row.Text(4)),
          .user_name = std::string(row.Text(5)),
          .role = static_cast<v1::Role>(row.Int(6)),
          .area_prefixes = AreasFromText(row.Text(7)),
          .device_id = std::string(row.Text(1)),
          .department = std::string(row.Text(9))};
}

bool IsWithdrawn(const sql::Statement& row) { return row.Int(3) != 0 || row.Int(8) != 0; }

bool IsOfTablet(const sql::Statement& row) {
  return row.Int(0) == static_cast<int>(TokenKind::kTablet);
}

}  // namespace

absl::StatusOr<Principal> FindPrincipal(sql::Database& database, absl::string_view token_hash,
                                        absl::Time now) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kSelectPrincipal));
  select.BindBlob(1, token_hash);
  ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found) return domain::TokenInvalid();
  if (IsWithdrawn(select)) {
    return IsOfTablet(select) ? domain::InstallRevoked() : domain::TokenInvalid();
  }
  if (select.Int(2) <= Micros(now)) return domain::TokenInvalid();
  return PrincipalFromRow(select);
}

absl::StatusOr<Principal> FindWithdrawn(sql::Database& database, absl::string_view token_hash) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kSelectPrincipal));
  select.BindBlob(1, token_hash);
  ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found || !IsOfTablet(select)) return domain::TokenInvalid();
  if (!IsWithdrawn(select)) return domain::InstallNotRevoked();
  return PrincipalFromRow(select);
}

}  // namespace zoufang::storage
