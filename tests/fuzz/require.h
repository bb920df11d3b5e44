// What a fuzz target asserts.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "sync/base/error.h"

namespace zoufang::fuzz {

// Ends the process when `holds` is false: the fuzzer keeps the input.
inline void Require(bool holds, absl::string_view what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %.*s\n", static_cast<int>(what.size()), what.data());
  std::abort();
}

inline void RequireNone(const std::vector<std::string>& problems) {
  Require(problems.empty(), absl::StrJoin(problems, "\n  "));
}

// OK, or an error with one of these reasons.
inline void RequireReason(const absl::Status& status, const std::vector<std::string>& allowed) {
  if (status.ok()) return;
  const std::string reason = base::ReasonOf(status);
  for (const std::string& one : allowed) {
    if (reason == one) return;
  }
  Require(false, status.ToString());
}

}  // namespace zoufang::fuzz
