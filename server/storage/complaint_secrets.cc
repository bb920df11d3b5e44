#include "server/storage/complaint_secrets.h"

#include "sync/base/status.h"

namespace zoufang::storage {

constexpr char kInsertSecret[] =
    "INSERT INTO complaint_secret(number, complaint_id, secret_hash) VALUES (?1, ?2, ?3)";

absl::Status InsertComplaintSecret(sql::Database& database, const ComplaintSecret& secret) {
  ASSIGN_OR_RETURN(sql::Statement insert, database.Prepare(kInsertSecret));
  insert.Bind(1, secret.number);
  insert.Bind(2, secret.complaint_id);
  insert.Bind(3, secret.secret_hash);
  return insert.Run();
}

constexpr char kSelectSecret[] =
    "SELECT number, complaint_id, secret_hash FROM complaint_secret WHERE number=?1";

absl::StatusOr<std::optional<ComplaintSecret>> FindComplaintSecret(sql::Database& database,
                                                                   absl::string_view number) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kSelectSecret));
  select.Bind(1, number);
  ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found) return std::nullopt;
  return ComplaintSecret{.number = std::string(select.Text(0)),
                         .complaint_id = std::string(select.Text(1)),
                         .secret_hash = std::string(select.Text(2))};
}

constexpr char kNextSerial[] =
    "INSERT INTO complaint_serial(day, last) VALUES (?1, 1)"
    " ON CONFLICT(day) DO UPDATE SET last=last+1 RETURNING last";

absl::StatusOr<int64_t> NextComplaintSerial(sql::Database& database, absl::string_view day) {
  ASSIGN_OR_RETURN(sql::Statement next, database.Prepare(kNextSerial));
  next.Bind(1, day);
  RETURN_IF_ERROR(next.Step().status());
  return next.Int(0);
}

}  // namespace zoufang::storage
