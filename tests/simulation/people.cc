#include "tests/simulation/people.h"

#include <algorithm>
#include <utility>

#include "sync/base/error.h"
#include "sync/base/status.h"
#include "sync/hub/edits.h"
#include "sync/schema/row.h"
#include "tests/simulation/officer.h"

namespace zoufang::simulation {
namespace {

using sync::v1::Edit;
using sync::v1::MutationBody;

const hub::Author kBureau = {.user_id = "bureau", .server = true};

std::string TagOf(const World& world) { return absl::StrCat(world.step); }

Officer At(World& world, Tablet& tablet, sql::Database& db) {
  return Officer(db, tablet.catalogue(), *world.dice, TagOf(world), tablet.clock().Now());
}

// What the newest mutation wrote must be seen until the server's rows say otherwise.
void NoteOwnWrites(World& world, Tablet& tablet, const SavedMutation& saved) {
  auto& own = world.Of(tablet).own;
  for (const Edit& edit : saved.body.edits()) {
    const schema::Entity* entity = tablet.catalogue().Find(edit.entity());
    std::erase_if(own, [&](const auto& entry) {
      return edit.kind() == Edit::DELETE && std::get<1>(entry.first) == edit.row_id();
    });
    if (entity == nullptr || edit.kind() == Edit::DELETE) continue;
    for (const auto& field : edit.fields()) {
      const int index = entity->IndexOf(static_cast<int>(field.number()));
      if (index < 0) continue;
      const FieldKey key = {edit.entity(), edit.row_id(), static_cast<int>(field.number())};
      const auto policy = entity->fields[index].merge;
      // Deltas move with the image beneath them.
      if (policy == sync::v1::SUM || policy == sync::v1::UNION) continue;
      own[key] = {.uuid = saved.uuid, .value = field.new_value().SerializeAsString()};
    }
  }
}

bool Writes(const MutationBody& body, const FieldKey& key) {
  const auto& [entity, row_id, number] = key;
  for (const Edit& edit : body.edits()) {
    if (edit.entity() != entity || edit.row_id() != row_id) continue;
    for (const auto& field : edit.fields()) {
      if (static_cast<int>(field.number()) == number) return true;
    }
  }
  return false;
}

// A copy of the tablet had this mutation first, and answers for it; what it replaced on this one
// need not be seen here any more.
void ForgetReplaced(Known& known, const SavedMutation& saved, int64_t seq) {
  const auto later = [&](const std::string& uuid) {
    return std::any_of(known.chain.upper_bound(seq), known.chain.end(),
                       [&](const auto& link) { return link.second == uuid; });
  };
  std::erase_if(known.own, [&](const auto& entry) {
    return entry.second.uuid != saved.uuid && Writes(saved.body, entry.first) &&
           !later(entry.second.uuid);
  });
}

// One that the chain gained.
struct Gained {
  int64_t seq = 0;
  std::string uuid;
  bool fresh = false;  // Nobody had it before.
};

absl::StatusOr<std::vector<Gained>> ReadGained(World& world, Tablet& tablet) {
  std::vector<Gained> gained;
  RETURN_IF_ERROR(tablet.replica().Read([&](sql::Database& db) -> absl::Status {
    ASSIGN_OR_RETURN(sql::Statement select,
                     db.Prepare("SELECT seq, uuid, hash, body FROM _chain WHERE seq>?1"
                                " ORDER BY seq"));
    select.Bind(1, tablet.seen.seq);
    while (true) {
      ASSIGN_OR_RETURN(const bool more, select.Step());
      if (!more) return absl::OkStatus();
      Gained one{.seq = select.Int(0), .uuid = std::string(select.Blob(1))};
      one.fresh = world.ledger.Add(tablet.n(), one.uuid, std::string(select.Blob(3)));
      tablet.seen = {one.seq, std::string(select.Blob(2))};
      gained.push_back(std::move(one));
    }
  }));
  return gained;
}

}  // namespace

void ReadChain(World& world, Tablet& tablet, Promise promise) {
  const auto gained = ReadGained(world, tablet);
  if (!gained.ok()) return;
  for (const Gained& one : *gained) {
    world.Of(tablet).chain[one.seq] = one.uuid;
    const SavedMutation& saved = world.ledger.all().at(one.uuid);
    if (one.fresh) {
      NoteOwnWrites(world, tablet, saved);
    } else {
      ForgetReplaced(world.Of(tablet), saved, one.seq);
    }
    world.trace.Say("  ", tablet.name(), " #", one.seq, " edits ", saved.body.edits_size());
  }
  if (promise == Promise::kSaved) tablet.promised = tablet.seen;
}

void Save(World& world, Tablet& tablet) {
  const bool refused = world.Strikes(Fault::kPoisonRefused, 20);
  const absl::Status saved = tablet.replica().Save([&](sql::Database& db) {
    Officer officer = At(world, tablet, db);
    return refused ? officer.ChangeLegalFact() : officer.Work();
  });
  ++world.saves;
  world.trace.Say("  ", tablet.name(), " saves ", absl::StatusCodeToString(saved.code()));
  if (saved.ok()) ReadChain(world, tablet, Promise::kSaved);
  world.saboteur.AfterSave(tablet);
}

void UseOtherTool(World& world, Tablet& tablet) {
  std::set<std::string> captured;
  const absl::Status done = tablet.ByOtherTool([&](sql::Database& db) -> absl::Status {
    RETURN_IF_ERROR(db.Write([&] { return At(world, tablet, db).Work(); }));
    ASSIGN_OR_RETURN(sql::Statement select, db.Prepare("SELECT uuid FROM _capture"));
    while (true) {
      ASSIGN_OR_RETURN(const bool more, select.Step());
      if (!more) return absl::OkStatus();
      captured.insert(std::string(select.Blob(0)));
    }
  });
  world.trace.Say("  ", tablet.name(), " other tool ", absl::StatusCodeToString(done.code()), " ",
                  captured.size());
  if (done.ok()) world.Of(tablet).captured = std::move(captured);
}

// --- the bureau ----------------------------------------------------------------------------------

namespace {

// A row of the server's, by lot; nullopt: there is none.
absl::StatusOr<std::optional<std::string>> AnyRow(World& world, const schema::Entity& entity) {
  std::vector<std::string> ids;
  ASSIGN_OR_RETURN(sql::Statement select, world.server.db().Prepare(absl::StrCat(
                                              "SELECT id FROM ", entity.table, " ORDER BY id")));
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) break;
    ids.emplace_back(select.Text(0));
  }
  if (ids.empty()) return std::optional<std::string>();
  return std::optional<std::string>(world.dice->Pick(ids));
}

