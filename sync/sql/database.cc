#include "sync/sql/database.h"

#include <sqlite3.h>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "sync/base/errors.h"
#include "sync/base/status.h"

namespace zoufang::sql {
namespace {

// Idle statements kept per text: more than two live at once is rare.
constexpr size_t kIdlePerText = 4;
// Different texts kept: a bound, well above what the product uses.
constexpr size_t kCachedTexts = 512;

absl::Status StatusFromCode(int extended, const std::string& path, absl::string_view detail) {
  switch (extended) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      return base::SqlDuplicate(detail);
    default:
      break;
  }
  switch (extended & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return base::DatabaseBusy(path);
    case SQLITE_CONSTRAINT:
      return base::SqlConstraint(detail);
    case SQLITE_FULL:
      return base::DiskFull(path);
    case SQLITE_READONLY:
      return base::FileReadOnly(path);
    case SQLITE_CANTOPEN:
      return base::FileCannotBeOpened(path);
    case SQLITE_NOTADB:
      return base::NotOurFile(path);
    case SQLITE_CORRUPT:
      return base::DatabaseDamaged(path);
    case SQLITE_INTERRUPT:
      return base::SqlInterrupted();
    default:
      return base::SqlFailed(extended, detail);
  }
}

int RememberWalPages(void* pages, sqlite3*, const char*, int count) {
  *static_cast<int64_t*>(pages) = count;
  return SQLITE_OK;
}

int FlagsOf(OpenMode mode) {
  const int common = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  switch (mode) {
    case OpenMode::kCreate:
      return common | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    case OpenMode::kExisting:
      return common | SQLITE_OPEN_READWRITE;
    case OpenMode::kReadOnly:
      return common | SQLITE_OPEN_READWRITE;
  }
  return common;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Database>> Database::Open(const std::string& path,
                                                         const OpenOptions& options) {
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &handle, FlagsOf(options.mode), nullptr);
  std::unique_ptr<Database> database(new Database(handle, path));
  if (code != SQLITE_OK) {
    if (options.mode != OpenMode::kCreate && (code & 0xff) == SQLITE_CANTOPEN) {
      return base::FileMissing(path);
    }
    return StatusFromCode(code, path, sqlite3_errstr(code));
  }
  RETURN_IF_ERROR(database->Configure(options));
  return database;
}

absl::Status Database::Configure(const OpenOptions& options) {
  sqlite3_busy_timeout(handle_, static_cast<int>(absl::ToInt64Milliseconds(options.busy_timeout)));
  ASSIGN_OR_RETURN(const int64_t application, QueryInt("PRAGMA application_id"));
  ASSIGN_OR_RETURN(const int64_t objects, QueryInt("SELECT count(*) FROM sqlite_schema"));
  if (application != options.application_id && (application != 0 || objects != 0)) {
    return base::NotOurFile(path_);
  }
  // journal_mode first: it also finds out whether the file can be written at all.
  if (options.mode != OpenMode::kReadOnly) {
    RETURN_IF_ERROR(Execute("PRAGMA journal_mode=WAL"));
    if (application == 0 && options.application_id != 0) {
      RETURN_IF_ERROR(Execute(absl::StrCat("PRAGMA application_id=", options.application_id)));
    }
  }
  RETURN_IF_ERROR(Execute(
      absl::StrCat("PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;"
                   "PRAGMA journal_size_limit=67108864; PRAGMA cache_size=-",
                   options.cache_kib)));
  if (options.manual_checkpoint) {
    RETURN_IF_ERROR(Execute("PRAGMA wal_autocheckpoint=0"));
    sqlite3_wal_hook(handle_, RememberWalPages, &wal_pages_);
  }
  if (options.mode == OpenMode::kReadOnly) return Execute("PRAGMA query_only=1");
  // A process that died may have committed what it had no time to sync: that is read here, shown,
  // even sent, and a power cut would take it back. A checkpoint syncs it; where it fails nothing is
  // worse.
  Checkpoint().IgnoreError();
  return absl::OkStatus();
}

Database::~Database() {
  for (auto& [text, statements] : idle_) {
    for (sqlite3_stmt* statement : statements) sqlite3_finalize(statement);
  }
  sqlite3_close_v2(handle_);
}

absl::Status Database::Write(absl::FunctionRef<absl::Status()> body) {
  return Transaction("BEGIN IMMEDIATE", body);
}

absl::Status Database::Read(absl::FunctionRef<absl::Status()> body) {
  return Transaction("BEGIN", body);
}

absl::Status Database::Transaction(absl::string_view begin,
                                   absl::FunctionRef<absl::Status()> body) {
  ASSIGN_OR_RETURN(Statement start, Prepare(begin));
  RETURN_IF_ERROR(start.Run());
  absl::Status result = body();
  if (result.ok()) {
    ASSIGN_OR_RETURN(Statement commit, Prepare("COMMIT"));
    result = commit.Run();
    if (result.ok()) return result;
  }
  // SQLite may have rolled back by itself (disk full, I/O error).
  if (in_transaction()) {
    absl::StatusOr<Statement> rollback = Prepare("ROLLBACK");
    if (rollback.ok()) result.Update(rollback->Run());
  }
  return result;
}

absl::Status Database::Savepoint(absl::FunctionRef<absl::Status()> body) {
  {
    ASSIGN_OR_RETURN(Statement start, Prepare("SAVEPOINT part"));
    RETURN_IF_ERROR(start.Run());
  }
  absl::Status result = body();
  if (!in_transaction())
    return result;  // The whole transaction is gone; the caller sees the error.
  if (!result.ok()) {
    ASSIGN_OR_RETURN(Statement undo, Prepare("ROLLBACK TO part"));
    RETURN_IF_ERROR(undo.Run());
  }
  ASSIGN_OR_RETURN(Statement release, Prepare("RELEASE part"));
  RETURN_IF_ERROR(release.Run());
  return result;
}

absl::StatusOr<Statement> Database::Prepare(absl::string_view sql) {
  if (const auto found = idle_.find(sql); found != idle_.end() && !found->second.empty()) {
    sqlite3_stmt* statement = found->second.back();
    found->second.pop_back();
    return Statement(this, statement);
  }
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) return LastError();
  return Statement(this, statement);
}

