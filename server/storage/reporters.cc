#include "server/storage/reporters.h"

#include <sodium.h>

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "domain/errors.h"
#include "sync/base/status.h"

namespace zoufang::storage {
namespace {

const unsigned char* Bytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string Decode(absl::string_view text) {
  const bool hex = text.size() == 2 * crypto_box_PUBLICKEYBYTES &&
                   text.find_first_not_of("0123456789abcdefABCDEF") == text.npos;
  if (hex) return absl::HexStringToBytes(text);
  std::string bytes;
  if (absl::Base64Unescape(text, &bytes) || absl::WebSafeBase64Unescape(text, &bytes)) return bytes;
  return "";
}

}  // namespace

absl::StatusOr<IdentitySealer> IdentitySealer::FromPublicKey(absl::string_view text) {
  std::string key = Decode(absl::StripAsciiWhitespace(text));
  if (key.size() != crypto_box_PUBLICKEYBYTES) {
    return domain::OptionInvalid("--identity-public-key",
                                 "应为32字节 X25519 公钥的十六进制或 base64 形式",
                                 "must be an X25519 public key: 32 bytes in hexadecimal or base64");
  }
  IdentitySealer sealer;
  sealer.public_key_.swap(key);
  return sealer;
}

std::string IdentitySealer::Seal(absl::string_view content) const {
  std::string box(crypto_box_SEALBYTES + content.size(), '\0');
  crypto_box_seal(reinterpret_cast<unsigned char*>(box.data()), Bytes(content), content.size(),
                  Bytes(public_key_));
  return box;
}

constexpr char kInsertReporter[] =
    "INSERT INTO complaint_reporter(complaint_id, sealed) VALUES (?1, ?2)";

absl::Status InsertSealedReporter(sql::Database& database, absl::string_view complaint_id,
                                  absl::string_view sealed) {
  ASSIGN_OR_RETURN(sql::Statement insert, database.Prepare(kInsertReporter));
  insert.Bind(1, complaint_id);
  insert.BindBlob(2, sealed);
  return insert.Run();
}

constexpr char kSelectReporter[] = "SELECT sealed FROM complaint_reporter WHERE complaint_id=?1";

absl::StatusOr<std::optional<std::string>> FindSealedReporter(sql::Database& database,
                                                              absl::string_view complaint_id) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kSelectReporter));
  select.Bind(1, complaint_id);
  ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found) return std::nullopt;
  return std::string(select.Blob(0));
}

}  // namespace zoufang::storage
