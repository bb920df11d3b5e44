// Turns captured changes into mutations of the chain (protocol T1).
#pragma once

#include "absl/status/status.h"
#include "sync/device/context.h"

namespace zoufang::device {

// Folds what other tools changed: one mutation for each captured change. Nothing is refused here,
// the server judges; but what could never be sent (too large, not text) is taken off the screen and
// put into the attention list, with its content. Nothing while no one is enrolled. In a write
// transaction.
absl::Status FoldOthers(const Context& context);

// Folds what one Save changed into one mutation, or nothing when it changed nothing.
// INVALID_ARGUMENT FIELDS_INVALID, MUTATION_TOO_LARGE: roll back. In a write transaction.
absl::Status FoldOwn(const Context& context);

}  // namespace zoufang::device
