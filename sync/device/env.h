// What a replica gets from outside: time and randomness.
#pragma once

#include "sync/base/clock.h"
#include "sync/base/random.h"

namespace zoufang::device {

struct Env {
  const base::Clock& clock;
  base::Random& random;
};

}  // namespace zoufang::device
