#include "server/storage/directory_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "absl/memory/memory.h"
#include "domain/errors.h"

namespace zoufang::storage {

absl::StatusOr<std::unique_ptr<DirectoryLock>> DirectoryLock::Take(const std::string& directory) {
  const std::string path = directory + "/zoufang.lock";
  const int file = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) {
    if (errno == ENOENT) return domain::DirectoryNotInitialised(directory);
    return domain::PathUnusable(path, std::strerror(errno));
  }
  if (flock(file, LOCK_EX | LOCK_NB) != 0) {
    const int error = errno;
    close(file);
    if (error == EWOULDBLOCK) return domain::DirectoryInUse(directory);
    return domain::PathUnusable(path, std::strerror(error));
  }
  return absl::WrapUnique(new DirectoryLock(file));
}

DirectoryLock::~DirectoryLock() { close(file_); }

}  // namespace zoufang::storage
