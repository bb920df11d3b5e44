// What must hold in a hub's database whatever was sent to it.
#pragma once

#include <string>
#include <vector>

#include "sync/schema/catalogue.h"
#include "sync/sql/database.h"

namespace zoufang::testing {

// One sentence for each that does not hold, computed from scratch:
//   - each scope's log is gapless from its min_seq to its head, and hashed over the entry before;
//   - each scope's digest and count are those of its live rows;
//   - a live row is the last PUT of its scope's log, under its rev, and has no grave;
//   - a child's parent lives, in the same scope;
//   - every mutation that an install's chain names has an outcome, and none failed the server.
// Any state of the database that a transaction left.
std::vector<std::string> HubProblems(sql::Database& database, const schema::Catalogue& catalogue);

}  // namespace zoufang::testing
