// One run: a seed's script played, and the shortest part of it that still fails.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/simulation/action.h"
#include "tests/simulation/world.h"

namespace zoufang::simulation {

struct RunOptions {
  uint64_t seed = 1;
  FaultSet faults;           // Those that may be on.
  bool all_at_once = false;  // Every one of them, rather than a mix that the seed draws.
  int length = 140;          // Actions.
  Keep keep = Keep::kHashOnly;
  Saboteur* saboteur = nullptr;
  std::optional<Invariant> only;  // The one invariant that counts; none: all.
};

struct RunResult {
  std::optional<Violation> violation;
  FaultCounts counts;
  uint64_t trace_hash = 0;
  int64_t mutations = 0;
  std::vector<std::string> lines;  // With Keep::kLines.
};

RunResult Run(const RunOptions& options);
// The same with some of the script only.
RunResult Run(const RunOptions& options, const std::vector<Action>& script);

// Leaves out of a failing run's script what it fails without: the same invariant, in the end with
// no action that could be taken out alone. Stops after `most_runs`.
std::vector<Action> Shrink(const RunOptions& options, Invariant invariant,
                           std::vector<Action> script, int most_runs);

}  // namespace zoufang::simulation
