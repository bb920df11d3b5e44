// With slow clients.
#pragma once

#include <cstdint>

#include "absl/time/time.h"

namespace zoufang::http {

// How long a client may keep us waiting. Only waiting counts: a stream that has nothing to say
// costs its client nothing.
struct Patience {
  absl::Duration silence = absl::Seconds(10);  // Between two bytes, either way.
  // Within one request and its answer, and a second more for each `rate` bytes sent or taken.
  absl::Duration whole = absl::Seconds(20);
  int64_t rate = 8 << 10;
};

}  // namespace zoufang::http
