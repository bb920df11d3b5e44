#include "sync/device/received.h"

#include "sync/base/status.h"

namespace zoufang::device {
namespace {

using sync::v1::EditOutcome;

bool TakenIn(EditOutcome::Verdict verdict) {
  return verdict == EditOutcome::APPLIED || verdict == EditOutcome::MERGED ||
         verdict == EditOutcome::CONFLICT;
}

}  // namespace

constexpr char kInsert[] =
    "INSERT OR IGNORE INTO _received(entity, row_id, seq) SELECT entity, row_id, seq FROM _held"
    " WHERE row_id=?1 AND entity=?2 AND seq=?3 AND makes=1";

absl::Status NoteReceived(const sync::v1::MutationOutcome& outcome, int64_t seq,
                          sql::Database& database) {
  ASSIGN_OR_RETURN(sql::Statement insert, database.Prepare(kInsert));
  for (const EditOutcome& edit : outcome.edits()) {
    if (!TakenIn(edit.verdict())) continue;
    insert.BindBorrowed(1, edit.row_id());
    insert.Bind(2, edit.entity());
    insert.Bind(3, seq);
    RETURN_IF_ERROR(insert.Run());
  }
  return absl::OkStatus();
}

constexpr char kForget[] = "DELETE FROM _received WHERE seq>?1";

absl::Status ForgetReceivedAfter(int64_t seq, sql::Database& database) {
  ASSIGN_OR_RETURN(sql::Statement forget, database.Prepare(kForget));
  forget.Bind(1, seq);
  return forget.Run();
}

constexpr char kForgetAll[] = "DELETE FROM _received; UPDATE _held SET makes=0 WHERE makes=1";

absl::Status ForgetAllReceived(sql::Database& database) { return database.Execute(kForgetAll); }

constexpr char kCount[] = "SELECT entity, count(*) FROM _received GROUP BY entity";

absl::StatusOr<std::map<uint32_t, int64_t>> CountReceived(sql::Database& database) {
  ASSIGN_OR_RETURN(sql::Statement count, database.Prepare(kCount));
  std::map<uint32_t, int64_t> counts;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, count.Step());
    if (!more) return counts;
    counts[static_cast<uint32_t>(count.Int(0))] = count.Int(1);
  }
}

}  // namespace zoufang::device
