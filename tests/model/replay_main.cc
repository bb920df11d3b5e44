// Reads histories of the executable model from standard input, one JSON object a line, and takes
// the engine through each. Prints the first difference of every history that has one; exit 1 then.
#include <chrono>
#include <iostream>
#include <memory>
#include <set>
#include <string>

#include "sync/base/log.h"
#include "tests/model/replay.h"

namespace zoufang::model {
namespace {

using Json = nlohmann::json;

struct Tally {
  int64_t histories = 0;
  int64_t steps = 0;
  std::set<int64_t> differing;
};

void Report(int64_t seed, int64_t number, Json step, const absl::Status& difference) {
  step.erase("expect");
  std::cout << "seed " << seed << ", step " << number << ": " << difference.message()
            << "\n  step:   " << step.dump() << "\n";
}

// Replays what stands on `in`.
Tally ReplayAll(std::istream& in) {
  Tally tally;
  std::unique_ptr<Replay> replay;  // Null after a difference, until the next history.
  int64_t seed = 0, number = 0;
  for (std::string line; std::getline(in, line);) {
    const Json step = Json::parse(line);
    absl::Status done;
    if (step["op"] == "begin") {
      seed = step["seed"], number = 0;
      ++tally.histories;
      replay = std::make_unique<Replay>(step);
      done = replay->Start();
    } else if (replay != nullptr) {
      ++tally.steps;
      done = replay->Do(step);
    }
    ++number;
    if (done.ok()) continue;
    Report(seed, number, step, done);
    tally.differing.insert(seed);
    replay.reset();
  }
  return tally;
}

int Main() {
  std::ios::sync_with_stdio(false);
  base::SetLogSeverity(base::Severity::kError);  // Forks are a history's daily bread.
  const auto begun = std::chrono::steady_clock::now();
  const Tally tally = ReplayAll(std::cin);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
  std::cout << tally.histories << " histories, " << tally.steps << " steps, " << took.count()
            << " s: ";
  if (tally.differing.empty()) {
    std::cout << "EQUAL\n";
  } else {
    std::cout << tally.differing.size() << " DIFFER:";
    for (const int64_t seed : tally.differing) std::cout << " " << seed;
    std::cout << "\n";
  }
  return tally.differing.empty() && tally.histories > 0 ? 0 : 1;
}

}  // namespace
}  // namespace zoufang::model

int main() { return zoufang::model::Main(); }
