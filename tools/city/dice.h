// Deterministic chance: the same numbers on every machine and with every standard library.
#pragma once

#include <cstdint>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace zoufang::city {

// SplitMix64. Each organisation rolls its own dice, so it does not depend on the ones before it.
class Dice {
 public:
  Dice(uint64_t seed, uint64_t stream) : state_(seed * 0x9E3779B97F4A7C15u ^ stream) { Roll(); }

  uint64_t Roll() {
    uint64_t z = state_ += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }

  // In [0, bound). The bias of the remainder is below 2^-40 for every bound used here.
  uint64_t Below(uint64_t bound) { return Roll() % bound; }
  int Between(int low, int high) { return low + static_cast<int>(Below(high - low + 1)); }
  bool OneIn(uint64_t n) { return Below(n) == 0; }

  template <typename T>
  const T& Pick(absl::Span<const T> from) {
    return from[Below(from.size())];
  }

 private:
  uint64_t state_;
};

}  // namespace zoufang::city
