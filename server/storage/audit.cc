#include "server/storage/audit.h"

#include "sync/base/status.h"

namespace zoufang::storage {

constexpr char kInsertAudit[] =
    "INSERT INTO audit(at_us, user_id, device_id, call_id, method, subject)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

absl::Status Audit(sql::Database& database, const AuditEntry& entry, absl::Time now) {
  ASSIGN_OR_RETURN(sql::Statement insert, database.Prepare(kInsertAudit));
  insert.Bind(1, absl::ToUnixMicros(now));
  insert.Bind(2, entry.user_id);
  insert.Bind(3, entry.device_id);
  insert.Bind(4, entry.call_id);
  insert.Bind(5, entry.method);
  insert.Bind(6, entry.subject);
  return insert.Run();
}

}  // namespace zoufang::storage
