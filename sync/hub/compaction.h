// Drops the oldest entries of the scopes' logs (protocol S10).
#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "sync/hub/context.h"

namespace zoufang::hub {

// Only a prefix of a log is ever dropped, and `min_seq` with its hash says where it begins now. A
// tablet whose cursor lies below takes the scope anew, with everything unsent as it was. Ids of
// deleted rows stay.
class Compaction {
 public:
  explicit Compaction(const Context& context) : context_(context) {}

  // Drops entries made before `keep_from`, a bounded number at once; returns how many. 0: there are
  // no more. In a write transaction.
  absl::StatusOr<int64_t> DropSome(absl::Time keep_from);

 private:
  absl::StatusOr<int64_t> DropUpTo(int64_t scope, int64_t seq);

  const Context& context_;
};

}  // namespace zoufang::hub