void Database::GiveBack(sqlite3_stmt* statement) {
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
  const char* text = sqlite3_sql(statement);
  auto found = idle_.find(text);
  if (found == idle_.end() && idle_.size() < kCachedTexts) found = idle_.try_emplace(text).first;
  if (found == idle_.end() || found->second.size() >= kIdlePerText) {
    sqlite3_finalize(statement);
  } else {
    found->second.push_back(statement);
  }
}

absl::Status Database::Execute(absl::string_view sql) {
  const int code = sqlite3_exec(handle_, std::string(sql).c_str(), nullptr, nullptr, nullptr);
  return code == SQLITE_OK ? absl::OkStatus() : LastError();
}

absl::StatusOr<int64_t> Database::QueryInt(absl::string_view sql) {
  ASSIGN_OR_RETURN(Statement query, Prepare(sql));
  ASSIGN_OR_RETURN(const bool found, query.Step());
  return found ? query.Int(0) : 0;
}

absl::Status Database::Migrate(const std::vector<Migration>& migrations) {
  ASSIGN_OR_RETURN(const int64_t version, QueryInt("PRAGMA user_version"));
  const auto newest = static_cast<int64_t>(migrations.size());
  if (version > newest) return base::FileTooNew(path_, version, newest);
  for (int64_t next = version; next < newest; ++next) {
    RETURN_IF_ERROR(Write([&]() -> absl::Status {
      RETURN_IF_ERROR(Execute(migrations[next].statements));
      return Execute(absl::StrCat("PRAGMA user_version=", next + 1));
    }));
  }
  return absl::OkStatus();
}

absl::Status Database::Checkpoint() {
  int log = 0, done = 0;
  const int code =
      sqlite3_wal_checkpoint_v2(handle_, nullptr, SQLITE_CHECKPOINT_PASSIVE, &log, &done);
  if (code == SQLITE_OK && log == done) wal_pages_ = 0;
  return code == SQLITE_OK || code == SQLITE_BUSY ? absl::OkStatus() : LastError();
}

absl::Status Database::BackUp(const std::string& path) {
  ASSIGN_OR_RETURN(Statement vacuum, Prepare("VACUUM INTO ?1"));
  vacuum.Bind(1, path);
  RETURN_IF_ERROR(vacuum.Run());
  ASSIGN_OR_RETURN(const int64_t application, QueryInt("PRAGMA application_id"));
  ASSIGN_OR_RETURN(const std::unique_ptr<Database> copy,
                   Open(path, {.mode = OpenMode::kExisting,
                               .application_id = static_cast<uint32_t>(application)}));
  ASSIGN_OR_RETURN(Statement check, copy->Prepare("PRAGMA quick_check"));
  ASSIGN_OR_RETURN(const bool found, check.Step());
  return found && check.Text(0) == "ok" ? absl::OkStatus() : base::DatabaseDamaged(path);
}

void Database::Interrupt() { sqlite3_interrupt(handle_); }
int64_t Database::changes() const { return sqlite3_changes64(handle_); }
int64_t Database::last_insert_rowid() const { return sqlite3_last_insert_rowid(handle_); }
bool Database::in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }
int64_t Database::wal_pages() const { return wal_pages_; }

absl::Status Database::LastError() const {
  return StatusFromCode(sqlite3_extended_errcode(handle_), path_, sqlite3_errmsg(handle_));
}

}  // namespace zoufang::sql
