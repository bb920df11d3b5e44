#include "server/storage/disk_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

#include "domain/errors.h"
#include "server/storage/store.h"
#include "sync/base/errors.h"
#include "sync/base/status.h"

namespace zoufang::storage {
namespace {

constexpr int kOwnerOnly = 0600;

absl::Status Failed(const std::string& path) {
  if (errno == ENOSPC || errno == EDQUOT) return base::DiskFull(path);
  if (errno == ENOENT) return base::FileMissing(path);
  return domain::PathUnusable(path, std::strerror(errno));
}

}  // namespace

absl::StatusOr<DiskFile> DiskFile::OpenToRead(const std::string& path) {
  const int handle = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (handle < 0) return Failed(path);
  return DiskFile(path, handle);
}

absl::StatusOr<DiskFile> DiskFile::OpenToWrite(const std::string& path) {
  const int handle = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kOwnerOnly);
  if (handle < 0) return Failed(path);
  return DiskFile(path, handle);
}

DiskFile::DiskFile(DiskFile&& other) noexcept
    : path_(std::move(other.path_)), handle_(std::exchange(other.handle_, -1)) {}

DiskFile::~DiskFile() {
  if (handle_ >= 0) close(handle_);
}

absl::StatusOr<std::string> DiskFile::Read(size_t most) {
  std::string bytes(most, '\0');
  size_t got = 0;
  while (got < most) {
    const ssize_t now = read(handle_, bytes.data() + got, most - got);
    if (now < 0) return Failed(path_);
    if (now == 0) break;
    got += static_cast<size_t>(now);
  }
  bytes.resize(got);
  return bytes;
}

absl::Status DiskFile::SeekTo(int64_t offset) {
  return lseek(handle_, offset, SEEK_SET) < 0 ? Failed(path_) : absl::OkStatus();
}

absl::Status DiskFile::Resize(int64_t size) {
  return ftruncate(handle_, size) == 0 ? absl::OkStatus() : Failed(path_);
}

absl::Status DiskFile::Write(absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(handle_, bytes.data(), bytes.size());
    if (written < 0) return Failed(path_);
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return absl::OkStatus();
}

absl::Status DiskFile::Sync() { return fsync(handle_) == 0 ? absl::OkStatus() : Failed(path_); }

absl::Status PlaceFile(const std::string& path, absl::string_view content) {
  const std::string fresh = path + ".new";
  {
    ASSIGN_OR_RETURN(DiskFile file, DiskFile::OpenToWrite(fresh));
    RETURN_IF_ERROR(file.Resize(0));
    RETURN_IF_ERROR(file.Write(content));
    RETURN_IF_ERROR(file.Sync());
  }
  if (std::rename(fresh.c_str(), path.c_str()) != 0) return Failed(path);
  return SyncToDisk(std::filesystem::path(path).parent_path());
}

}  // namespace zoufang::storage
