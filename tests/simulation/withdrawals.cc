#include "tests/simulation/withdrawals.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "sync/base/status.h"
#include "tests/simulation/settle.h"

namespace zoufang::simulation {
namespace {

constexpr int kMostSteps = 60;
constexpr int64_t kWiped = 2;  // device::WithdrawalState's.

// Past the replica, which reads nothing for anyone any more.
int64_t Query(Tablet& tablet, const std::string& sql, int64_t otherwise) {
  int64_t value = otherwise;
  static_cast<void>(tablet.ByOtherTool([&](sql::Database& db) -> absl::Status {
    ASSIGN_OR_RETURN(value, db.QueryInt(sql));
    return absl::OkStatus();
  }));
  return value;
}

bool IsWiped(Tablet& tablet) { return Query(tablet, "SELECT state FROM _withdrawal", 0) == kWiped; }

void CheckNothingLeft(World& world, Tablet& tablet) {
  int64_t left = Query(tablet, "SELECT count(*) FROM _chain", 1);
  for (const schema::Entity& entity : tablet.catalogue().entities()) {
    // What another tool wrote into the empty tables since is no row of the server's.
    left += Query(
        tablet,
        absl::StrCat("SELECT count(*) FROM \"", entity.table, "\" WHERE _scope IS NOT NULL"), 1);
  }
  if (left > 0) world.Fail(Invariant::kHandedIn, tablet.name(), " keeps ", left, " rows");
}

// At the moment of the wipe: from then on the server's copy is the only one. What a backup holds is
// not handed in, and is lost with a server restored to before that backup.
void CheckAllArrived(World& world, const Tablet& tablet) {
  if (world.deep) return;
  for (const auto& [seq, uuid] : world.Of(tablet).chain) {
    if (world.quarantine.contains(uuid) || world.ledger.destroyed(uuid)) continue;
    if (world.server.hub().OutcomeOf(world.server.db(), uuid).ok()) continue;
    world.Fail(Invariant::kHandedIn, tablet.name(), " wiped mutation ", seq,
               " that the server does not have");
  }
}

}  // namespace

void Quarantine(World& world, const Tablet& tablet, const sync::v1::SurrenderRequest& request) {
  for (const auto& mutation : request.mutations()) {
    if (world.server.hub().OutcomeOf(world.server.db(), mutation.uuid()).ok()) continue;
    world.quarantine.try_emplace(mutation.uuid(),
                                 HandedIn{.user = tablet.user(), .body = mutation.body()});
  }
}

void NoteWiped(World& world, Tablet& tablet) {
  Known& known = world.Of(tablet);
  if (!tablet.revoked || known.wiped || tablet.disk().dead() || !IsWiped(tablet)) return;
  known.wiped = true;
  CheckNothingLeft(world, tablet);
  CheckAllArrived(world, tablet);
}

void HandInTheRevoked(World& world) {
  for (const auto& tablet : world.tablets) {
    if (!tablet->revoked || world.violation.has_value()) continue;
    const Known& known = world.Of(*tablet);
    tablet->engine().RequestPull();
    for (int step = 0; step < kMostSteps && !known.wiped; ++step) {
      if (!StepEngine(world, *tablet).went_on) world.clock.Advance(absl::Minutes(3));
    }
    if (known.wiped) continue;
    world.Fail(Invariant::kHandedIn, tablet->name(), " does not come to rest");
  }
}

bool DecideQuarantine(World& world) {
  bool changed = false;
  for (const auto& [uuid, handed_in] : world.quarantine) {
    if (!world.dice->OneIn(2)) continue;
    sql::Database& db = world.server.db();
    const absl::Status taken = db.Write([&, &uuid = uuid, &one = handed_in] {
      return world.server.hub().IngestSurrendered(db, one.user, uuid, one.body).status();
    });
    if (!taken.ok()) {
      world.Fail(Invariant::kHandedIn,
                 "what was handed in is not taken: ", std::string(taken.message()));
    }
    changed = true;
  }
  return changed;
}

}  // namespace zoufang::simulation