// An edit that sets one field of a row.
absl::StatusOr<Edit> SetField(World& world, const schema::Entity& entity, const std::string& id,
                              absl::string_view field, sql::Value value) {
  hub::StoredRow stored;
  RETURN_IF_ERROR(world.server.db().Read([&]() -> absl::Status {
    ASSIGN_OR_RETURN(stored, hub::LoadRow(world.server.db(), entity, id));
    return absl::OkStatus();
  }));
  schema::Row wanted = stored.row;
  wanted.values[entity.IndexOf(field)] = std::move(value);
  return hub::UpdateEdit(entity, stored, wanted);
}

Edit MakeRow(const schema::Entity& entity,
             const std::vector<std::pair<absl::string_view, sql::Value>>& values) {
  schema::Row row = schema::DefaultRow(entity);
  for (const auto& [field, value] : values) row.values[entity.IndexOf(field)] = value;
  return hub::CreateEdit(entity, row);
}

void Write(World& world, const hub::Author& author, std::vector<Edit> edits) {
  std::erase_if(
      edits, [](const Edit& edit) { return edit.kind() == Edit::UPDATE && edit.fields().empty(); });
  if (edits.empty()) return;
  const auto outcome = world.server.Ingest(author, edits);
  if (outcome.ok()) world.ledger.AddByService(edits);
  world.trace.Say("  bureau writes ", edits.size(), " ",
                  absl::StatusCodeToString(outcome.status().code()));
}

