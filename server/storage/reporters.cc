#include "server/storage/reporters.h"

#include <sodium.h>

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/strip.h"
#include "domain/complaint_errors.h"
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

// PEM holds RFC 8410's PKCS #8: these bytes, then the key.
std::string DecodeSecret(absl::string_view text) {
  constexpr absl::string_view kBegin = "-----BEGIN PRIVATE KEY-----";
  constexpr absl::string_view kEnd = "-----END PRIVATE KEY-----";
  constexpr absl::string_view kPrefix(
      "\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x6e\x04\x22\x04\x20", 16);
  text = absl::StripAsciiWhitespace(text);
  if (!absl::ConsumePrefix(&text, kBegin)) return Decode(text);
  if (!absl::ConsumeSuffix(&text, kEnd)) return "";
  std::string bytes;
  if (!absl::Base64Unescape(text, &bytes)) return "";
  absl::string_view key = bytes;
  return absl::ConsumePrefix(&key, kPrefix) ? std::string(key) : "";
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

std::string IdentitySealer::PublicKey() const { return absl::BytesToHexString(public_key_); }

absl::StatusOr<IdentityOpener> IdentityOpener::FromSecretKey(absl::string_view text) {
  std::string key = DecodeSecret(text);
  if (key.size() != crypto_box_SECRETKEYBYTES) {
    return domain::OptionInvalid(
        "--identity-secret-key-file", "应含32字节 X25519 私钥(十六进制、base64 或 PEM)",
        "must hold an X25519 secret key: 32 bytes in hexadecimal or base64, or PEM");
  }
  IdentityOpener opener;
  opener.secret_key_.swap(key);
  return opener;
}

std::string IdentityOpener::PublicKey() const {
  std::string key(crypto_box_PUBLICKEYBYTES, '\0');
  crypto_scalarmult_base(reinterpret_cast<unsigned char*>(key.data()), Bytes(secret_key_));
  return absl::BytesToHexString(key);
}

absl::StatusOr<std::string> IdentityOpener::Open(absl::string_view box) const {
  if (box.size() < crypto_box_SEALBYTES) return domain::IdentityDamaged();
  const std::string public_key = absl::HexStringToBytes(PublicKey());
  std::string content(box.size() - crypto_box_SEALBYTES, '\0');
  const int opened =
      crypto_box_seal_open(reinterpret_cast<unsigned char*>(content.data()), Bytes(box), box.size(),
                           Bytes(public_key), Bytes(secret_key_));
  if (opened != 0) return domain::IdentityDamaged();
  return content;
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

constexpr char kBlankReporter[] =
    "UPDATE complaint_reporter SET sealed=zeroblob(length(sealed)) WHERE complaint_id=?1";
constexpr char kDeleteReporter[] = "DELETE FROM complaint_reporter WHERE complaint_id=?1";

absl::Status EraseSealedReporter(sql::Database& database, absl::string_view complaint_id) {
  for (const char* const text : {kBlankReporter, kDeleteReporter}) {
    ASSIGN_OR_RETURN(sql::Statement statement, database.Prepare(text));
    statement.Bind(1, complaint_id);
    RETURN_IF_ERROR(statement.Run());
  }
  return absl::OkStatus();
}

}  // namespace zoufang::storage
