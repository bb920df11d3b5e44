#include "tests/simulation/run.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "sync/base/log.h"
#include "tests/simulation/checkpoint_checks.h"
#include "tests/simulation/exchange.h"
#include "tests/simulation/final_checks.h"
#include "tests/simulation/machines.h"
#include "tests/simulation/people.h"
#include "tests/simulation/settle.h"
#include "tests/simulation/strikes.h"

namespace zoufang::simulation {
namespace {

// Counts what the engine itself calls an error; that a restored database is noticed is none.
class ErrorSink : public base::LogSink {
 public:
  ErrorSink() { base::SetLogSink(this); }
  ~ErrorSink() override { base::SetLogSink(nullptr); }
  void Write(absl::string_view line) override {
    if (absl::StrContains(line, "older_database")) return;
    if (absl::StrContains(line, "\"ERROR\"")) ++errors_;
  }
  int Take() { return std::exchange(errors_, 0); }

 private:
  int errors_ = 0;
};

// Each seed has a mix of its own, so that faults are met alone and together.
FaultSet Mixed(const RunOptions& options) {
  if (options.all_at_once) return options.faults;
  Dice dice(Mix(options.seed, 77));
  FaultSet mix;
  const int one_in = dice.Between(1, 4);
  for (const Fault fault : options.faults.List()) {
    if (dice.OneIn(one_in)) mix.Add(fault);
  }
  return mix;
}

void Begin(World& world) {
  world.dice = std::make_unique<Dice>(Mix(world.seed, 78));
  Dice& dice = *world.dice;
  if (!world.server.Boot().ok()) return world.Fail(Invariant::kNoServerFault, "no first start");
  Found(world);
  for (const std::string& user : world.users) GrantByLot(world, user);
  for (int count = dice.Between(2, 5), i = 0; i < count; ++i) {
    const bool older = world.faults.Has(Fault::kOtherSchema) && dice.OneIn(2);
    Tablet& tablet =
        world.AddTablet(world.users[i % world.users.size()], older ? Build::kOlder : Build::kNewer);
    if (!tablet.Boot(*world.transports[i]).ok() || !tablet.Enrol().ok()) {
      return world.Fail(Invariant::kSavedMeansSaved, "no first start");
    }
    if (dice.OneIn(2)) RunEngine(world, tablet);
  }
}

void Do(World& world, const Action& action) {
  switch (action.deed) {
    case Deed::kSave:
      return Save(world, world.AnyTablet());
    case Deed::kOtherTool:
      return UseOtherTool(world, world.AnyTablet());
    case Deed::kSend:
      return Send(world, world.AnyTablet());
    case Deed::kDeliver:
      return Deliver(world);
    case Deed::kStep:
      return RunEngine(world, world.AnyTablet());
    case Deed::kAdminister:
      return Administer(world);
    case Deed::kBackUp:
      return BackUp(world);
    case Deed::kCopyTablet:
      return CopyTablet(world, world.AnyTablet());
    case Deed::kWait:
      world.clock.Advance(absl::Minutes(world.dice->Between(1, 600)));
      return Relent(world);
    case Deed::kStrike:
      return Strike(world);
  }
}

// What must hold after every action.
void Afterwards(World& world, ErrorSink& errors) {
  const bool died = world.server.disk().dead();
  RebootTheDead(world);
  if (errors.Take() > 0 && !died) {
    world.Fail(Invariant::kNoServerFault, "the server set a mutation aside as its own failure");
  }
  for (const auto& tablet : world.tablets) {
    if (world.violation.has_value()) return;
    if (tablet->disk().refused_for_room()) {
      tablet->disk().ClearRefused();
      world.Count(Fault::kTabletDiskFull);
    }
    ReadChain(world, *tablet, Promise::kNone);
    CheckOwnWrites(world, *tablet);
  }
}

void Play(World& world, const std::vector<Action>& script, ErrorSink& errors) {
  Begin(world);
  for (const Action& action : script) {
    if (world.violation.has_value()) return;
    world.step = action.n;
    world.dice = std::make_unique<Dice>(action.salt);
    world.clock.Advance(absl::Seconds(world.dice->Between(1, 90)));
    world.trace.Say(action.n, " ", NameOf(action.deed));
    Do(world, action);
    Afterwards(world, errors);
  }
  world.step = static_cast<int>(script.empty() ? 0 : script.back().n + 1);
  world.dice = std::make_unique<Dice>(Mix(world.seed, 79));
  if (world.violation.has_value()) return;
  world.trace.Say("faults stop");
  StopFaults(world);
  Settle(world);
  if (!world.violation.has_value()) CheckAtRest(world);
}

}  // namespace

RunResult Run(const RunOptions& options) {
  return Run(options, MakeScript(options.seed, options.length));
}

RunResult Run(const RunOptions& options, const std::vector<Action>& script) {
  InstallVirtualVfs();
  SeedSqlite(options.seed);
  ErrorSink errors;
  Saboteur harmless;
  World world(options.seed, Mixed(options), options.keep,
              options.saboteur == nullptr ? harmless : *options.saboteur);
  world.only = options.only;
  Play(world, script, errors);
  return {.violation = world.violation,
          .counts = world.counts,
          .trace_hash = world.trace.hash(),
          .mutations = static_cast<int64_t>(world.ledger.all().size()),
          .lines = world.trace.lines()};
}

std::vector<Action> Shrink(const RunOptions& options, Invariant invariant,
                           std::vector<Action> script, int most_runs) {
  for (size_t part = std::max<size_t>(script.size() / 2, 1);; part /= 2) {
    for (size_t at = 0; at < script.size() && most_runs > 0;) {
      std::vector<Action> less(script.begin(), script.begin() + at);
      less.insert(less.end(), script.begin() + std::min(at + part, script.size()), script.end());
      --most_runs;
      const RunResult result = Run(options, less);
      if (result.violation.has_value() && result.violation->invariant == invariant) {
        script = std::move(less);
      } else {
        at += part;
      }
    }
    if (part <= 1) return script;
  }
}

}  // namespace zoufang::simulation
