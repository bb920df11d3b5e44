#include "server/rpc/upkeep_work.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "domain/errors.h"
#include "google/protobuf/util/time_util.h"
#include "server/rpc/checks.h"
#include "server/storage/attachment_files.h"
#include "sync/base/log.h"
#include "sync/base/status.h"

namespace zoufang::rpc {
namespace {

constexpr int kKeepDays = 90;
constexpr int kMostKeepDays = 3650;

}  // namespace

absl::Status UpkeepWork::CheckCopy(const std::string& file_name, sql::Database& copy) {
  return copy.Read([&]() -> absl::Status {
    ASSIGN_OR_RETURN(const hub::VerifyReport report, parts_.hub.Verify(copy));
    if (report.damaged()) {
      return domain::BackupNotSound(file_name, report.problems.front().message);
    }
    // Whoever keeps the logs elsewhere can tell a history that was made anew from the beginning.
    base::Log(
        base::Severity::kInfo, "history_end",
        {{"mutations", report.mutations}, {"hash", absl::BytesToHexString(report.history_hash)}});
    return absl::OkStatus();
  });
}

// The copy speaks only of files that were there before it, so each is among those there now.
absl::Status UpkeepWork::AddFiles() {
  const std::string& directory = parts_.store.directory();
  ASSIGN_OR_RETURN(const int64_t added,
                   storage::AddStoredFiles(directory, storage::BackupsPath(directory)));
  base::Log(base::Severity::kInfo, "backup_files", {{"added", added}});
  return absl::OkStatus();
}

absl::StatusOr<v1::BackUpResponse> UpkeepWork::BackUp(const Caller& caller) {
  const absl::Time now = parts_.clock.Now();
  const std::string file_name = absl::StrCat(
      "zoufang-", absl::FormatTime("%Y%m%dT%H%M%E3SZ", now, absl::UTCTimeZone()), ".db");
  ASSIGN_OR_RETURN(const int64_t size,
                   parts_.store.BackUp(
                       file_name,
                       [&](sql::Database& copy) -> absl::Status {
                         RETURN_IF_ERROR(CheckCopy(file_name, copy));
                         return AddFiles();
                       },
                       [&](sql::Database& live, sql::Database& copy) -> absl::Status {
                         RETURN_IF_ERROR(parts_.hub.NoteBackup(live, copy));
                         return storage::Audit(live, caller.Did(file_name), now);
                       }));
  v1::BackUpResponse response;
  response.set_file_name(file_name);
  response.set_size_bytes(size);
  *response.mutable_taken_at() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(now));
  return response;
}

absl::StatusOr<v1::VerifyServerResponse> UpkeepWork::Verify() {
  hub::VerifyReport report;
  RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(report, parts_.hub.Verify(database));
    return absl::OkStatus();
  }));
  v1::VerifyServerResponse response;
  for (const hub::VerifyProblem& problem : report.problems) {
    base::Log(base::Severity::kError, "verify_problem",
              {{"check", problem.check}, {"where", problem.where}});
    v1::VerifyProblem& out = *response.add_problems();
    out.set_check(problem.check);
    out.set_where(problem.where);
    out.set_message(problem.message);
  }
  response.set_rows(report.rows);
  response.set_log_entries(report.log_entries);
  response.set_mutations(report.mutations);
  response.set_history_hash(absl::BytesToHexString(report.history_hash));
  return response;
}

absl::StatusOr<v1::CompactLogsResponse> UpkeepWork::Compact(const Caller& caller,
                                                            const v1::CompactLogsRequest& request) {
  const int days = request.keep_days() == 0 ? kKeepDays : request.keep_days();
  Checks checks;
  checks.Require(days >= 1 && days <= kMostKeepDays, "keep_days", "须为1至3650天",
                 "must be 1 to 3650");
  RETURN_IF_ERROR(checks.Result());
  const absl::Time now = parts_.clock.Now();
  const absl::Time keep_from = now - absl::Hours(24) * days;
  v1::CompactLogsResponse response;
  int64_t dropped = 0;
  do {
    RETURN_IF_ERROR(parts_.store.Write([&](sql::Database& database) -> absl::Status {
      ASSIGN_OR_RETURN(dropped, parts_.hub.CompactLogs(database, keep_from));
      return absl::OkStatus();
    }));
    response.set_entries_dropped(response.entries_dropped() + dropped);
  } while (dropped > 0);
  RETURN_IF_ERROR(parts_.store.Write(
      [&](sql::Database& database) { return storage::Audit(database, caller.Did("logs"), now); }));
  return response;
}

}  // namespace zoufang::rpc
