#include "sync/device/file_store.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "absl/cleanup/cleanup.h"
#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "sync/base/content_hash.h"
#include "sync/base/errors.h"
#include "sync/base/file_errors.h"
#include "sync/base/status.h"

namespace zoufang::device {
namespace {

constexpr size_t kPieceBytes = 256 * 1024;

absl::Status Failed(const std::string& path) {
  if (errno == ENOSPC || errno == EDQUOT) return base::DiskFull(path);
  return errno == ENOENT ? base::FileMissing(path) : base::FileUnusable(path, std::strerror(errno));
}

// A file descriptor that closes itself.
class File {
 public:
  File(const std::string& path, int flags)
      : File(path, open(path.c_str(), flags | O_CLOEXEC), Given{}) {}
  // Makes a file with a name of its own in `folder`, which only its owner can read.
  static File New(const std::string& folder) {
    std::string path = folder + "/.partial-XXXXXX";
    const int handle = mkostemp(path.data(), O_CLOEXEC);
    return File(path, handle, Given{});
  }
  ~File() {
    if (handle_ >= 0) close(handle_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  const std::string& path() const { return path_; }
  absl::Status opened() const { return handle_ >= 0 ? absl::OkStatus() : Failed(path_); }

  // Fills `piece`, or what is left of the file; its size says how much.
  absl::Status ReadPiece(std::string& piece, size_t most) {
    piece.resize(most);
    size_t got = 0;
    while (got < most) {
      const ssize_t now = read(handle_, piece.data() + got, most - got);
      if (now < 0) return Failed(path_);
      if (now == 0) break;
      got += static_cast<size_t>(now);
    }
    piece.resize(got);
    return absl::OkStatus();
  }
  absl::Status Write(absl::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t written = write(handle_, bytes.data(), bytes.size());
      if (written < 0) return Failed(path_);
      bytes.remove_prefix(static_cast<size_t>(written));
    }
    return absl::OkStatus();
  }
  absl::Status SeekTo(int64_t offset) {
    return lseek(handle_, offset, SEEK_SET) < 0 ? Failed(path_) : absl::OkStatus();
  }
  absl::Status Sync() { return fsync(handle_) == 0 ? absl::OkStatus() : Failed(path_); }

 private:
  struct Given {};
  File(std::string path, int handle, Given) : path_(std::move(path)), handle_(handle) {}

  const std::string path_;
  const int handle_;
};

// Hands a file over piece by piece.
absl::Status ForEachPiece(const std::string& path,
                          absl::FunctionRef<absl::Status(absl::string_view)> take) {
  File file(path, O_RDONLY);
  RETURN_IF_ERROR(file.opened());
  std::string piece;
  while (true) {
    RETURN_IF_ERROR(file.ReadPiece(piece, kPieceBytes));
    if (piece.empty()) return absl::OkStatus();
    RETURN_IF_ERROR(take(piece));
  }
}

}  // namespace

std::string FileStore::PathOf(absl::string_view sha256) const {
  return absl::StrCat(folder_, "/", sha256);
}

bool FileStore::Has(absl::string_view sha256) const {
  std::error_code error;
  return std::filesystem::exists(PathOf(sha256), error);
}

absl::Status FileStore::MakeFolder() {
  if (mkdir(folder_.c_str(), 0700) == 0 || errno == EEXIST) return absl::OkStatus();
  return Failed(folder_);
}

absl::StatusOr<StoredFile> FileStore::Add(const std::string& source, int64_t most_bytes) {
  RETURN_IF_ERROR(MakeFolder());
  File copy = File::New(folder_);
  RETURN_IF_ERROR(copy.opened());
  absl::Cleanup remove_copy = [&] { unlink(copy.path().c_str()); };
  StoredFile stored;
  base::ContentHash hash;
  RETURN_IF_ERROR(ForEachPiece(source, [&](absl::string_view piece) -> absl::Status {
    stored.size += static_cast<int64_t>(piece.size());
    if (stored.size > most_bytes) return base::FileTooLarge(source, most_bytes);
    hash.Update(piece);
    return copy.Write(piece);
  }));
  if (stored.size == 0) return base::FileTooLarge(source, most_bytes);
  RETURN_IF_ERROR(copy.Sync());
  stored.sha256 = hash.Finish();
  const std::string path = PathOf(stored.sha256);
  if (rename(copy.path().c_str(), path.c_str()) != 0) return Failed(path);
  std::move(remove_copy).Cancel();
  File folder(folder_, O_RDONLY);
  RETURN_IF_ERROR(folder.opened());
  RETURN_IF_ERROR(folder.Sync());
  return stored;
}

absl::StatusOr<std::string> FileStore::Read(absl::string_view sha256, int64_t offset,
                                            int64_t most_bytes) const {
  const std::string path = PathOf(sha256);
  File file(path, O_RDONLY);
  RETURN_IF_ERROR(file.opened());
  RETURN_IF_ERROR(file.SeekTo(offset));
  std::string piece;
  RETURN_IF_ERROR(file.ReadPiece(piece, static_cast<size_t>(most_bytes)));
  return piece;
}

absl::Status FileStore::Check(absl::string_view sha256) const {
  const std::string path = PathOf(sha256);
  base::ContentHash hash;
  RETURN_IF_ERROR(ForEachPiece(path, [&](absl::string_view piece) {
    hash.Update(piece);
    return absl::OkStatus();
  }));
  return hash.Finish() == sha256 ? absl::OkStatus() : base::FileDamaged(path);
}

absl::Status FileStore::Remove(absl::string_view name) {
  const std::string path = PathOf(name);
  return unlink(path.c_str()) == 0 || errno == ENOENT ? absl::OkStatus() : Failed(path);
}

absl::StatusOr<std::vector<std::string>> FileStore::OlderThan(absl::Time time) const {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder_, error)) {
    struct stat info {};
    if (stat(entry.path().c_str(), &info) != 0) continue;
    if (absl::TimeFromTimespec(info.st_mtim) < time) names.push_back(entry.path().filename());
  }
  const bool absent = error == std::errc::no_such_file_or_directory;
  if (error && !absent) return base::FileUnusable(folder_, error.message());
  return names;
}

}  // namespace zoufang::device
