#include "server/storage/quarantine.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "domain/errors.h"
#include "sync/base/status.h"

namespace zoufang::storage {
namespace {

constexpr size_t kUuidBytes = 16;

constexpr char kColumns[] =
    "SELECT uuid, device_id, user_id, account.user_name, install_id, seq, body, surrendered_us,"
    " decided_us, outcome FROM quarantine JOIN account ON account.id=user_id ";

Quarantined FromRow(const sql::Statement& row) {
  Quarantined mutation{.uuid = std::string(row.Blob(0)),
                       .device_id = std::string(row.Text(1)),
                       .user_id = std::string(row.Text(2)),
                       .user_name = std::string(row.Text(3)),
                       .install_id = std::string(row.Text(4)),
                       .seq = row.Int(5),
                       .body = std::string(row.Blob(6)),
                       .surrendered = absl::FromUnixMicros(row.Int(7))};
  if (!row.IsNull(8)) mutation.decided = absl::FromUnixMicros(row.Int(8));
  if (!row.IsNull(9)) mutation.outcome = std::string(row.Blob(9));
  return mutation;
}

}  // namespace

constexpr char kInsert[] =
    "INSERT INTO quarantine(uuid, device_id, user_id, install_id, seq, body, surrendered_us)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT(uuid) DO NOTHING";

absl::Status InsertQuarantined(sql::Database& database, const Quarantined& mutation) {
  ASSIGN_OR_RETURN(sql::Statement insert, database.Prepare(kInsert));
  insert.BindBlob(1, mutation.uuid);
  insert.Bind(2, mutation.device_id);
  insert.Bind(3, mutation.user_id);
  insert.Bind(4, mutation.install_id);
  insert.Bind(5, mutation.seq);
  insert.BindBlob(6, mutation.body);
  insert.Bind(7, absl::ToUnixMicros(mutation.surrendered));
  return insert.Run();
}

constexpr char kPage[] =
    "WHERE decided_us IS NULL AND (?1='' OR device_id=?1) AND (surrendered_us, hex(uuid)) >"
    " (?2, ?3) ORDER BY surrendered_us, hex(uuid) LIMIT ?4";

absl::StatusOr<std::vector<Quarantined>> ListQuarantined(sql::Database& database,
                                                         const QuarantineQuery& query) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(absl::StrCat(kColumns, kPage)));
  select.Bind(1, query.device_id);
  select.Bind(2, query.after_us);
  select.Bind(3, query.after_uuid);
  select.Bind(4, query.limit);
  std::vector<Quarantined> mutations;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return mutations;
    mutations.push_back(FromRow(select));
  }
}

constexpr char kOne[] = "WHERE uuid=?1";

absl::StatusOr<Quarantined> FindQuarantined(sql::Database& database, absl::string_view id) {
  const std::string uuid = absl::HexStringToBytes(id);
  if (uuid.size() != kUuidBytes) return domain::QuarantinedNotFound(id);
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(absl::StrCat(kColumns, kOne)));
  select.BindBlob(1, uuid);
  ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found) return domain::QuarantinedNotFound(id);
  return FromRow(select);
}

constexpr char kDecide[] =
    "UPDATE quarantine SET decided_us=?2, decided_by=?3, reason=?4, outcome=?5 WHERE uuid=?1";

absl::Status DecideQuarantined(sql::Database& database, absl::string_view uuid,
                               const QuarantineDecision& decision) {
  ASSIGN_OR_RETURN(sql::Statement update, database.Prepare(kDecide));
  update.BindBlob(1, uuid);
  update.Bind(2, absl::ToUnixMicros(decision.at));
  update.Bind(3, decision.user_name);
  update.Bind(4, decision.reason);
  update.BindNull(5);
  if (!decision.outcome.empty()) update.BindBlob(5, decision.outcome);
  return update.Run();
}

}  // namespace zoufang::storage
