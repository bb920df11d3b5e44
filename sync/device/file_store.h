// A tablet's files, beside its database: each named by the SHA-256 of its content.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace zoufang::device {

struct StoredFile {
  std::string sha256;  // 64 hexadecimal digits.
  int64_t size = 0;
};

// A file is there whole and durable, or not at all: it is written under another name, synced, and
// renamed. Files are never changed. Several processes may use one folder.
class FileStore {
 public:
  explicit FileStore(std::string folder) : folder_(std::move(folder)) {}

  // Copies a file in. FILE_TOO_LARGE when it is empty or has more than `most_bytes`;
  // FILE_MISSING; FILE_UNUSABLE; DISK_FULL.
  absl::StatusOr<StoredFile> Add(const std::string& source, int64_t most_bytes);
  // At most `most_bytes` from `offset` on. NOT_FOUND FILE_MISSING.
  absl::StatusOr<std::string> Read(absl::string_view sha256, int64_t offset,
                                   int64_t most_bytes) const;
  // DATA_LOSS FILE_DAMAGED when the content is not what the name says; NOT_FOUND FILE_MISSING.
  absl::Status Check(absl::string_view sha256) const;
  absl::Status Remove(absl::string_view name);
  // Names of files, unfinished copies among them, that were written before `time`.
  absl::StatusOr<std::vector<std::string>> OlderThan(absl::Time time) const;

  std::string PathOf(absl::string_view sha256) const;
  bool Has(absl::string_view sha256) const;

 private:
  absl::Status MakeFolder();

  const std::string folder_;
};

}  // namespace zoufang::device
