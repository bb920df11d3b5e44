// Work on a database while no server runs on it.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "sync/base/clock.h"
#include "sync/hub/verify.h"

namespace zoufang::storage {

// Checks a stopped server's data directory (DIRECTORY_IN_USE while one runs on it), or a backup's
// file.
absl::StatusOr<hub::VerifyReport> VerifyOffline(const std::string& path, const base::Clock& clock);

struct Restored {
  std::string replaced;  // Where the replaced database is now; "": there was none.
  int64_t mutations = 0;
  int64_t files = 0;  // Attachments that the directory lacked and that lay beside the backup.
};

// Makes a copy of the backup `from` the database of `directory`, which is made if it is missing. A
// backup that does not pass verification is refused (BACKUP_NOT_SOUND), a directory that a server
// runs on likewise (DIRECTORY_IN_USE); nothing is changed then. Attachments come from the folder
// beside the backup; those that are there stay. The replaced database stays beside the new one. The
// next start begins an incarnation above that of both.
absl::StatusOr<Restored> Restore(const std::string& directory, const std::string& from,
                                 const base::Clock& clock);

}  // namespace zoufang::storage
