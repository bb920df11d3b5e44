#include "server/storage/incarnation_file.h"

#include <filesystem>
#include <fstream>
#include <system_error>

#include "domain/errors.h"
#include "server/storage/store.h"
#include "sync/base/status.h"

namespace zoufang::storage {
namespace {

std::string PathIn(const std::string& directory) { return directory + "/zoufang.incarnation"; }

}  // namespace

int64_t ReadIncarnation(const std::string& directory) {
  int64_t incarnation = 0;
  std::ifstream(PathIn(directory)) >> incarnation;
  return incarnation;
}

absl::Status WriteIncarnation(const std::string& directory, int64_t incarnation) {
  if (incarnation <= ReadIncarnation(directory)) return absl::OkStatus();
  const std::string path = PathIn(directory);
  const std::string fresh = path + ".new";
  std::ofstream file(fresh);
  file << incarnation << "\n";
  file.close();
  if (!file) return domain::PathUnusable(fresh, "write");
  RETURN_IF_ERROR(SyncToDisk(fresh));
  std::error_code error;
  std::filesystem::rename(fresh, path, error);
  if (error) return domain::PathUnusable(path, error.message());
  return SyncToDisk(directory);
}

}  // namespace zoufang::storage
