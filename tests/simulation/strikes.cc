#include "tests/simulation/strikes.h"

#include "sync/device/chain.h"
#include "sync/base/hash.h"
#include "sync/base/status.h"
#include "tests/simulation/damage.h"
#include "tests/simulation/machines.h"
#include "tests/simulation/officer.h"
#include "tests/simulation/people.h"

namespace zoufang::simulation {
namespace {

constexpr size_t kMostTablets = 8;
// A machine dies within so many writes and syncs: in the middle of a save, a push, a pull.
constexpr int kMostOperations = 24;

void PlanTabletDeath(World& world, Fault fault) {
  Tablet& tablet = world.AnyTablet();
  if (world.Of(tablet).death.has_value()) return;
  world.Of(tablet).death = fault;
  tablet.disk().DieAfter(world.dice->Below(kMostOperations));
}

void PlanServerDeath(World& world, Fault fault) {
  if (world.server_death.has_value()) return;
  world.server_death = fault;
  world.server.disk().DieAfter(world.dice->Below(kMostOperations));
}

void RestoreServerByLot(World& world) {
  const int count = static_cast<int>(world.backups.size());
  const int least = std::max(world.verified, 0);
  if (count <= least) return;
  world.Count(Fault::kServerRestored);
  RestoreServer(world, world.dice->Between(least, count - 1));
}

void RestoreServerDeep(World& world) {
  if (world.verified < 1) return;
  world.Count(Fault::kServerRestoredDeep);
  world.deep = true;
  RestoreServer(world, world.dice->Below(world.verified));
}

void RestoreTablet(World& world) {
  Tablet& tablet = world.AnyTablet();
  if (tablet.copies.empty()) return;
  world.Count(Fault::kTabletRestored);
  ReplaceFiles(world, tablet, world.dice->Pick(tablet.copies));
}

void CloneTablet(World& world) {
  if (world.tablets.size() >= kMostTablets) return;
  Tablet& tablet = world.AnyTablet();
  if (!world.Of(tablet).damaged.empty()) return;
  const DiskCopy files = tablet.disk().Copy();
  world.Count(Fault::kTabletCloned);
  Tablet& twin = world.AddTablet(tablet.user(), tablet.build());
  twin.revoked = tablet.revoked;  // It is the same token.
  ReplaceFiles(world, twin, files);
}

void ChangeClock(World& world, Fault fault) {
  SkewedClock& clock = world.AnyTablet().clock();
  world.Count(fault);
  Dice& dice = *world.dice;
  if (fault == Fault::kClockFrozen) return clock.Freeze();
  const absl::Duration years = absl::Hours(24 * 365) * dice.Between(1, 9);
  if (fault == Fault::kClockYearsOff) return clock.Shift(dice.OneIn(2) ? years : -years);
  clock.Shift(-absl::Minutes(dice.Between(10, 60 * 24 * 40)));
}

void RevokeTablet(World& world) {
  int trusted = 0;
  for (const auto& tablet : world.tablets) trusted += world.Trusted(*tablet) ? 1 : 0;
  Tablet& tablet = world.AnyTablet();
  if (trusted < 3 || tablet.revoked) return;
  world.Count(Fault::kTabletRevoked);
  tablet.revoked = true;
}

void DismissUser(World& world) {
  if (!world.gone.empty()) return;
  const std::string& user = world.dice->Pick(world.users);
  int others = 0;
  for (const auto& tablet : world.tablets) {
    others += world.Trusted(*tablet) && tablet->user() != user ? 1 : 0;
  }
  if (others == 0) return;
  world.Count(Fault::kUserGone);
  world.gone.insert(user);
}

// Puts a mutation at the end of a chain that no Save would have made.
absl::Status AppendPoison(World& world, Tablet& tablet, const std::string& body) {
  DiceRandom random(*world.dice);
  const std::string uuid = random.Bytes(16);
  return tablet.ByOtherTool([&](sql::Database& db) -> absl::Status {
    return db.Write([&]() -> absl::Status {
      ASSIGN_OR_RETURN(sql::Statement end,
                       db.Prepare("SELECT seq, hash FROM _chain ORDER BY seq DESC LIMIT 1"));
      ASSIGN_OR_RETURN(const bool found, end.Step());
      if (!found) return absl::NotFoundError("an empty chain");
      ASSIGN_OR_RETURN(sql::Statement insert,
                       db.Prepare("INSERT INTO _chain(seq, uuid, prev_hash, hash, saved_us, body)"
                                  " VALUES (?1, ?2, ?3, ?4, 0, ?5)"));
      insert.Bind(1, end.Int(0) + 1);
      insert.BindBlob(2, uuid);
      insert.BindBlob(3, end.Blob(1));
      insert.BindBlob(4, base::Hash128({end.Blob(1), uuid, body}));
      insert.BindBlob(5, body);
      return insert.Run();
    });
  });
}

void PoisonUndecodable(World& world) {
  Tablet& tablet = world.AnyTablet();
  if (!AppendPoison(world, tablet, "\xff\xff not a mutation").ok()) return;
  world.Count(Fault::kPoisonUndecodable);
  ReadChain(world, tablet, Promise::kSaved);
}

void PoisonOversized(World& world) {
  Tablet& tablet = world.AnyTablet();
  const absl::Status saved = tablet.replica().Save([&](sql::Database& db) {
    Officer officer(db, tablet.catalogue(), *world.dice, "big", tablet.clock().Now());
    return officer.WriteVolume(device::kMaxMutationBytes + 4096);
  });
  if (saved.ok()) ReadChain(world, tablet, Promise::kSaved);  // There was nothing to write about.
  sync::v1::MutationBody body;
  body.set_user_id(tablet.user());
  body.add_edits()->set_row_id(std::string(device::kMaxMutationBytes, 'x'));
  if (!AppendPoison(world, tablet, body.SerializeAsString()).ok()) return;
  world.Count(Fault::kPoisonOversized);
  ReadChain(world, tablet, Promise::kSaved);
}

void UpdateApp(World& world) {
  if (world.server.build() == Build::kOlder && world.dice->OneIn(3)) {
    world.Count(Fault::kOtherSchema);
    world.server.Update(Build::kNewer);
    return RebootServer(world);
  }
  Tablet& tablet = world.AnyTablet();
  if (tablet.build() == Build::kNewer) return;
  world.Count(Fault::kOtherSchema);
  tablet.Update(Build::kNewer);
  RebootTablet(world, tablet);
}

void CompactByLot(World& world) {
  const absl::StatusOr<int64_t> compacted = world.server.Compact(*world.dice);
  if (compacted.ok() && *compacted > 0) world.Count(Fault::kLogCompacted);
}

void StrikeWith(World& world, Fault fault) {
  switch (fault) {
    case Fault::kTabletCrash:
    case Fault::kTabletPowerCut:
      return PlanTabletDeath(world, fault);
    case Fault::kServerCrash:
    case Fault::kServerPowerCut:
      return PlanServerDeath(world, fault);
    case Fault::kServerRestored:
      return RestoreServerByLot(world);
    case Fault::kServerRestoredDeep:
      return RestoreServerDeep(world);
    case Fault::kTabletRestored:
      return RestoreTablet(world);
    case Fault::kTabletCloned:
      return CloneTablet(world);
    case Fault::kClockYearsOff:
    case Fault::kClockBack:
    case Fault::kClockFrozen:
      return ChangeClock(world, fault);
    case Fault::kAreaChanged:
      world.Count(fault);
      return GrantByLot(world, world.dice->Pick(world.users));
    case Fault::kTabletRevoked:
      return RevokeTablet(world);
    case Fault::kUserGone:
      return DismissUser(world);
    case Fault::kRowMoved:
      if (MoveByLot(world)) world.Count(fault);
      return;
    case Fault::kPoisonUndecodable:
      return PoisonUndecodable(world);
    case Fault::kPoisonOversized:
      return PoisonOversized(world);
    case Fault::kTokenExpired:
      world.Count(fault);
      world.AnyTablet().token_expired = true;
      return;
    case Fault::kOtherSchema:
      return UpdateApp(world);
    case Fault::kLogCompacted:
      return CompactByLot(world);
    case Fault::kTabletDiskFull:
      return world.AnyTablet().disk().FillAfter(world.dice->Below(8));
    case Fault::kServerDiskFull:
      return world.server.disk().FillAfter(world.dice->Below(12));
    case Fault::kRowsDamaged:
      return DamageARow(world);
    case Fault::kLost:
    case Fault::kDoubled:
    case Fault::kDelayed:
    case Fault::kReordered:
    case Fault::kPoisonRefused:
    case Fault::kFirstSyncCut:
      return;  // These strike what is on its way.
  }
}

}  // namespace

void Strike(World& world) {
  const std::vector<Fault> on = world.faults.List();
  if (!on.empty()) StrikeWith(world, world.dice->Pick(on));
}

void Relent(World& world) {
  world.server.disk().Free();
  for (const auto& tablet : world.tablets) {
    if (world.dice->OneIn(2)) tablet->disk().Free();
    if (world.dice->OneIn(2)) tablet->token_expired = false;
    if (world.dice->OneIn(3)) tablet->clock().SetRight();
  }
}

}  // namespace zoufang::simulation
