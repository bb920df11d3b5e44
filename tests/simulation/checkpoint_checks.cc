#include "tests/simulation/checkpoint_checks.h"
#include "tests/simulation/people.h"

#include <functional>

#include "sync/base/status.h"
#include "sync/schema/row.h"

namespace zoufang::simulation {
namespace {

struct ScopeRow {
  bool installed = false;
  int64_t seq = 0;
  std::string hash;
};

absl::StatusOr<std::map<std::string, ScopeRow>> ReadScopes(sql::Database& db) {
  ASSIGN_OR_RETURN(sql::Statement select, db.Prepare("SELECT name, state, seq, hash FROM _scope"));
  std::map<std::string, ScopeRow> scopes;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return scopes;
    scopes[std::string(select.Text(0))] = {
        .installed = select.Int(1) == 2, .seq = select.Int(2), .hash = std::string(select.Blob(3))};
  }
}

// The tablet's file at this moment.
struct Held {
  std::map<std::string, ScopeRow> scopes;
  ImageSet images;
  int64_t captured = 0;  // Changes that lie on the images, and are not folded yet.
};

absl::StatusOr<Held> ReadHeld(Tablet& tablet) {
  Held held;
  RETURN_IF_ERROR(tablet.replica().Read([&](sql::Database& db) -> absl::Status {
    ASSIGN_OR_RETURN(held.scopes, ReadScopes(db));
    ASSIGN_OR_RETURN(held.images, ReadImages(db, tablet.catalogue()));
    ASSIGN_OR_RETURN(held.captured, db.QueryInt("SELECT count(*) FROM _capture"));
    return absl::OkStatus();
  }));
  return held;
}

void CheckCursors(World& world, Tablet& tablet, const Held& held) {
  auto& before = world.Of(tablet).cursors;
  for (const auto& [name, seq] : before) {
    const auto found = held.scopes.find(name);
    if (found == held.scopes.end() || !found->second.installed) continue;
    if (found->second.seq < seq) {
      world.Fail(Invariant::kCursorMonotonic, tablet.name(), " went back in ", name, " from ", seq,
                 " to ", found->second.seq);
    }
  }
  before.clear();
  for (const auto& [name, scope] : held.scopes) {
    if (scope.installed) before[name] = scope.seq;
  }
}

std::string Differing(const ImageSet& mine, const ImageSet& theirs, const std::string& scope) {
  for (const auto& [id, row] : theirs) {
    if (row.scope != scope) continue;
    const auto found = mine.find(id);
    if (found == mine.end() || found->second.scope != scope) return absl::StrCat("lacks ", id);
    if (found->second.rev != row.rev) return absl::StrCat("has another rev of ", id);
    if (!(found->second == row)) return absl::StrCat("has other content of ", id);
  }
  for (const auto& [id, row] : mine) {
    if (row.scope == scope && !theirs.contains(id)) return absl::StrCat("still has ", id);
    if (row.scope == scope && theirs.at(id).scope != scope) return absl::StrCat("keeps ", id);
  }
  return "";
}

void CheckImages(World& world, Tablet& tablet, const Held& held, const Reply& reply) {
  for (const auto& head : reply.pull.back().checkpoint().heads()) {
    const auto found = held.scopes.find(head.scope());
    if (head.unknown() || found == held.scopes.end()) continue;
    const ScopeRow& scope = found->second;
    const bool there = scope.installed && scope.seq == static_cast<int64_t>(head.at().seq()) &&
                       scope.hash == head.at().hash();
    if (!there) continue;
    const std::string differs = Differing(held.images, reply.truth->rows, head.scope());
    if (!differs.empty()) {
      world.Fail(Invariant::kCursorNotAhead, tablet.name(), " at ", scope.seq, " of ", head.scope(),
                 " ", differs);
    }
  }
}

void CheckScopes(World& world, Tablet& tablet, const Held& held, const Reply& reply) {
  for (const auto& page : reply.pull) {
    for (const auto& changes : page.changes()) {
      if (reply.truth->granted.contains(changes.scope())) continue;
      world.Fail(Invariant::kConfinement, tablet.name(), " was sent rows of ", changes.scope());
    }
  }
  for (const auto& [id, row] : held.images) {
    if (held.scopes.contains(row.scope)) continue;
    world.Fail(Invariant::kConfinement, tablet.name(), " holds ", id, " of no scope of its own");
  }
  if (held.scopes.contains("cases")) {
    world.Fail(Invariant::kReporterProtection, tablet.name(), " holds the complaints");
  }
}

void CheckFamilies(World& world, Tablet& tablet, const Held& held) {
  for (const std::vector<std::string>& family : world.ledger.families()) {
    int there = 0, expected = 0;
    for (const std::string& id : family) {
      if (world.ledger.MayBeDeleted(id)) continue;
      ++expected;
      if (held.images.contains(id)) ++there;
    }
    if (there == 0 || there == expected || !held.images.contains(family.front())) continue;
    world.Fail(Invariant::kWholeMutations, tablet.name(), " sees ", there, " of ", expected,
               " rows that were made together with ", family.front());
  }
}

void CheckContents(World& world, const ImageSet& rows) {
  for (const auto& [id, row] : rows) {
    const uint64_t hash = std::hash<std::string>()(row.body);
    const auto [at, fresh] = world.contents.try_emplace({id, row.rev}, hash);
    if (fresh || at->second == hash) continue;
    world.Fail(Invariant::kRevNamesContent, id, " at rev ", row.rev, " has two contents");
  }
}

// Forgets own writes that the server's rows speak for from now on. `holds`: whether the tablet
// holds a scope now.
template <typename Holds>
void DropIncluded(World& world, Tablet& tablet, const Truth& truth, Holds holds) {
  std::erase_if(world.Of(tablet).own, [&](const auto& entry) {
    const std::string& id = std::get<1>(entry.first);
    if (truth.ingested.contains(entry.second.uuid)) return true;
    const auto row = truth.rows.find(id);
    // A restored server may lack a row that another tablet made: nothing is left to lie on.
    if (row == truth.rows.end()) return world.restores > 0 || world.ledger.MayBeDeleted(id);
    return !holds(row->second.scope) || !truth.granted.contains(row->second.scope);
  });
}

// Forgets own writes whose row went with its area: a withdrawn area takes its rows at once
// (protocol T10), although the row may lie in another of the user's areas that is yet to arrive.
void DropWithdrawn(World& world, Tablet& tablet, const Held& held) {
  Known& known = world.Of(tablet);
  std::erase_if(known.own, [&](const auto& entry) {
    const std::string& id = std::get<1>(entry.first);
    const auto place = known.places.find(id);
    return !held.images.contains(id) && place != known.places.end() &&
           !held.scopes.contains(place->second);
  });
  for (const auto& [id, row] : held.images) known.places[id] = row.scope;
}

}  // namespace

