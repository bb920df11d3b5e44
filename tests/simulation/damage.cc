#include "tests/simulation/damage.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "sync/base/hash.h"
#include "sync/base/status.h"
#include "tests/simulation/settle.h"

namespace zoufang::simulation {
namespace {

// A descent asks for digests twice and for rows once; scopes are few.
constexpr int kMostSteps = 60;

// Past the capture, as no program does.
absl::Status PastTheCapture(sql::Database& db, const std::string& sql) {
  return db.Write([&]() -> absl::Status {
    RETURN_IF_ERROR(db.Execute("UPDATE _capturing SET \"on\"=0"));
    RETURN_IF_ERROR(db.Execute(sql));
    return db.Execute("UPDATE _capturing SET \"on\"=1");
  });
}

// Rows with nothing of one's own on them, in scopes that stand; none while changes of another tool
// are not folded.
absl::StatusOr<std::vector<std::string>> BareRows(sql::Database& db, const schema::Entity& entity) {
  std::vector<std::string> ids;
  ASSIGN_OR_RETURN(
      sql::Statement select,
      db.Prepare(absl::StrCat("SELECT t.id FROM \"", entity.table,
                              "\" t JOIN _scope s ON s.n=t._scope AND s.state=2",
                              " WHERE NOT EXISTS (SELECT 1 FROM _shadow x WHERE x.row_id=t.id)",
                              " AND NOT EXISTS (SELECT 1 FROM _held h WHERE h.row_id=t.id)",
                              " AND NOT EXISTS (SELECT 1 FROM _capture) ORDER BY t.id")));
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return ids;
    ids.emplace_back(select.Text(0));
  }
}

// `id` names the row before it is touched: when the disk dies meanwhile, it may be damaged.
absl::Status Damage(World& world, const schema::Entity& entity, sql::Database& db,
                    std::string& id) {
  ASSIGN_OR_RETURN(const std::vector<std::string> ids, BareRows(db, entity));
  if (ids.empty()) return absl::NotFoundError("no bare row");
  id = world.dice->Pick(ids);
  const std::string row = absl::StrCat("\"", entity.table, "\"");
  const std::string where = absl::StrCat(" WHERE id='", id, "'");
  return PastTheCapture(db, world.dice->OneIn(2)
                                ? absl::StrCat("DELETE FROM ", row, where)
                                : absl::StrCat("UPDATE ", row, " SET _rev=_rev-1", where));
}

struct Shown {
  ImageSet images;
  std::map<std::string, std::string> screen;

  friend bool operator==(const Shown&, const Shown&) = default;
};

absl::StatusOr<Shown> ReadShown(Tablet& tablet) {
  Shown shown;
  RETURN_IF_ERROR(tablet.replica().Read([&](sql::Database& db) -> absl::Status {
    ASSIGN_OR_RETURN(shown.images, ReadImages(db, tablet.catalogue()));
    ASSIGN_OR_RETURN(shown.screen, ReadScreen(db, tablet.catalogue()));
    return absl::OkStatus();
  }));
  return shown;
}

}  // namespace

void DamageARow(World& world) {
  Tablet& tablet = world.AnyTablet();
  if (!world.Trusted(tablet) || !world.Of(tablet).damaged.empty()) return;
  const auto& entities = tablet.catalogue().entities();
  const schema::Entity& entity = entities[world.dice->Below(static_cast<int>(entities.size()))];
  std::string id;
  const absl::Status done =
      tablet.ByOtherTool([&](sql::Database& db) { return Damage(world, entity, db, id); });
  if (!done.ok() && (id.empty() || !tablet.disk().dead())) return;
  world.Count(Fault::kRowsDamaged);
  world.Of(tablet).damaged.insert(base::RangeOf(id));
  world.trace.Say("  ", tablet.name(), " ", entity.table, " ", id, " is damaged");
  if (tablet.disk().dead()) return;  // It checks itself again later.
  const auto report = tablet.replica().Verify();
  if (!report.ok()) return;
  bool noticed = false;
  for (const auto& problem : report->problems) noticed = noticed || problem.check == "digest";
  if (!noticed) world.Fail(Invariant::kRepair, tablet.name(), " does not notice a damaged row");
}

void NoteWhole(World& world, Tablet& tablet) {
  Known& known = world.Of(tablet);
  if (known.damaged.empty() || tablet.disk().dead()) return;
  const auto pending = tablet.replica().Pending();
  if (!pending.ok() || pending->repairs > 0) return;
  if (tablet.replica().VerifyDigests().ok()) known.damaged.clear();
}

void NoteRepair(World& world, Tablet& tablet, const sync::v1::RepairRequest& request) {
  Known& known = world.Of(tablet);
  ++known.repairs;
  for (const uint32_t range : request.ranges()) {
    if (known.damaged.contains(range)) continue;
    world.Fail(Invariant::kRepair, tablet.name(), " asks for range ", range, " of ",
               request.scope(), ", which is not damaged");
  }
}

void CheckDamagedThemselves(World& world) {
  for (const auto& tablet : world.tablets) {
    if (!world.Of(*tablet).damaged.empty()) static_cast<void>(tablet->replica().VerifyDigests());
  }
}

void CheckRepairOfSound(World& world, Tablet& tablet) {
  const absl::StatusOr<Shown> before = ReadShown(tablet);
  const int repairs = world.Of(tablet).repairs;
  const absl::Status marked = tablet.ByOtherTool(
      [](sql::Database& db) { return db.Execute("UPDATE _scope SET state=4 WHERE state=2"); });
  if (!before.ok() || !marked.ok()) {
    return world.Fail(Invariant::kRepair, tablet.name(), " cannot be read");
  }
  for (int step = 0; step < kMostSteps; ++step) {
    const auto pending = tablet.replica().Pending();
    if (!pending.ok() || pending->repairs == 0) break;
    StepEngine(world, tablet);
    world.clock.Advance(absl::Minutes(1));
  }
  const auto pending = tablet.replica().Pending();
  const absl::StatusOr<Shown> after = ReadShown(tablet);
  if (!pending.ok() || pending->repairs > 0 || world.Of(tablet).repairs != repairs) {
    world.Fail(Invariant::kRepair, tablet.name(), " finds damage where there is none");
  }
  if (!after.ok() || !(*before == *after)) {
    world.Fail(Invariant::kRepair, tablet.name(), " changed by the repair of what was sound");
  }
}

}  // namespace zoufang::simulation
