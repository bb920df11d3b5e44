// The server's own tables: accounts, tokens, secrets, answers. The entities' tables and the log are
// the hub's.
#pragma once

#include "absl/status/status.h"
#include "sync/sql/database.h"

namespace zoufang::storage {

// Brings the server's tables to this program's version, which the file keeps apart from the hub's.
// FILE_TOO_NEW when a newer program wrote it. Opens its own transaction.
absl::Status PrepareServerTables(sql::Database& database);

// Creates the indexes and triggers that only the server needs on the entities' and the hub's
// tables. After the hub's tables.
absl::Status PrepareServerIndexes(sql::Database& database);

}  // namespace zoufang::storage
