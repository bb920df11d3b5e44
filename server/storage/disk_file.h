// Files of the data directory beside its database.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace zoufang::storage {

// An open file. A full disk is RESOURCE_EXHAUSTED DISK_FULL; what else fails, PATH_UNUSABLE.
class DiskFile {
 public:
  // NOT_FOUND FILE_MISSING.
  static absl::StatusOr<DiskFile> OpenToRead(const std::string& path);
  // Made if it is missing; only its owner can read it.
  static absl::StatusOr<DiskFile> OpenToWrite(const std::string& path);
  DiskFile(DiskFile&& other) noexcept;
  DiskFile& operator=(DiskFile&&) = delete;
  ~DiskFile();

  // At most `most` bytes; fewer at the end.
  absl::StatusOr<std::string> Read(size_t most);
  absl::Status SeekTo(int64_t offset);
  // Cuts or fills the file to `size` bytes.
  absl::Status Resize(int64_t size);
  absl::Status Write(absl::string_view bytes);
  // What was written survives a power cut.
  absl::Status Sync();

 private:
  DiskFile(std::string path, int handle) : path_(std::move(path)), handle_(handle) {}

  std::string path_;
  int handle_;
};

// Makes `path` with this content, durably, whole or not at all: written beside it under the name
// `path`.new and renamed. Its folder must be there.
absl::Status PlaceFile(const std::string& path, absl::string_view content);

}  // namespace zoufang::storage
