#include "server/storage/restore.h"

#include <filesystem>
#include <memory>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "domain/entities.h"
#include "domain/errors.h"
#include "server/storage/attachment_files.h"
#include "server/storage/directory_lock.h"
#include "server/storage/incarnation_file.h"
#include "server/storage/store.h"
#include "sync/base/errors.h"
#include "sync/base/status.h"
#include "sync/hub/hub.h"

namespace zoufang::storage {
namespace {

namespace fs = std::filesystem;

// What lies beside a database in use, and is part of it.
constexpr const char* kCompanions[] = {"-wal", "-shm"};

absl::StatusOr<std::unique_ptr<sql::Database>> OpenDatabase(const std::string& path) {
  return sql::Database::Open(path,
                             {.mode = sql::OpenMode::kExisting, .application_id = kApplicationId});
}

absl::StatusOr<hub::VerifyReport> VerifyOpen(sql::Database& database, const base::Clock& clock) {
  ASSIGN_OR_RETURN(const schema::Catalogue catalogue, domain::ProductCatalogue());
  hub::Hub hub(catalogue, clock);
  hub::VerifyReport report;
  RETURN_IF_ERROR(database.Read([&]() -> absl::Status {
    ASSIGN_OR_RETURN(report, hub.Verify(database));
    return absl::OkStatus();
  }));
  return report;
}

absl::Status Rename(const std::string& from, const std::string& to) {
  std::error_code error;
  fs::rename(from, to, error);
  return error ? domain::PathUnusable(from, error.message()) : absl::OkStatus();
}

// The highest incarnation that the database at `path` knows; 0 when it cannot be read.
int64_t IncarnationOf(const std::string& path) {
  const auto database = OpenDatabase(path);
  if (!database.ok()) return 0;
  return (*database)->QueryInt("SELECT incarnation FROM _server").value_or(0);
}

// Puts the database aside with all that belongs to it. A journal of the old one beside the new one
// would be taken for its own: it goes first.
absl::StatusOr<std::string> PutAside(const std::string& path, absl::Time now) {
  std::error_code error;
  if (!fs::exists(path, error)) return "";
  std::string aside = absl::StrCat(path, ".replaced-",
                                   absl::FormatTime("%Y%m%dT%H%M%E3SZ", now, absl::UTCTimeZone()));
  for (const char* companion : kCompanions) {
    if (!fs::exists(path + companion, error)) continue;
    RETURN_IF_ERROR(Rename(path + companion, aside + companion));
  }
  RETURN_IF_ERROR(Rename(path, aside));
  return aside;
}

}  // namespace

absl::StatusOr<hub::VerifyReport> VerifyOffline(const std::string& path, const base::Clock& clock) {
  std::unique_ptr<DirectoryLock> lock;
  std::error_code error;
  const bool directory = fs::is_directory(path, error);
  if (directory) {
    ASSIGN_OR_RETURN(lock, DirectoryLock::Take(path));
  }
  ASSIGN_OR_RETURN(const auto database, OpenDatabase(directory ? DatabasePath(path) : path));
  return VerifyOpen(*database, clock);
}

absl::StatusOr<Restored> Restore(const std::string& directory, const std::string& from,
                                 const base::Clock& clock) {
  std::error_code error;
  fs::create_directories(directory, error);
  if (error) return domain::PathUnusable(directory, error.message());
  ASSIGN_OR_RETURN(const std::unique_ptr<DirectoryLock> lock, DirectoryLock::Take(directory));
  const std::string path = DatabasePath(directory);
  const std::string fresh = path + ".restoring";
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) fs::remove(fresh + suffix, error);
  Restored restored;
  {
    ASSIGN_OR_RETURN(const auto backup, OpenDatabase(from));
    RETURN_IF_ERROR(backup->BackUp(fresh));
    ASSIGN_OR_RETURN(const auto copy, OpenDatabase(fresh));
    ASSIGN_OR_RETURN(const hub::VerifyReport report, VerifyOpen(*copy, clock));
    if (report.damaged()) {
      return domain::BackupNotSound(from, report.problems.front().message);
    }
    restored.mutations = report.mutations;
  }
  RETURN_IF_ERROR(SyncToDisk(fresh));
  ASSIGN_OR_RETURN(restored.files,
                   AddStoredFiles(fs::absolute(from, error).parent_path(), directory));
  RETURN_IF_ERROR(WriteIncarnation(directory, IncarnationOf(fresh)));
  if (fs::exists(path, error)) {
    RETURN_IF_ERROR(WriteIncarnation(directory, IncarnationOf(path)));
  }
  ASSIGN_OR_RETURN(restored.replaced, PutAside(path, clock.Now()));
  RETURN_IF_ERROR(Rename(fresh, path));
  RETURN_IF_ERROR(SyncToDisk(directory));
  return restored;
}

}  // namespace zoufang::storage
