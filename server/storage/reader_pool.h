// Connections that only read.
#pragma once

#include <memory>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "sync/sql/database.h"

namespace zoufang::storage {

// Lends `query_only` connections, one caller at a time each. Thread-safe.
class ReaderPool {
 public:
  explicit ReaderPool(std::vector<std::unique_ptr<sql::Database>> readers);
  ~ReaderPool();  // Close().

  // Runs `body` on one snapshot; waits for a free connection. Keep bodies short: a snapshot that
  // stays open keeps the WAL growing. UNAVAILABLE SHUTTING_DOWN once closed.
  absl::Status Run(absl::FunctionRef<absl::Status(sql::Database&)> body);

  // Waits for the readers at work, and closes all. Safe to repeat.
  void Close();

 private:
  const size_t size_;
  absl::Mutex mu_;
  std::vector<std::unique_ptr<sql::Database>> idle_ ABSL_GUARDED_BY(mu_);
  bool closed_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace zoufang::storage
