// Puts a database's tables back as they were.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "sync/sql/database.h"

namespace zoufang::fuzz {

// Remembers the rows of every table in memory when it is made. Far faster than a new file, whose
// tables and triggers would be made anew. Triggers that capture are off meanwhile.
class Rewind {
 public:
  // `database` outlives it.
  explicit Rewind(sql::Database& database);
  void Back();

 private:
  absl::Status PutBack();

  sql::Database& database_;
  std::vector<std::string> tables_;  // Those of ours last: the switch of the capture is among them.
};

}  // namespace zoufang::fuzz
