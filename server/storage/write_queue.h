// The one thread that writes, with group commit.
#pragma once

#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "sync/sql/database.h"

namespace zoufang::storage {

using Body = absl::FunctionRef<absl::Status(sql::Database&)>;

// Owns the only connection that writes and checkpoints (SQLite before 3.51.3 can lose pages when
// two do). Everything that waits is committed together: BEGIN IMMEDIATE, a savepoint for each job,
// COMMIT; then the callers are released. A job that fails undoes itself alone; a COMMIT that fails
// fails them all.
class WriteQueue {
 public:
  // Checkpoints, without waiting for readers, once the WAL holds `checkpoint_pages`. `after_commit`
  // runs on the writer's thread.
  WriteQueue(std::unique_ptr<sql::Database> database, int64_t checkpoint_pages,
             std::function<void()> after_commit);
  ~WriteQueue();  // Close().

  // Runs `body` durably and returns its status, or the commit's. Blocks; never call it from a body.
  // UNAVAILABLE SHUTTING_DOWN once closed.
  absl::Status Run(Body body);

  // Writes that wait now.
  size_t depth() const;

  // Refuses new jobs, finishes those that wait, closes the connection. Safe to repeat.
  void Close();

 private:
  struct Job {
    Body body;
    absl::Status status;
    absl::Notification done;
  };

  void Work();
  void Commit(const std::vector<Job*>& batch);
  absl::Status RunAll(const std::vector<Job*>& batch);

  const int64_t checkpoint_pages_;
  const std::function<void()> after_commit_;
  std::unique_ptr<sql::Database> database_;  // Of thread_ while it runs.
  mutable absl::Mutex mu_;
  std::vector<Job*> waiting_ ABSL_GUARDED_BY(mu_);
  bool closing_ ABSL_GUARDED_BY(mu_) = false;
  std::thread thread_;
};

}  // namespace zoufang::storage
