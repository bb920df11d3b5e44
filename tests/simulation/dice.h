// Draws that depend only on what they are drawn for, never on what was drawn elsewhere: taking one
// action out of a run leaves the draws of all others as they were.
#pragma once

#include <cstdint>
#include <vector>

namespace zoufang::simulation {

// A number that follows from two others and looks like neither (splitmix64).
inline uint64_t Mix(uint64_t a, uint64_t b) {
  uint64_t x = a + 0x9e3779b97f4a7c15ULL * (b + 1);
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

class Dice {
 public:
  explicit Dice(uint64_t seed) : seed_(seed) {}

  uint64_t Next() { return Mix(seed_, ++drawn_); }
  // 0 to count - 1; `count` is above 0.
  int Below(int count) { return static_cast<int>(Next() % static_cast<uint64_t>(count)); }
  // least to most, both included.
  int Between(int least, int most) { return least + Below(most - least + 1); }
  bool OneIn(int count) { return Below(count) == 0; }
  template <typename T>
  const T& Pick(const std::vector<T>& from) {
    return from[Below(static_cast<int>(from.size()))];
  }

 private:
  const uint64_t seed_;
  uint64_t drawn_ = 0;
};

}  // namespace zoufang::simulation
