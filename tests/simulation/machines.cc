#include "tests/simulation/machines.h"

#include "sync/base/status.h"
#include "tests/simulation/people.h"

namespace zoufang::simulation {
namespace {

// What a tablet's file holds of its chain.
struct Chain {
  int64_t base = 0;
  std::string base_hash;
  std::map<int64_t, std::pair<std::string, std::string>> links;  // Seq -> uuid, hash.
  std::set<std::string> captured;
  std::set<std::string> attention;
};

absl::Status ReadUuids(sql::Database& db, absl::string_view sql, std::set<std::string>& into) {
  ASSIGN_OR_RETURN(sql::Statement select, db.Prepare(sql));
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return absl::OkStatus();
    into.insert(std::string(select.Blob(0)));
  }
}

absl::StatusOr<Chain> ReadWholeChain(Tablet& tablet) {
  Chain chain;
  RETURN_IF_ERROR(tablet.replica().Read([&](sql::Database& db) -> absl::Status {
    ASSIGN_OR_RETURN(sql::Statement base, db.Prepare("SELECT base_seq, base_hash FROM _device"));
    RETURN_IF_ERROR(base.Step().status());
    chain.base = base.Int(0);
    chain.base_hash = std::string(base.Blob(1));
    RETURN_IF_ERROR(ReadUuids(db, "SELECT uuid FROM _capture", chain.captured));
    RETURN_IF_ERROR(ReadUuids(db, "SELECT uuid FROM _attention", chain.attention));
    ASSIGN_OR_RETURN(sql::Statement select, db.Prepare("SELECT seq, uuid, hash FROM _chain"));
    while (true) {
      ASSIGN_OR_RETURN(const bool more, select.Step());
      if (!more) return absl::OkStatus();
      chain.links[select.Int(0)] = {std::string(select.Blob(1)), std::string(select.Blob(2))};
    }
  }));
  return chain;
}

void CheckPromises(World& world, Tablet& tablet, const Chain& chain) {
  const ChainHead& promised = tablet.promised;
  if (promised.seq > chain.base) {
    const auto found = chain.links.find(promised.seq);
    if (found == chain.links.end() || found->second.second != promised.hash) {
      world.Fail(Invariant::kSavedMeansSaved, tablet.name(), " lost mutation ", promised.seq,
                 " that it had said was saved");
    }
  }
  std::set<std::string> held;
  for (const auto& [seq, link] : chain.links) held.insert(link.first);
  for (const std::string& uuid : world.Of(tablet).captured) {
    if (chain.captured.contains(uuid) || held.contains(uuid) || chain.attention.contains(uuid) ||
        world.ledger.all().contains(uuid)) {
      continue;
    }
    world.Fail(Invariant::kSavedMeansSaved, tablet.name(), " lost what another tool committed");
  }
}

// What the tablet held before and does not now has no copy there any more.
void NoteDestroyed(World& world, Tablet& tablet, const Chain& chain) {
  Known& known = world.Of(tablet);
  std::set<std::string> held;
  for (const auto& [seq, link] : chain.links) held.insert(link.first);
  for (const auto& [seq, uuid] : known.chain) {
    if (seq > chain.base && !held.contains(uuid)) world.ledger.Destroy(uuid);
  }
  std::erase_if(known.own,
                [&](const auto& entry) { return world.ledger.destroyed(entry.second.uuid); });
  known.chain.clear();
  for (const auto& [seq, link] : chain.links) known.chain[seq] = link.first;
  tablet.seen = {chain.base, chain.base_hash};
}

void ForgetCalls(World& world, Tablet& tablet) { world.Of(tablet).outstanding.clear(); }

void BootTablet(World& world, Tablet& tablet) {
  const absl::Status booted = tablet.Boot(*world.transports[tablet.n()]);
  if (booted.ok()) return;
  world.Fail(Invariant::kSavedMeansSaved, tablet.name(),
             " does not start: ", std::string(booted.message()));
}

void BootServer(World& world) {
  const absl::Status booted = world.server.Boot();
  if (!booted.ok()) {
    return world.Fail(Invariant::kSavedMeansSaved,
                      "the server does not start: ", std::string(booted.message()));
  }
  world.saboteur.AfterBoot(world.server);
}

}  // namespace