void AddOrganization(World& world, const std::string& town) {
  Server& server = world.server;
  const std::string id = server.NewId();
  const std::string tag = absl::StrCat("o", id.substr(24));
  std::vector<Edit> edits;
  edits.push_back(MakeRow(*server.catalogue().FindByTable("organization"), {{"id", id},
                                                                            {"name", tag},
                                                                            {"kind", int64_t{1}},
                                                                            {"status", int64_t{1}},
                                                                            {"area_code", town}}));
  edits.push_back(MakeRow(*server.catalogue().FindByTable("organization_profile"),
                          {{"id", server.NewId()},
                           {"organization_id", id},
                           {"area_code", town},
                           {"contact_name", absl::StrCat(tag, ".c")},
                           {"remarks", absl::StrCat(tag, ".r")}}));
  Write(world, kBureau, std::move(edits));
}

absl::Status EditByService(World& world, const char* table, const char* field) {
  const schema::Entity& entity = *world.server.catalogue().FindByTable(table);
  ASSIGN_OR_RETURN(const auto id, AnyRow(world, entity));
  if (!id.has_value()) return absl::OkStatus();
  const std::string value = absl::StrCat("b", world.step, ".1");
  ASSIGN_OR_RETURN(Edit edit, SetField(world, entity, *id, field, value));
  Write(world, kBureau, {std::move(edit)});
  return absl::OkStatus();
}

}  // namespace

void Administer(World& world) {
  absl::Status done;
  switch (world.dice->Below(4)) {
    case 0:
      AddOrganization(world, kTowns[world.dice->Below(3)]);
      break;
    case 1:
      done = EditByService(world, "visit", "summary");
      break;
    default:
      done = EditByService(world, "organization_profile",
                           world.dice->OneIn(2) ? "contact_name" : "remarks");
  }
  if (!done.ok()) {
    world.trace.Say("  bureau fails ", absl::StatusCodeToString(done.code()));
  }
}

void Found(World& world) {
  for (const char* town : kTowns) AddOrganization(world, town);
  AddOrganization(world, kTowns[0]);
  const schema::Entity& complaint = *world.server.catalogue().FindByTable("complaint");
  Write(world, kBureau,
        {MakeRow(complaint, {{"id", world.server.NewId()},
                             {"subject_name", "s"},
                             {"category", "c"},
                             {"narrative", "n"}})});
}

void GrantByLot(World& world, const std::string& user) {
  std::vector<std::string> prefixes;
  for (const char* town : kTowns) {
    if (world.dice->OneIn(2)) prefixes.emplace_back(town);
  }
  if (world.dice->OneIn(4)) prefixes = {"370303"};
  if (prefixes.empty()) prefixes = {"3703"};
  const absl::Status granted = world.server.SetGrants(user, prefixes);
  world.trace.Say("  ", user, " is granted ", prefixes.front(), "+", prefixes.size() - 1, " ",
                  absl::StatusCodeToString(granted.code()));
}

bool MoveByLot(World& world) {
  const schema::Entity& profiles = *world.server.catalogue().FindByTable("organization_profile");
  const schema::Entity& visits = *world.server.catalogue().FindByTable("visit");
  const auto profile = AnyRow(world, profiles);
  if (!profile.ok() || !profile->has_value()) return false;
  const std::string town = kTowns[world.dice->Below(3)];
  auto moved = SetField(world, profiles, **profile, "area_code", town);
  if (!moved.ok() || moved->fields().empty()) return false;
  std::vector<Edit> edits = {*std::move(moved)};
  auto select = world.server.db().Prepare(
      "SELECT v.id FROM visit v JOIN organization_profile p USING (organization_id) WHERE p.id=?1");
  if (!select.ok()) return false;
  select->Bind(1, **profile);
  std::vector<std::string> ids;
  for (auto more = select->Step(); more.ok() && *more; more = select->Step()) {
    ids.emplace_back(select->Text(0));
  }
  select->Reset();
  for (const std::string& id : ids) {
    auto edit = SetField(world, visits, id, "area_code", town);
    if (edit.ok()) edits.push_back(*std::move(edit));
  }
  Write(world, kBureau, std::move(edits));
  return true;
}

}  // namespace zoufang::simulation
