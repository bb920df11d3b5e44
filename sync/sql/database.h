// One connection to one SQLite file.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "sync/sql/statement.h"

struct sqlite3;

namespace zoufang::sql {

enum class OpenMode {
  kCreate,    // Opens or makes the file.
  kExisting,  // NOT_FOUND when there is none.
  kReadOnly,  // An existing file; `query_only`.
};

struct OpenOptions {
  OpenMode mode = OpenMode::kCreate;
  // Written into a new file; a file with another one is refused (NOT_OUR_FILE).
  uint32_t application_id = 0;
  // True: checkpoints only by Checkpoint(). For a file with several connections.
  bool manual_checkpoint = false;
  int cache_kib = 8192;
  absl::Duration busy_timeout = absl::Seconds(5);
};

// One schema change: what `statements` make of the version before. Runs in its own transaction,
// together with the new user_version.
struct Migration {
  std::string statements;
};

// WAL, synchronous=FULL, foreign keys on. A write is always BEGIN IMMEDIATE. One thread at a time;
// Interrupt alone may be called from any. Errors carry a reason: DISK_FULL, FILE_READ_ONLY,
// DATABASE_BUSY, DATABASE_DAMAGED, NOT_OUR_FILE, FILE_TOO_NEW.
class Database {
 public:
  static absl::StatusOr<std::unique_ptr<Database>> Open(const std::string& path,
                                                        const OpenOptions& options);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // Runs `body` in one write transaction: commits if it returns OK, else rolls back. Not reentrant.
  absl::Status Write(absl::FunctionRef<absl::Status()> body);
  // Runs `body` on one snapshot.
  absl::Status Read(absl::FunctionRef<absl::Status()> body);
  // Inside Write: undoes what `body` did unless it returns OK.
  absl::Status Savepoint(absl::FunctionRef<absl::Status()> body);

  // Lends a statement from the cache. `sql` is one statement.
  absl::StatusOr<Statement> Prepare(absl::string_view sql);
  // Runs any number of statements without parameters.
  absl::Status Execute(absl::string_view sql);
  // The first column of the first row of a query without parameters; 0 when there is none.
  absl::StatusOr<int64_t> QueryInt(absl::string_view sql);

  // Brings the schema from user_version to migrations.size(). Refuses a newer file (FILE_TOO_NEW).
  absl::Status Migrate(const std::vector<Migration>& migrations);

  // Moves the WAL into the file as far as no reader hinders it, without waiting.
  absl::Status Checkpoint();
  // Copies the live database to `path` (made anew), and checks the copy's integrity.
  absl::Status BackUp(const std::string& path);
  // Makes a running statement of this connection return CANCELLED.
  void Interrupt();

  int64_t changes() const;  // Rows changed by the last statement.
  int64_t last_insert_rowid() const;
  bool in_transaction() const;
  int64_t wal_pages() const;  // Pages in the WAL at the last commit.
  const std::string& path() const { return path_; }

 private:
  friend class Statement;
  Database(sqlite3* handle, std::string path) : handle_(handle), path_(std::move(path)) {}

  absl::Status Configure(const OpenOptions& options);
  absl::Status Transaction(absl::string_view begin, absl::FunctionRef<absl::Status()> body);
  absl::Status LastError() const;
  void GiveBack(sqlite3_stmt* statement);

  sqlite3* handle_;
  std::string path_;
  int64_t wal_pages_ = 0;
  absl::flat_hash_map<std::string, std::vector<sqlite3_stmt*>> idle_;
};

}  // namespace zoufang::sql
