// Checks a tablet's file against itself.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "sync/device/context.h"

namespace zoufang::device {

// What is wrong and what happens next.
struct TabletProblem {
  std::string check;  // quick_check, digest, chain, scope, parent.
  std::string where;  // A scope, a table and row, a place in the chain.
  std::string zh;
  std::string en;
};

struct TabletReport {
  std::vector<TabletProblem> problems;  // Empty: all is well.
  int64_t scopes = 0;                   // How much was checked.
  int64_t rows = 0;
  int64_t held = 0;
};

// SQLite's own check; each scope's digest recomputed from its rows; the chain's hashes; rows
// without a scope or parent. Scopes that differ are marked, so that the next sync repairs them;
// nothing else changes. In a write transaction.
absl::StatusOr<TabletReport> VerifyTablet(const Context& context);

}  // namespace zoufang::device
