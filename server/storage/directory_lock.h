// One server process per data directory.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace zoufang::storage {

// Holds `<directory>/zoufang.lock` by flock(2) until destroyed; the system gives it back when the
// process dies.
class DirectoryLock {
 public:
  // FAILED_PRECONDITION DIRECTORY_IN_USE when another process holds it.
  static absl::StatusOr<std::unique_ptr<DirectoryLock>> Take(const std::string& directory);
  ~DirectoryLock();
  DirectoryLock(const DirectoryLock&) = delete;
  DirectoryLock& operator=(const DirectoryLock&) = delete;

 private:
  explicit DirectoryLock(int file) : file_(file) {}
  const int file_;
};

}  // namespace zoufang::storage
