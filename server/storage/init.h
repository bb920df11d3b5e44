// The first start of a data directory.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "server/storage/passwords.h"
#include "sync/base/clock.h"
#include "sync/base/random.h"
#include "sync/hub/hub.h"
#include "sync/sql/database.h"

namespace zoufang::storage {

// Creates `directory` if it is missing, its database, and the first administrator. Nothing is left
// behind when it fails; an initialised directory is refused (DIRECTORY_ALREADY_INITIALISED) and not
// touched. Passwords have at least 8 characters.
absl::Status InitDataDirectory(const std::string& directory, const std::string& admin_user_name,
                               const std::string& admin_password, const base::Clock& clock,
                               base::Random& random,
                               PasswordCost cost = PasswordCost::kInteractive);

// Brings the file's tables, the hub's, the entities' and the server's, to this program's version,
// and begins the hub's incarnation.
absl::Status PrepareDatabase(sql::Database& database, hub::Hub& hub,
                             const hub::Lineage& lineage = {});

}  // namespace zoufang::storage
