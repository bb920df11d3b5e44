#include "sync/hub/compaction.h"

#include <algorithm>
#include <vector>

#include "sync/base/errors.h"
#include "sync/base/status.h"

namespace zoufang::hub {
namespace {

// What the writer does in some ten milliseconds: nobody waits longer for it.
constexpr int64_t kDroppedAtOnce = 10'000;

}  // namespace

constexpr char kSelectOldest[] =
    "SELECT s.n, max(t.seq), s.min_seq FROM _scope s JOIN _log_time t ON t.scope=s.n"
    " WHERE t.at_us<?1 GROUP BY s.n HAVING max(t.seq) > s.min_seq ORDER BY s.n LIMIT 1";

absl::StatusOr<int64_t> Compaction::DropSome(absl::Time keep_from) {
  int64_t scope = 0, seq = 0;
  {
    ASSIGN_OR_RETURN(sql::Statement select, context_.db.Prepare(kSelectOldest));
    select.Bind(1, absl::ToUnixMicros(keep_from));
    ASSIGN_OR_RETURN(const bool found, select.Step());
    if (!found) return 0;
    scope = select.Int(0);
    seq = std::min(select.Int(1), select.Int(2) + kDroppedAtOnce);
  }
  return DropUpTo(scope, seq);
}

constexpr char kMoveStart[] =
    "UPDATE _scope SET min_seq=?2, min_hash=(SELECT hash FROM _log WHERE scope=?1 AND seq=?2)"
    " WHERE n=?1";
constexpr char kDropEntries[] = "DELETE FROM _log WHERE scope=?1 AND seq<=?2";
constexpr char kDropTimes[] = "DELETE FROM _log_time WHERE scope=?1 AND seq<?2";

absl::StatusOr<int64_t> Compaction::DropUpTo(int64_t scope, int64_t seq) {
  int64_t dropped = 0;
  for (const char* text : {kMoveStart, kDropTimes, kDropEntries}) {
    ASSIGN_OR_RETURN(sql::Statement drop, context_.db.Prepare(text));
    drop.Bind(1, scope);
    drop.Bind(2, seq);
    RETURN_IF_ERROR(drop.Run());
    dropped = context_.db.changes();
  }
  return dropped;
}

}  // namespace zoufang::hub
