// What a scope's images come to, computed from the rows as they are.
#pragma once

#include <cstdint>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "sync/device/context.h"

namespace zoufang::device {

// Calls `take` with entity, id and rev of each image of a scope: in the entities' tables, in
// _shadow and in _foreign. `take` must not write.
absl::Status ForEachImage(
    const Context& context, int64_t scope,
    absl::FunctionRef<void(uint32_t entity, absl::string_view id, int64_t rev)> take);

struct ImageSum {
  uint64_t digest = 0;
  int64_t rows = 0;
};
absl::StatusOr<ImageSum> SumOfImages(const Context& context, int64_t scope);

}  // namespace zoufang::device
