// zoufang-sim: the sync engine under every fault that can be thought of.
#include <time.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/simulation/run.h"

namespace zoufang::simulation {
namespace {

// What a run could do anyway within so many seeds is not idle by chance.
constexpr int kSeedsToTellIdle = 100;
constexpr int kMostShrinkRuns = 400;

struct Flags {
  int64_t seeds = 200;
  uint64_t first = 1;
  std::string faults = "all";
  bool each = false;
  bool json = false;
  std::optional<uint64_t> seed;
  bool trace = false;
  bool twice = false;
  int length = 140;
};

// One seed that failed, with the shortest script that still fails so.
struct Failure {
  uint64_t seed = 0;
  int step = 0;
  std::string invariant;
  std::string what;
  size_t actions = 0;     // Of the shortest script; 0: none, two runs of the seed differ.
  std::string ends_with;  // What fails in it.
  std::vector<std::string> trace;
};

struct Total {
  FaultCounts counts;
  int64_t seeds = 0;
  int64_t mutations = 0;
  std::vector<Failure> failures;
  std::vector<Fault> idle;
  double cpu_seconds = 0;
};

double CpuSeconds() { return static_cast<double>(clock()) / CLOCKS_PER_SEC; }

RunOptions OptionsOf(const Flags& flags, const FaultSet& faults, uint64_t seed) {
  return {.seed = seed,
          .faults = faults,
          .all_at_once = flags.each || flags.faults != "all",
          .length = flags.length};
}

void PrintLines(const std::vector<std::string>& lines) {
  for (const std::string& line : lines) std::printf("%s\n", line.c_str());
}

Failure Explain(const RunOptions& options, const Violation& violation) {
  Failure failure = {.seed = options.seed,
                     .step = violation.step,
                     .invariant = std::string(NameOf(violation.invariant)),
                     .what = violation.what};
  RunOptions traced = options;
  const std::vector<Action> script = Shrink(
      options, violation.invariant, MakeScript(options.seed, options.length), kMostShrinkRuns);
  traced.keep = Keep::kLines;
  const RunResult shortest = Run(traced, script);
  failure.actions = script.size();
  if (shortest.violation.has_value()) failure.ends_with = shortest.violation->what;
  failure.trace = shortest.lines;
  return failure;
}

void PrintFailure(const Failure& failure) {
  std::printf("seed %llu, step %d: %s: %s\n", static_cast<unsigned long long>(failure.seed),
              failure.step, failure.invariant.c_str(), failure.what.c_str());
  if (failure.actions == 0) return;
  std::printf("shortest trace, %zu actions, ends with %s:\n", failure.actions,
              failure.ends_with.c_str());
  PrintLines(failure.trace);
}

std::optional<Failure> RunOne(const Flags& flags, const RunOptions& options, Total& total) {
  const RunResult result = Run(options);
  ++total.seeds;
  total.counts.Add(result.counts);
  total.mutations += result.mutations;
  if (flags.twice && Run(options).trace_hash != result.trace_hash) {
    return Failure{
        .seed = options.seed, .invariant = "same-trace", .what = "two runs of the seed differ"};
  }
  if (!result.violation.has_value()) return std::nullopt;
  return Explain(options, *result.violation);
}

void PrintText(const Total& total) {
  std::printf("%lld seeds, %lld mutations, %.1f s of CPU, %.1f ms a seed: %lld failed\n",
              static_cast<long long>(total.seeds), static_cast<long long>(total.mutations),
              total.cpu_seconds, 1000 * total.cpu_seconds / std::max<double>(total.seeds, 1),
              static_cast<long long>(total.failures.size()));
  for (const Fault fault : FaultSet::All().List()) {
    std::printf("  %-22s %lld\n", std::string(NameOf(fault)).c_str(),
                static_cast<long long>(total.counts.Of(fault)));
  }
  for (const Fault fault : total.idle) {
    std::printf("idle: %s never struck\n", std::string(NameOf(fault)).c_str());
  }
}

void PrintJson(const Total& total) {
  nlohmann::json out = {{"seeds", total.seeds},
                        {"mutations", total.mutations},
                        {"failed", total.failures.size()},
                        {"cpu_seconds", total.cpu_seconds},
                        {"failures", nlohmann::json::array()},
                        {"idle", nlohmann::json::array()}};
  for (const Failure& failure : total.failures) {
    out["failures"].push_back({{"seed", failure.seed},
                               {"step", failure.step},
                               {"invariant", failure.invariant},
                               {"what", failure.what},
                               {"ends_with", failure.ends_with},
                               {"trace", failure.trace}});
  }
  for (const Fault fault : total.idle) out["idle"].push_back(std::string(NameOf(fault)));
  for (const Fault fault : FaultSet::All().List()) {
    out["faults"][std::string(NameOf(fault))] = total.counts.Of(fault);
  }
  std::printf("%s\n", out.dump(2).c_str());
}

void RunSeeds(const Flags& flags, const FaultSet& faults, Total& total) {
  for (int64_t i = 0; i < flags.seeds; ++i) {
    std::fflush(stdout);
    std::optional<Failure> failure =
        RunOne(flags, OptionsOf(flags, faults, flags.first + i), total);
    if (!failure.has_value()) continue;
    if (!flags.json) PrintFailure(*failure);  // At once: a long run may be cut off.
    total.failures.push_back(*std::move(failure));
  }
}

int RunAll(const Flags& flags, const FaultSet& faults) {
  Total total;
  const double before = CpuSeconds();
  if (flags.each) {
    for (const Fault fault : faults.List()) {
      FaultSet alone;
      alone.Add(fault);
      RunSeeds(flags, alone, total);
    }
  } else {
    RunSeeds(flags, faults, total);
  }
  total.cpu_seconds = CpuSeconds() - before;
  for (const Fault fault : faults.List()) {
    if (total.seeds >= kSeedsToTellIdle && total.counts.Of(fault) == 0) total.idle.push_back(fault);
  }
  flags.json ? PrintJson(total) : PrintText(total);
  return total.failures.empty() && total.idle.empty() ? 0 : 1;
}

int Replay(const Flags& flags, const FaultSet& faults) {
  RunOptions options = OptionsOf(flags, faults, *flags.seed);
  if (flags.trace) options.keep = Keep::kLines;
  const RunResult result = Run(options);
  PrintLines(result.lines);
  std::printf("trace hash %016llx\n", static_cast<unsigned long long>(result.trace_hash));
  if (!result.violation.has_value()) return 0;
  if (flags.trace) {
    std::printf("step %d: %s: %s\n", result.violation->step,
                std::string(NameOf(result.violation->invariant)).c_str(),
                result.violation->what.c_str());
  } else {
    PrintFailure(Explain(options, *result.violation));
  }
  return 1;
}

int Main(int argc, char** argv) {
  CLI::App app(
      "Runs tablets and server in one process under every fault, and checks what must hold.");
  Flags flags;
  app.add_option("--seeds", flags.seeds, "How many seeds to run")->capture_default_str();
  app.add_option("--first", flags.first, "The first of them")->capture_default_str();
  app.add_option("--faults", flags.faults,
                 "Which faults are on, all of them in each seed: " +
                     absl::StrJoin(FaultSet::All().List(), ",",
                                   [](std::string* out, Fault fault) {
                                     absl::StrAppend(out, NameOf(fault));
                                   }) +
                     "; none; or all: each seed draws a mix")
      ->capture_default_str();
  app.add_flag("--each", flags.each, "Run the seeds once for each of the faults, with it alone on");
  app.add_option("--length", flags.length, "Actions in a seed")->capture_default_str();
  app.add_option("--seed", flags.seed, "Replay this one");
  app.add_flag("--trace", flags.trace, "With --seed: print what happens, line by line");
  app.add_flag("--twice", flags.twice, "Run each seed twice and compare the traces' hashes");
  app.add_flag("--json", flags.json, "Report as JSON");
  app.footer("Exit 0: every invariant held and no fault was idle. 1: not so. 2: usage.");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  const absl::StatusOr<FaultSet> faults = FaultSet::Parse(flags.faults);
  if (!faults.ok()) {
    std::fprintf(stderr, "%s\n", std::string(faults.status().message()).c_str());
    return 2;
  }
  return flags.seed.has_value() ? Replay(flags, *faults) : RunAll(flags, *faults);
}

}  // namespace
}  // namespace zoufang::simulation

int main(int argc, char** argv) { return zoufang::simulation::Main(argc, argv); }
