#include "server/storage/store.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "domain/errors.h"
#include "sync/base/status.h"

namespace zoufang::storage {
namespace {

constexpr int kReaderCacheKib = 4096;
constexpr int kWriterCacheKib = 65536;

absl::StatusOr<std::unique_ptr<sql::Database>> OpenReader(const std::string& path) {
  return sql::Database::Open(path, {.mode = sql::OpenMode::kReadOnly,
                                    .application_id = kApplicationId,
                                    .manual_checkpoint = true,
                                    .cache_kib = kReaderCacheKib});
}

}  // namespace

absl::Status SyncToDisk(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = file >= 0 && fsync(file) == 0;
  const int error = errno;
  if (file >= 0) close(file);
  return synced ? absl::OkStatus() : domain::PathUnusable(path, std::strerror(error));
}

std::string DatabasePath(const std::string& directory) { return directory + "/zoufang.db"; }
std::string BackupsPath(const std::string& directory) { return directory + "/backups"; }

absl::StatusOr<std::unique_ptr<Store>> Store::Open(
    const StoreOptions& options, absl::FunctionRef<absl::Status(sql::Database&)> prepare) {
  std::unique_ptr<Store> store = absl::WrapUnique(new Store(options));
  RETURN_IF_ERROR(store->Start(prepare));
  return store;
}

Store::~Store() { Close(); }

absl::Status Store::Start(absl::FunctionRef<absl::Status(sql::Database&)> prepare) {
  const std::string path = DatabasePath(options_.directory);
  std::error_code error;
  if (!std::filesystem::exists(path, error)) {
    return domain::DirectoryNotInitialised(options_.directory);
  }
  ASSIGN_OR_RETURN(lock_, DirectoryLock::Take(options_.directory));
  ASSIGN_OR_RETURN(std::unique_ptr<sql::Database> writer,
                   sql::Database::Open(path, {.mode = sql::OpenMode::kExisting,
                                              .application_id = kApplicationId,
                                              .manual_checkpoint = true,
                                              .cache_kib = kWriterCacheKib}));
  RETURN_IF_ERROR(prepare(*writer));
  std::vector<std::unique_ptr<sql::Database>> readers;
  for (int i = 0; i < options_.readers; ++i) {
    ASSIGN_OR_RETURN(readers.emplace_back(), OpenReader(path));
  }
  readers_ = std::make_unique<ReaderPool>(std::move(readers));
  writer_ = std::make_unique<WriteQueue>(std::move(writer), options_.checkpoint_pages,
                                         [this] { TellListeners(); });
  return absl::OkStatus();
}

int64_t Store::wal_bytes() const {
  std::error_code error;
  const auto size = std::filesystem::file_size(DatabasePath(options_.directory) + "-wal", error);
  return error ? 0 : static_cast<int64_t>(size);
}

void Store::OnCommit(std::function<void()> listener) {
  absl::MutexLock lock(&mu_);
  listeners_.push_back(std::move(listener));
}

void Store::TellListeners() {
  absl::MutexLock lock(&mu_);
  for (const auto& listener : listeners_) listener();
}

// The copy is made under another name and renamed when it is whole, checked and on the disk (VACUUM
// INTO itself syncs nothing): what bears the name of a backup is one. It is noted only then.
absl::StatusOr<int64_t> Store::BackUp(
    const std::string& file_name, absl::FunctionRef<absl::Status(sql::Database& copy)> check,
    absl::FunctionRef<absl::Status(sql::Database& live, sql::Database& copy)> note) {
  const std::string folder = BackupsPath(options_.directory);
  const std::string path = absl::StrCat(folder, "/", file_name);
  RETURN_IF_ERROR(MakeCopy(folder, path, check));
  ASSIGN_OR_RETURN(const std::unique_ptr<sql::Database> copy, OpenReader(path));
  RETURN_IF_ERROR(Write([&](sql::Database& live) { return note(live, *copy); }));
  std::error_code error;
  const auto size = static_cast<int64_t>(std::filesystem::file_size(path, error));
  if (error) return domain::PathUnusable(path, error.message());
  return size;
}

absl::Status Store::MakeCopy(const std::string& folder, const std::string& path,
                             absl::FunctionRef<absl::Status(sql::Database& copy)> check) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return domain::PathUnusable(folder, error.message());
  const std::string partial = path + ".partial";
  std::filesystem::remove(partial, error);
  {
    ASSIGN_OR_RETURN(
        const std::unique_ptr<sql::Database> source,
        sql::Database::Open(DatabasePath(options_.directory), {.mode = sql::OpenMode::kExisting,
                                                               .application_id = kApplicationId,
                                                               .manual_checkpoint = true}));
    RETURN_IF_ERROR(source->BackUp(partial));
  }
  {
    ASSIGN_OR_RETURN(const std::unique_ptr<sql::Database> copy,
                     sql::Database::Open(partial, {.mode = sql::OpenMode::kExisting,
                                                   .application_id = kApplicationId}));
    RETURN_IF_ERROR(check(*copy));
  }
  RETURN_IF_ERROR(SyncToDisk(partial));
  std::filesystem::rename(partial, path, error);
  if (error) return domain::PathUnusable(path, error.message());
  return SyncToDisk(folder);
}

void Store::Close() {
  if (readers_ != nullptr) readers_->Close();
  if (writer_ != nullptr) writer_->Close();
}

}  // namespace zoufang::storage