void RebootServer(World& world) {
  Server& server = world.server;
  server.Fall();
  const bool power = world.server_death == Fault::kServerPowerCut;
  if (world.server_death.has_value()) world.Count(*world.server_death);
  world.server_death.reset();
  if (power) server.disk().CutPower(*world.dice);
  server.disk().Revive();
  server.disk().Free();
  BootServer(world);
  if (world.violation.has_value()) return;
  const auto count = server.db().QueryInt("SELECT max(n) FROM _mutation");
  if (count.ok() && *count < world.promised_mutations) {
    world.Fail(Invariant::kSavedMeansSaved, "the server lost mutations that it had taken");
  }
}

void RebootTablet(World& world, Tablet& tablet) {
  Known& known = world.Of(tablet);
  world.saboteur.BeforeReboot(tablet);
  tablet.Fall();
  if (known.death.has_value()) world.Count(*known.death);
  if (known.death == Fault::kTabletPowerCut) tablet.disk().CutPower(*world.dice);
  known.death.reset();
  tablet.disk().Revive();
  tablet.disk().Free();
  ForgetCalls(world, tablet);
  BootTablet(world, tablet);
  if (world.violation.has_value()) return;
  const absl::StatusOr<Chain> chain = ReadWholeChain(tablet);
  if (!chain.ok()) return;
  CheckPromises(world, tablet, *chain);
  NoteDestroyed(world, tablet, *chain);
  ReadChain(world, tablet, Promise::kNone);
}

void RebootTheDead(World& world) {
  if (world.server.disk().dead()) RebootServer(world);
  for (const auto& tablet : world.tablets) {
    if (tablet->disk().dead() && !world.violation.has_value()) RebootTablet(world, *tablet);
  }
}

void ReplaceFiles(World& world, Tablet& tablet, const DiskCopy& files) {
  Known& known = world.Of(tablet);
  tablet.Fall();
  tablet.disk().Replace(files);
  tablet.disk().Revive();
  tablet.disk().Free();
  known.death.reset();
  known.own.clear();
  known.cursors.clear();
  known.captured.clear();
  known.damaged.clear();
  known.wiped = false;
  ForgetCalls(world, tablet);
  BootTablet(world, tablet);
  if (world.violation.has_value()) return;
  const absl::StatusOr<Chain> chain = ReadWholeChain(tablet);
  if (!chain.ok()) return;
  NoteDestroyed(world, tablet, *chain);
  ReadChain(world, tablet, Promise::kSaved);
}

void BackUp(World& world) {
  const bool verified = world.dice->OneIn(2);
  absl::StatusOr<Backup> backup = world.server.BackUp(verified);
  if (!backup.ok()) return;
  world.backups.push_back(*std::move(backup));
  if (verified) world.verified = static_cast<int>(world.backups.size()) - 1;
}

void CopyTablet(World& world, Tablet& tablet) {
  if (world.Of(tablet).damaged.empty()) tablet.copies.push_back(tablet.disk().Copy());
}

void RestoreServer(World& world, int backup) {
  world.server.disk().Revive();
  world.server.disk().Free();
  const absl::Status restored = world.server.Restore(world.backups[backup]);
  if (!restored.ok()) {
    return world.Fail(Invariant::kSavedMeansSaved,
                      "the server does not start on a backup: ", std::string(restored.message()));
  }
  world.saboteur.AfterBoot(world.server);
  world.promised_mutations = world.backups[backup].mutations;
  world.backups.resize(backup + 1);
  world.verified = std::min(world.verified, backup);
  world.server_death.reset();
  ++world.restores;
}

}  // namespace zoufang::simulation
