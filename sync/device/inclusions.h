// What images contain of the own chain, and which rows look different when that changes.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "absl/status/statusor.h"
#include "sync/device/context.h"
#include "sync/device/held.h"
#include "sync/device/scopes.h"

namespace zoufang::device {

// As it stands when it is made.
class Inclusions {
 public:
  explicit Inclusions(const ScopeSet& scopes);
  // Rows that mutations edit which `scopes` contains now and did not then, or the other way round:
  // of any scope, or of a row without an image.
  absl::StatusOr<std::vector<RowKey>> RowsThatDiffer(const ScopeSet& scopes,
                                                     const Context& context) const;

 private:
  std::map<int64_t, int64_t> last_;  // By a scope's n; 0: of rows without an image.
};

}  // namespace zoufang::device
