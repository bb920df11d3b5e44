#include "tests/simulation/settle.h"

#include "sync/base/error.h"
#include "tests/simulation/checkpoint_checks.h"
#include "tests/simulation/damage.h"
#include "tests/simulation/machines.h"
#include "tests/simulation/people.h"
#include "tests/simulation/virtual_transport.h"
#include "tests/simulation/withdrawals.h"

namespace zoufang::simulation {
namespace {

// The engine polls every 6 minutes at the latest.
constexpr absl::Duration kLongestSleep = absl::Minutes(7);
// A chain of everything a run can do needs far fewer.
constexpr int kMostSteps = 60;
constexpr int kMostRounds = 12;

// What a pause may not change.
struct Standing {
  int64_t held = 0;
  int64_t pending = 0;
  size_t attention = 0;

  friend bool operator==(const Standing&, const Standing&) = default;
};

Standing StandingOf(Tablet& tablet) {
  const auto status = tablet.replica().Status();
  const auto attention = tablet.replica().AttentionList();
  if (!status.ok() || !attention.ok()) return {};
  return {status->held, status->pending, attention->size()};
}

// A withdrawn tablet does not pause: it hands in what it holds and wipes itself.
bool IsPause(const absl::Status& status) { return absl::IsUnauthenticated(status); }

void CheckWake(World& world, Tablet& tablet, const device::StepResult& result) {
  const absl::Time wake = world.saboteur.WakeAt(result.wake_at);
  if (wake - tablet.clock().Now() <= kLongestSleep) return;
  world.Fail(Invariant::kWakeUp, tablet.name(), " would sleep for ",
             absl::FormatDuration(wake - tablet.clock().Now()));
}

}  // namespace

EngineStep StepEngine(World& world, Tablet& tablet) {
  auto& transport = static_cast<VirtualTransport&>(*world.transports[tablet.n()]);
  const auto pending = tablet.replica().Pending();
  const bool folds = pending.ok() && pending->push &&
                     tablet.QueryInt("SELECT count(*) FROM _capture").value_or(0) > 0;
  const Standing before = StandingOf(tablet);
  const device::StepResult result = tablet.engine().Step();
  world.trace.Say("  ", tablet.name(), " steps ", static_cast<int>(result.kind), " ",
                  absl::StatusCodeToString(result.status.code()));
  const auto pull = transport.TakeLastPull();
  if (tablet.disk().dead()) {
    if (pull.has_value()) NoteInterrupted(world, tablet, *pull);
    return {};
  }
  if (pull.has_value()) {
    CheckCheckpoint(world, tablet, result.status, *pull);
    world.saboteur.AfterTaking({.call = Call::kPull, .tablet = tablet.n()}, tablet);
  }
  CheckWake(world, tablet, result);
  if (IsPause(result.status) && !folds && result.kind != device::StepKind::kSnapshot &&
      !(before == StandingOf(tablet))) {
    world.Fail(Invariant::kPauseNotRefusal, tablet.name(), " changed while it was signed out");
  }
  ReadChain(world, tablet, Promise::kSaved);
  NoteWhole(world, tablet);
  NoteWiped(world, tablet);
  return {.went_on = result.status.ok() && result.kind != device::StepKind::kIdle,
          .settled = result.settled};
}

void RunEngine(World& world, Tablet& tablet) {
  if (world.dice->OneIn(2)) tablet.engine().RequestPull();
  for (int steps = world.dice->Between(1, 5); steps > 0; --steps) {
    if (!StepEngine(world, tablet).went_on)
      world.clock.Advance(absl::Minutes(world.dice->Between(0, 3)));
    if (tablet.disk().dead() || world.violation.has_value()) return;
  }
}

void StopFaults(World& world) {
  world.faulty = false;
  world.network.Clear();
  world.server_death.reset();
  world.server.disk().Free();
  world.server.disk().Revive();
  for (const auto& tablet : world.tablets) {
    tablet->disk().Free();
    tablet->disk().Revive();
    tablet->token_expired = false;
    tablet->clock().SetRight();
    world.Of(*tablet).outstanding.clear();
    world.Of(*tablet).death.reset();
  }
}

namespace {

// True when something moved.
bool SyncOnce(World& world, Tablet& tablet) {
  tablet.engine().RequestPull();
  bool moved = false;
  for (int step = 0; step < kMostSteps; ++step) {
    if (world.violation.has_value()) return false;
    const auto pending = tablet.replica().Pending();
    const EngineStep stepped = StepEngine(world, tablet);
    if (!stepped.went_on) {
      if (stepped.settled) return moved;
      world.clock.Advance(absl::Minutes(3));  // It backs off from what failed before.
    } else {
      moved = moved || (pending.ok() && pending->any());
    }
  }
  world.Fail(Invariant::kNothingBlocks, tablet.name(), " does not come to rest");
  return false;
}

}  // namespace

namespace {

void SettleTrusted(World& world) {
  for (int round = 0; round < kMostRounds; ++round) {
    bool moved = false;
    for (const auto& tablet : world.tablets) {
      if (world.violation.has_value()) return;
      if (world.Trusted(*tablet)) moved = SyncOnce(world, *tablet) || moved;
    }
    if (!moved && round > 0) return;
  }
  world.Fail(Invariant::kNothingBlocks, "the world does not come to rest");
}

}  // namespace

void Settle(World& world) {
  CheckDamagedThemselves(world);
  SettleTrusted(world);
  HandInTheRevoked(world);
  if (!world.violation.has_value() && DecideQuarantine(world)) SettleTrusted(world);
}

}  // namespace zoufang::simulation
