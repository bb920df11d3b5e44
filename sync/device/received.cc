#include "sync/device/received.h"

#include "absl/strings/str_cat.h"
#include "sync/base/status.h"

namespace zoufang::device {
namespace {

// Rows of held mutations up to ?1, or of all that have an outcome. One that was not taken in is on
// its author's list, settled or not.
constexpr char kTakenIn[] =
    "SELECT entity, count(*) FROM _held h WHERE makes=1 AND NOT EXISTS (SELECT 1 FROM _attention a"
    " WHERE a.seq=h.seq AND a.entity=h.entity AND a.row_id=h.row_id) AND ";

}  // namespace

absl::StatusOr<std::map<uint32_t, int64_t>> CountReceived(sql::Database& database) {
  ASSIGN_OR_RETURN(
      sql::Statement count,
      database.Prepare(absl::StrCat("SELECT entity, count FROM _received UNION ALL ", kTakenIn,
                                    "(seq<=(SELECT outcome_to FROM _device)"
                                    " OR seq IN (SELECT seq FROM _outcome)) GROUP BY entity")));
  std::map<uint32_t, int64_t> counts;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, count.Step());
    if (!more) return counts;
    counts[static_cast<uint32_t>(count.Int(0))] += count.Int(1);
  }
}

absl::Status KeepReceived(int64_t seq, sql::Database& database) {
  ASSIGN_OR_RETURN(sql::Statement keep,
                   database.Prepare(absl::StrCat(
                       "INSERT INTO _received(entity, count) ", kTakenIn,
                       "seq<=?1 GROUP BY entity"
                       " ON CONFLICT(entity) DO UPDATE SET count=count+excluded.count")));
  keep.Bind(1, seq);
  return keep.Run();
}

absl::Status ForgetReceived(sql::Database& database) {
  return database.Execute("DELETE FROM _received; UPDATE _held SET makes=0 WHERE makes=1");
}

}  // namespace zoufang::device
