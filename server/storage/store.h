// The server's data directory: its lock, its database, one writer and several readers.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "server/storage/directory_lock.h"
#include "server/storage/reader_pool.h"
#include "server/storage/write_queue.h"
#include "sync/sql/database.h"

namespace zoufang::storage {

// "ZFS1": what a server's file says of itself.
inline constexpr uint32_t kApplicationId = 0x5a465331;

struct StoreOptions {
  std::string directory;
  int readers = 4;
  // 16 MiB of WAL between checkpoints: rare enough not to slow commits, small enough to read over.
  int64_t checkpoint_pages = 4000;
};

// <directory>/zoufang.db, its lock, and backups/. Thread-safe.
class Store {
 public:
  // Opens an initialised directory. `prepare` gets the writer's connection before anything else
  // does: migrations belong there.
  static absl::StatusOr<std::unique_ptr<Store>> Open(
      const StoreOptions& options, absl::FunctionRef<absl::Status(sql::Database&)> prepare);
  ~Store();  // Close().

  // Runs `body` as one unit and returns when it is durable. Blocks: call it from the executor,
  // never from a body.
  absl::Status Write(Body body) { return writer_->Run(body); }
  // Runs `body` on one snapshot. Blocks likewise.
  absl::Status Read(Body body) { return readers_->Run(body); }

  const std::string& directory() const { return options_.directory; }
  // Writes that wait for the writer now.
  size_t waiting_writes() const { return writer_->depth(); }
  // The write-ahead log's size on the disk; 0: there is none.
  int64_t wal_bytes() const;

  // Calls `listener` on the writer's thread after each commit; it must not block or write.
  void OnCommit(std::function<void()> listener);

  // Copies the live database, passes the copy to `check`, names it backups/`file_name` when that
  // returns OK, and passes it to `note` inside a write. Returns the copy's size.
  absl::StatusOr<int64_t> BackUp(
      const std::string& file_name, absl::FunctionRef<absl::Status(sql::Database& copy)> check,
      absl::FunctionRef<absl::Status(sql::Database& live, sql::Database& copy)> note);

  // Readers first, then the writer: the last one to close checkpoints. Safe to repeat.
  void Close();

 private:
  explicit Store(StoreOptions options) : options_(std::move(options)) {}
  absl::Status Start(absl::FunctionRef<absl::Status(sql::Database&)> prepare);
  absl::Status MakeCopy(const std::string& folder, const std::string& path,
                        absl::FunctionRef<absl::Status(sql::Database& copy)> check);
  void TellListeners();

  const StoreOptions options_;
  std::unique_ptr<DirectoryLock> lock_;
  absl::Mutex mu_;
  std::vector<std::function<void()>> listeners_ ABSL_GUARDED_BY(mu_);
  std::unique_ptr<WriteQueue> writer_;
  std::unique_ptr<ReaderPool> readers_;
};

std::string DatabasePath(const std::string& directory);
std::string BackupsPath(const std::string& directory);
// Makes a file or a folder durable.
absl::Status SyncToDisk(const std::string& path);

}  // namespace zoufang::storage
