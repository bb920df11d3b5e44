#include "sync/hub/history.h"

#include "sync/base/errors.h"
#include "sync/base/hash.h"
#include "sync/base/status.h"

namespace zoufang::hub {

using sync::v1::MutationOutcome;

std::string HashAfter(const HistoryEnd& before, const HistoryEntry& entry) {
  const char flags[] = {entry.by_server ? '\1' : '\0', entry.clock_trusted ? '\1' : '\0'};
  return base::Hash128({before.hash, base::BigEndian(before.n + 1), entry.uuid, entry.user_id,
                        entry.install_id, absl::string_view(flags, sizeof(flags)),
                        base::BigEndian(entry.received_us), entry.body, entry.outcome});
}

std::string HashAfter(const HistoryEnd& before, const ReleaseEntry& entry) {
  return base::Hash128({before.hash, base::BigEndian(before.n + 1), entry.uuid, entry.outcome,
                        base::BigEndian(entry.at_us)});
}

constexpr char kSelectEnds[] =
    "SELECT history_n, history_hash, release_n, release_hash FROM _server";

absl::Status History::ReadEnds() {
  if (read_) return absl::OkStatus();
  ASSIGN_OR_RETURN(sql::Statement select, context_.db.Prepare(kSelectEnds));
  ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found) return base::DatabaseDamaged(context_.db.path());
  mutations_ = {select.Int(0), std::string(select.Blob(1))};
  releases_ = {select.Int(2), std::string(select.Blob(3))};
  read_ = true;
  return absl::OkStatus();
}

constexpr char kInsertMutation[] =
    "INSERT INTO _mutation(n, uuid, user_id, by_server, clock_trusted, received_us, body, outcome,"
    " install, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8,"
    " (SELECT i.n FROM _install i WHERE i.id=?9), ?10)";

absl::Status History::Append(const HistoryEntry& entry) {
  RETURN_IF_ERROR(ReadEnds());
  mutations_.hash = HashAfter(mutations_, entry);
  ++mutations_.n;
  ASSIGN_OR_RETURN(sql::Statement insert, context_.db.Prepare(kInsertMutation));
  insert.Bind(1, mutations_.n);
  insert.BindBlobBorrowed(2, entry.uuid);
  insert.BindBorrowed(3, entry.user_id);
  insert.Bind(4, entry.by_server);
  insert.Bind(5, entry.clock_trusted);
  insert.Bind(6, entry.received_us);
  insert.BindBlobBorrowed(7, entry.body);
  insert.BindBlobBorrowed(8, entry.outcome);
  insert.BindBorrowed(9, entry.install_id);
  insert.BindBlobBorrowed(10, mutations_.hash);
  return insert.Run();
}

constexpr char kInsertRelease[] =
    "INSERT INTO _release(n, uuid, outcome, at_us, hash) VALUES (?1, ?2, ?3, ?4, ?5)";

absl::Status History::Append(const ReleaseEntry& entry) {
  RETURN_IF_ERROR(ReadEnds());
  releases_.hash = HashAfter(releases_, entry);
  ++releases_.n;
  ASSIGN_OR_RETURN(sql::Statement insert, context_.db.Prepare(kInsertRelease));
  insert.Bind(1, releases_.n);
  insert.BindBlobBorrowed(2, entry.uuid);
  insert.BindBlobBorrowed(3, entry.outcome);
  insert.Bind(4, entry.at_us);
  insert.BindBlobBorrowed(5, releases_.hash);
  return insert.Run();
}

constexpr char kUpdateEnds[] =
    "UPDATE _server SET history_n=?1, history_hash=?2, release_n=?3, release_hash=?4";

absl::Status History::Flush() {
  if (!read_) return absl::OkStatus();
  ASSIGN_OR_RETURN(sql::Statement update, context_.db.Prepare(kUpdateEnds));
  update.Bind(1, mutations_.n);
  update.BindBlobBorrowed(2, mutations_.hash);
  update.Bind(3, releases_.n);
  update.BindBlobBorrowed(4, releases_.hash);
  RETURN_IF_ERROR(update.Run());
  read_ = false;
  return absl::OkStatus();
}

constexpr char kSelectOutcome[] =
    "SELECT coalesce((SELECT r.outcome FROM _release r WHERE r.uuid=m.uuid"
    " ORDER BY r.n DESC LIMIT 1), m.outcome) FROM _mutation m WHERE m.uuid=?1";

absl::StatusOr<std::optional<MutationOutcome>> FindOutcome(sql::Database& database,
                                                           absl::string_view uuid) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kSelectOutcome));
  select.BindBlobBorrowed(1, uuid);
  ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found) return std::nullopt;
  MutationOutcome outcome;
  const absl::string_view bytes = select.Blob(0);
  if (!outcome.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return base::DatabaseDamaged(database.path());
  }
  return outcome;
}

}  // namespace zoufang::hub
