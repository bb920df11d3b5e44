#include "server/storage/enrollment_codes.h"

#include "absl/strings/ascii.h"
#include "domain/errors.h"
#include "sync/base/hash.h"
#include "sync/base/status.h"

namespace zoufang::storage {
namespace {

constexpr absl::string_view kAlphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
constexpr size_t kCodeLength = 10;

std::string CodeHash(absl::string_view code) {
  std::string typed;
  for (const char c : code) {
    if (c != '-' && c != ' ') typed += absl::ascii_toupper(c);
  }
  return base::Sha256({"enrollment code", typed});
}

}  // namespace

std::string NewEnrollmentCode(base::Random& random) {
  // Bytes above the last whole multiple would favour the alphabet's beginning.
  const size_t fair = 256 / kAlphabet.size() * kAlphabet.size();
  std::string code;
  while (code.size() < kCodeLength) {
    const auto byte = static_cast<unsigned char>(random.Bytes(1)[0]);
    if (byte < fair) code += kAlphabet[byte % kAlphabet.size()];
  }
  return code;
}

constexpr char kInsertCode[] =
    "INSERT INTO enrollment_code(hash, user_id, expires_us) VALUES (?1, ?2, ?3)";

absl::Status InsertEnrollmentCode(sql::Database& database, absl::string_view code,
                                  absl::string_view user_id, absl::Time expires) {
  ASSIGN_OR_RETURN(sql::Statement insert, database.Prepare(kInsertCode));
  insert.BindBlob(1, CodeHash(code));
  insert.Bind(2, user_id);
  insert.Bind(3, absl::ToUnixMicros(expires));
  return insert.Run();
}

constexpr char kUseCode[] =
    "UPDATE enrollment_code SET used_us=?2 WHERE hash=?1 AND used_us IS NULL AND expires_us>?2"
    " RETURNING user_id";

absl::StatusOr<std::string> UseEnrollmentCode(sql::Database& database, absl::string_view code,
                                              absl::Time now) {
  ASSIGN_OR_RETURN(sql::Statement update, database.Prepare(kUseCode));
  update.BindBlob(1, CodeHash(code));
  update.Bind(2, absl::ToUnixMicros(now));
  ASSIGN_OR_RETURN(const bool found, update.Step());
  if (!found) return domain::EnrollmentCodeInvalid();
  return std::string(update.Text(0));
}

}  // namespace zoufang::storage
