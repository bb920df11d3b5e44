#include "tests/model/database_files.h"

#include <filesystem>
#include <system_error>

namespace zoufang::model {

namespace fs = std::filesystem;

absl::Status CopyDatabase(const std::string& from, const std::string& to) {
  // The log's index (-shm) is made again from the log by who opens the copy.
  for (const char* suffix : {"", "-wal"}) {
    std::error_code error;
    if (!fs::exists(from + suffix, error)) continue;
    fs::copy_file(from + suffix, to + suffix, fs::copy_options::overwrite_existing, error);
    if (error) return absl::InternalError(error.message());
  }
  return absl::OkStatus();
}

void RemoveDatabase(const std::string& path) {
  for (const char* suffix : {"", "-wal", "-shm"}) {
    std::error_code ignored;
    fs::remove(path + suffix, ignored);
  }
}

}  // namespace zoufang::model