void CheckCheckpoint(World& world, Tablet& tablet, const absl::Status& taken, const Reply& reply) {
  const bool damaged = !world.Of(tablet).damaged.empty();
  if (absl::IsDataLoss(taken) && !damaged) {
    world.Fail(Invariant::kCursorNotAhead, tablet.name(), ": ", std::string(taken.message()));
  }
  if (reply.truth == nullptr || reply.pull.empty()) return;
  const absl::StatusOr<Held> held = ReadHeld(tablet);
  if (!held.ok()) return;
  // What another tool wrote was folded first, and may lie on a row that has just left.
  ReadChain(world, tablet, Promise::kNone);
  CheckContents(world, reply.truth->rows);
  CheckCursors(world, tablet, *held);
  CheckScopes(world, tablet, *held, reply);
  // A reply that was not taken in folds nothing: what another tool changed hides the images.
  if (held->captured == 0 && !damaged) {
    CheckFamilies(world, tablet, *held);
    CheckImages(world, tablet, *held, reply);
  }
  DropIncluded(world, tablet, *reply.truth,
               [&](const std::string& scope) { return held->scopes.contains(scope); });
  DropWithdrawn(world, tablet, *held);
}

void NoteInterrupted(World& world, Tablet& tablet, const Reply& reply) {
  if (reply.truth == nullptr) return;
  // A scope that it took from the tablet is installed anew, wherever the server stands then.
  auto& cursors = world.Of(tablet).cursors;
  std::erase_if(cursors,
                [&](const auto& cursor) { return !reply.truth->granted.contains(cursor.first); });
  if (!reply.pull.empty()) {
    for (const auto& head : reply.pull.back().checkpoint().heads()) {
      if (head.unknown()) cursors.erase(head.scope());
    }
  }
  DropIncluded(world, tablet, *reply.truth, [](const std::string&) { return true; });
}

void CheckOwnWrites(World& world, Tablet& tablet) {
  if (!world.Of(tablet).damaged.empty()) return;
  const absl::Status read = tablet.replica().Read([&](sql::Database& db) -> absl::Status {
    // What another tool wrote since lies on top.
    ASSIGN_OR_RETURN(const int64_t captured, db.QueryInt("SELECT count(*) FROM _capture"));
    if (captured > 0) return absl::OkStatus();
    for (const auto& [key, own] : world.Of(tablet).own) {
      const auto& [number, id, field_number] = key;
      const schema::Entity* entity = tablet.catalogue().Find(number);
      const int field = entity == nullptr ? -1 : entity->IndexOf(field_number);
      if (field < 0) continue;
      ASSIGN_OR_RETURN(sql::Statement select,
                       db.Prepare(absl::StrCat("SELECT \"", entity->fields[field].name,
                                               "\" FROM \"", entity->table, "\" WHERE id=?1")));
      select.Bind(1, id);
      ASSIGN_OR_RETURN(const bool found, select.Step());
      if (found && schema::ToWire(select.Get(0)).SerializeAsString() == own.value) continue;
      world.Fail(Invariant::kReadYourWrites, tablet.name(), " does not show its own ",
                 entity->table, ".", entity->fields[field].name, " of ", id);
    }
    return absl::OkStatus();
  });
  static_cast<void>(read);  // A disk that died is the next step's business.
}

}  // namespace zoufang::simulation
