#include "server/storage/keys.h"

#include <sodium.h>

#include "domain/errors.h"
#include "sync/base/status.h"

namespace zoufang::storage {
namespace {

constexpr char kName[] = "hmac";
constexpr size_t kKeyBytes = 32;

const unsigned char* Bytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

constexpr char kInsertKey[] =
    "INSERT INTO server_key(name, value) VALUES (?1, ?2) ON CONFLICT DO NOTHING";

absl::Status EnsureServerKey(sql::Database& database, base::Random& random) {
  ASSIGN_OR_RETURN(sql::Statement insert, database.Prepare(kInsertKey));
  insert.Bind(1, kName);
  insert.BindBlob(2, random.Bytes(kKeyBytes));
  return insert.Run();
}

constexpr char kSelectKey[] = "SELECT value FROM server_key WHERE name=?1";

absl::StatusOr<std::string> LoadServerKey(sql::Database& database) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kSelectKey));
  select.Bind(1, kName);
  ASSIGN_OR_RETURN(const bool found, select.Step());
  return found ? absl::StatusOr<std::string>(std::string(select.Blob(0))) : domain::InternalError();
}

std::string Hmac(absl::string_view key, absl::string_view message) {
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, Bytes(key), key.size());
  crypto_auth_hmacsha256_update(&state, Bytes(message), message.size());
  std::string code(crypto_auth_hmacsha256_BYTES, '\0');
  crypto_auth_hmacsha256_final(&state, reinterpret_cast<unsigned char*>(code.data()));
  return code;
}

bool SameSecret(absl::string_view one, absl::string_view other) {
  return one.size() == other.size() && sodium_memcmp(one.data(), other.data(), one.size()) == 0;
}

}  // namespace zoufang::storage
