// One figure of the benchmark.
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace zoufang::bench {

// `floor` is the same work done plainly, measured in the same run on the same disk with the same
// rows; `ratio` compares the two as the README's table says.
struct Result {
  std::string name;
  double value = 0;
  std::string unit;
  std::optional<double> floor;
  std::optional<double> ratio;
};

// A stopwatch on the machine's monotonic time.
class Stopwatch {
 public:
  double Seconds() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }

 private:
  using Clock = std::chrono::steady_clock;
  const Clock::time_point start_ = Clock::now();
};

// The value below which `percent` of the samples lie. `samples` is not empty.
inline double Percentile(std::vector<double> samples, double percent) {
  std::sort(samples.begin(), samples.end());
  const auto at =
      static_cast<size_t>(percent / 100 * static_cast<double>(samples.size() - 1) + 0.5);
  return samples[at];
}

inline double Median(std::vector<double> samples) { return Percentile(std::move(samples), 50); }

}  // namespace zoufang::bench
