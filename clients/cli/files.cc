#include "clients/cli/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "clients/cli/errors.h"
#include "sync/base/status.h"

namespace zoufang::cli {
namespace {

absl::Status WriteTo(int file, absl::string_view content, const std::string& path) {
  while (!content.empty()) {
    const ssize_t written = write(file, content.data(), content.size());
    if (written < 0) return FileUnwritable(path, std::strerror(errno));
    content.remove_prefix(static_cast<size_t>(written));
  }
  return fsync(file) == 0 ? absl::OkStatus() : FileUnwritable(path, std::strerror(errno));
}

absl::Status CreateFolderOf(const std::string& path) {
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  std::error_code error;
  if (folder.empty() || std::filesystem::is_directory(folder, error)) return absl::OkStatus();
  std::filesystem::create_directories(folder, error);
  if (error) return FileUnwritable(path, error.message());
  std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> ReadWholeFile(const std::string& path) {
  if (path == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
  std::error_code error;
  if (std::filesystem::is_directory(path, error))
    return FileUnreadable(path, std::strerror(EISDIR));
  std::ifstream file(path, std::ios::binary);
  if (!file) return FileUnreadable(path, std::strerror(errno));
  return std::string(std::istreambuf_iterator<char>(file), {});
}

absl::Status WritePrivateFile(const std::string& path, absl::string_view content) {
  RETURN_IF_ERROR(CreateFolderOf(path));
  const std::string fresh = absl::StrCat(path, ".", getpid(), ".new");
  const int file = open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0) return FileUnwritable(path, std::strerror(errno));
  absl::Status written = WriteTo(file, content, path);
  close(file);
  if (written.ok() && std::rename(fresh.c_str(), path.c_str()) != 0) {
    written = FileUnwritable(path, std::strerror(errno));
  }
  if (!written.ok()) unlink(fresh.c_str());
  return written;
}

}  // namespace zoufang::cli
