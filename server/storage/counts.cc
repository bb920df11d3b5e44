#include "server/storage/counts.h"

#include "sync/base/status.h"

namespace zoufang::storage {
namespace {

// 1 is CONFLICT_STATE_OPEN.
constexpr char kOpenConflicts[] = "SELECT count(*) FROM conflict WHERE state=1";
constexpr char kParked[] = "SELECT count(*) FROM _parked";

constexpr char kTablets[] =
    "SELECT count(*), coalesce(sum(pending), 0), min(CASE WHEN pending>0 THEN pending_since_us END)"
    " FROM device WHERE revoked_us IS NULL";

absl::Status CountTablets(sql::Database& database, Counts& counts) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kTablets));
  RETURN_IF_ERROR(select.Step().status());
  counts.tablets = select.Int(0);
  counts.pending = select.Int(1);
  if (!select.IsNull(2)) counts.pending_since = absl::FromUnixMicros(select.Int(2));
  return absl::OkStatus();
}

constexpr char kNotifications[] = "SELECT count(*), min(made_us) FROM notification";

absl::Status CountNotifications(sql::Database& database, Counts& counts) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kNotifications));
  RETURN_IF_ERROR(select.Step().status());
  counts.notifications = select.Int(0);
  if (!select.IsNull(1)) counts.notifying_since = absl::FromUnixMicros(select.Int(1));
  return absl::OkStatus();
}

constexpr char kHeads[] = "SELECT name, head FROM _scope";

absl::Status ReadHeads(sql::Database& database, Counts& counts) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kHeads));
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return absl::OkStatus();
    counts.heads[std::string(select.Text(0))] = static_cast<uint64_t>(select.Int(1));
  }
}

}  // namespace

absl::StatusOr<Counts> ReadCounts(sql::Database& database) {
  Counts counts;
  ASSIGN_OR_RETURN(counts.open_conflicts, database.QueryInt(kOpenConflicts));
  ASSIGN_OR_RETURN(counts.parked_edits, database.QueryInt(kParked));
  RETURN_IF_ERROR(CountTablets(database, counts));
  RETURN_IF_ERROR(CountNotifications(database, counts));
  RETURN_IF_ERROR(ReadHeads(database, counts));
  return counts;
}

}  // namespace zoufang::storage
