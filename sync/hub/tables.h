// The hub's own tables.
#pragma once

#include <vector>

#include "sync/sql/database.h"

namespace zoufang::hub {

// Applied by a program together with its own: the order of all migrations of a file is one list.
const std::vector<sql::Migration>& HubMigrations();

}  // namespace zoufang::hub
