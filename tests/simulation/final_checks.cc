#include "tests/simulation/final_checks.h"

#include "sync/base/hash.h"
#include "sync/base/status.h"
#include "sync/schema/row.h"
#include "tests/simulation/damage.h"

namespace zoufang::simulation {
namespace {

using sync::v1::Edit;
using sync::v1::EditOutcome;

std::string FirstDifference(const std::map<std::string, std::string>& mine,
                            const std::map<std::string, std::string>& theirs) {
  for (const auto& [id, values] : theirs) {
    const auto found = mine.find(id);
    if (found == mine.end()) return absl::StrCat("lacks ", id);
    if (found->second != values) return absl::StrCat("shows otherwise ", id);
  }
  for (const auto& [id, values] : mine) {
    if (!theirs.contains(id)) return absl::StrCat("still shows ", id);
  }
  return "";
}

void CheckTablet(World& world, Tablet& tablet, const Truth& truth) {
  const auto granted = world.server.GrantedTo(tablet.user());
  if (!granted.ok()) return;
  const absl::Status read = tablet.replica().Read([&](sql::Database& db) -> absl::Status {
    ASSIGN_OR_RETURN(const auto screen, ReadScreen(db, tablet.catalogue()));
    const std::string differs =
        FirstDifference(screen, ScreenOf(truth.rows, *granted, tablet.catalogue()));
    if (!differs.empty()) world.Fail(Invariant::kConvergence, tablet.name(), " ", differs);
    ASSIGN_OR_RETURN(const ImageSet images, ReadImages(db, tablet.catalogue()));
    for (const auto& [id, row] : images) {
      if (!granted->contains(row.scope)) {
        world.Fail(Invariant::kConfinement, tablet.name(), " keeps ", id, " of ", row.scope);
      }
      if (row.scope == "cases") {
        world.Fail(Invariant::kReporterProtection, tablet.name(), " holds ", id);
      }
    }
    return absl::OkStatus();
  });
  if (!read.ok()) world.Fail(Invariant::kConvergence, tablet.name(), " cannot be read");
  if (!tablet.replica().VerifyDigests().ok()) {
    world.Fail(Invariant::kConvergence, tablet.name(), "'s digest differs from its rows");
  }
}

void CheckDrained(World& world, Tablet& tablet) {
  const auto status = tablet.replica().Status();
  const auto pending = tablet.replica().Pending();
  if (!status.ok() || !pending.ok()) return;
  if (pending->any() || status->pending > 0) {
    world.Fail(Invariant::kNothingBlocks, tablet.name(), " keeps ", status->pending,
               " mutations without outcome");
  }
}

// The hash of the chain's last mutation, which stands for all before it, forgotten ones too.
absl::StatusOr<std::string> ReadChainHash(Tablet& tablet) {
  static constexpr char kSelect[] =
      "SELECT coalesce((SELECT hash FROM _chain ORDER BY seq DESC LIMIT 1), base_hash) "
      "FROM _device";
  std::string hash;
  RETURN_IF_ERROR(tablet.replica().Read([&](sql::Database& db) -> absl::Status {
    ASSIGN_OR_RETURN(sql::Statement select, db.Prepare(kSelect));
    RETURN_IF_ERROR(select.Step().status());
    hash = std::string(select.Blob(0));
    return absl::OkStatus();
  }));
  return hash;
}

// Twins may go on as one as long as they saved nothing apart from each other.
void CheckIdentities(World& world) {
  struct Owner {
    const Tablet* tablet;
    std::string chain;
  };
  std::map<std::string, Owner> owners;
  for (const auto& tablet : world.tablets) {
    if (!world.Trusted(*tablet)) continue;
    const auto status = tablet->replica().Status();
    const auto chain = ReadChainHash(*tablet);
    if (!status.ok() || !chain.ok()) continue;
    const auto [at, fresh] = owners.try_emplace(status->install_id, Owner{tablet.get(), *chain});
    if (!fresh && at->second.chain != *chain) {
      world.Fail(Invariant::kIdentity, tablet->name(), " and ", at->second.tablet->name(),
                 " are one install");
    }
  }
}

// Parked and rejected edits of the tablet's own chain, as the server has them, are on its list.
void CheckAttention(World& world, Tablet& tablet) {
  std::set<std::pair<std::string, int64_t>> listed;
  const absl::Status read = tablet.replica().Read([&](sql::Database& db) -> absl::Status {
    ASSIGN_OR_RETURN(sql::Statement select, db.Prepare("SELECT uuid, edit FROM _attention"));
    while (true) {
      ASSIGN_OR_RETURN(const bool more, select.Step());
      if (!more) return absl::OkStatus();
      listed.emplace(select.Blob(0), select.Int(1));
    }
  });
  if (!read.ok()) return;
  for (const auto& [seq, uuid] : world.Of(tablet).chain) {
    const auto outcome = world.server.hub().OutcomeOf(world.server.db(), uuid);
    if (!outcome.ok()) continue;
    for (int i = 0; i < outcome->edits_size(); ++i) {
      const auto verdict = outcome->edits(i).verdict();
      if (verdict != EditOutcome::PARKED && verdict != EditOutcome::REJECTED) continue;
      if (listed.contains({uuid, i})) continue;
      world.Fail(Invariant::kAttention, tablet.name(), " does not list edit ", i, " of mutation ",
                 seq, ", ", outcome->edits(i).reason());
    }
  }
}

// The rows that a mutation makes and the server took in; none for one that it does not know.
std::set<std::string> MadeAndTakenIn(World& world, const SavedMutation& saved) {
  std::set<std::string> made;
  const auto outcome = world.server.hub().OutcomeOf(world.server.db(), saved.uuid);
  if (!outcome.ok()) return made;
  const auto& edits = saved.body.edits();
  for (int i = 0; i < std::min(edits.size(), outcome->edits_size()); ++i) {
    const schema::Entity* entity = world.server.catalogue().Find(edits[i].entity());
    const auto verdict = outcome->edits(i).verdict();
    const bool taken_in = verdict == EditOutcome::APPLIED || verdict == EditOutcome::MERGED ||
                          verdict == EditOutcome::CONFLICT;
    if (entity == nullptr || entity->is_child()) continue;
    if (edits[i].kind() == Edit::CREATE && taken_in) made.insert(edits[i].row_id());
  }
  return made;
}

// The tablet counts no more than its user made and the server took in; and just that of its own
// chain, as long as all of that is known here.
void CheckReceived(World& world, Tablet& tablet) {
  const auto status = tablet.replica().Status();
  if (!status.ok()) return world.Fail(Invariant::kReceived, tablet.name(), " cannot be read");
  int64_t counted = 0;
  for (const auto& [entity, count] : status->received) counted += count;
  std::set<std::string> by_user, by_chain;
  for (const auto& [uuid, saved] : world.ledger.all()) {
    if (saved.body.user_id() == tablet.user()) by_user.merge(MadeAndTakenIn(world, saved));
  }
  const std::map<int64_t, std::string>& chain = world.Of(tablet).chain;
  for (const auto& [seq, uuid] : chain) {
    const auto saved = world.ledger.all().find(uuid);
    if (saved != world.ledger.all().end()) by_chain.merge(MadeAndTakenIn(world, saved->second));
  }
  const auto most = static_cast<int64_t>(by_user.size());
  const auto least = static_cast<int64_t>(by_chain.size());
  const bool whole = !chain.empty() && chain.begin()->first == 1;
  // A server restored to before what it had called durable has lost what nobody holds.
  const bool too_many = !world.deep && counted > (whole ? least : most);
  if (counted >= least && !too_many) return;
  world.Fail(Invariant::kReceived, tablet.name(), " counts ", counted, ", of its chain are ", least,
             ", of its user ", most);
}

void CheckPoison(World& world) {
  for (const auto& tablet : world.tablets) {
    if (!world.Trusted(*tablet)) continue;
    for (const auto& [seq, uuid] : world.Of(*tablet).chain) {
      if (world.server.hub().OutcomeOf(world.server.db(), uuid).ok()) continue;
      if (world.ledger.destroyed(uuid) || world.deep) continue;
      world.Fail(Invariant::kPoisonIsolated, tablet->name(), " mutation ", seq,
                 " never had an outcome");
    }
  }
}

void CheckGraves(World& world, const ImageSet& rows) {
  auto select = world.server.db().Prepare("SELECT row_id FROM _grave");
  if (!select.ok()) return;
  for (auto more = select->Step(); more.ok() && *more; more = select->Step()) {
    const std::string id(select->Text(0));
    if (rows.contains(id)) world.Fail(Invariant::kNoResurrection, id, " rose from its grave");
  }
}

}  // namespace

void CheckAtRest(World& world) {
  Truth truth;
  const absl::Status read = world.server.db().Read([&]() -> absl::Status {
    ASSIGN_OR_RETURN(truth, ReadServer(world.server.db(), world.server.catalogue()));
    return absl::OkStatus();
  });
  if (!read.ok()) return world.Fail(Invariant::kConvergence, "the server cannot be read");
  for (const auto& tablet : world.tablets) {
    if (!world.Trusted(*tablet)) continue;
    CheckDrained(world, *tablet);
    CheckTablet(world, *tablet, truth);
    CheckAttention(world, *tablet);
    CheckReceived(world, *tablet);
  }
  for (const auto& tablet : world.tablets) {
    if (!world.Trusted(*tablet) || world.violation.has_value()) continue;
    CheckRepairOfSound(world, *tablet);
    break;
  }
  CheckPoison(world);
  CheckIdentities(world);
  CheckGraves(world, truth.rows);
  CheckLogs(world);
  CheckLostEdits(world, truth.rows);
}

// --- logs ----------------------------------------------------------------------------------------

namespace {

struct Head {
  int64_t n = 0;
  std::string name;
  int64_t head = 0;
  std::string hash;
  int64_t least = 0;
  std::string least_hash;
  uint64_t digest = 0;
};

absl::StatusOr<std::vector<Head>> ReadHeads(sql::Database& db) {
  std::vector<Head> heads;
  ASSIGN_OR_RETURN(sql::Statement select,
                   db.Prepare("SELECT n, name, head, hash, min_seq, min_hash, digest FROM _scope"));
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return heads;
    heads.push_back({.n = select.Int(0),
                     .name = std::string(select.Text(1)),
                     .head = select.Int(2),
                     .hash = std::string(select.Blob(3)),
                     .least = select.Int(4),
                     .least_hash = std::string(select.Blob(5)),
                     .digest = static_cast<uint64_t>(select.Int(6))});
  }
}

absl::Status CheckLog(World& world, const Head& head) {
  ASSIGN_OR_RETURN(sql::Statement select,
                   world.server.db().Prepare("SELECT seq, kind, entity, row_id, rev, hash FROM _log"
                                             " WHERE scope=?1 ORDER BY seq"));
  select.Bind(1, head.n);
  int64_t seq = head.least;
  std::string hash = head.least_hash;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) break;
    const char kind = static_cast<char>(select.Int(1));
    hash = base::Hash128({hash, absl::string_view(&kind, 1), base::BigEndian(select.Int(2)),
                          select.Text(3), base::BigEndian(select.Int(4)), ""});
    if (select.Int(0) != ++seq) {
      world.Fail(Invariant::kLogGapless, head.name, " lacks entry ", seq);
      return absl::OkStatus();
    }
    if (select.Blob(5) != hash) world.Fail(Invariant::kLogGapless, head.name, " hash at ", seq);
  }
  if (seq != head.head || hash != head.hash) {
    world.Fail(Invariant::kLogGapless, head.name, " ends at ", seq, ", its head is ", head.head);
  }
  return absl::OkStatus();
}

}  // namespace

void CheckLogs(World& world) {
  sql::Database& db = world.server.db();
  const absl::Status read = db.Read([&]() -> absl::Status {
    ASSIGN_OR_RETURN(const Truth truth, ReadServer(db, world.server.catalogue()));
    ASSIGN_OR_RETURN(const std::vector<Head> heads, ReadHeads(db));
    for (const Head& head : heads) {
      RETURN_IF_ERROR(CheckLog(world, head));
      uint64_t digest = 0;
      for (const auto& [id, row] : truth.rows) {
        if (row.scope == head.name) digest += base::RowDigest(id, row.rev);
      }
      if (digest == head.digest) continue;
      world.Fail(Invariant::kLogGapless, head.name, "'s digest is not that of its live rows");
    }
    return absl::OkStatus();
  });
  if (!read.ok()) world.Fail(Invariant::kLogGapless, "the logs cannot be read");
}

}  // namespace zoufang::simulation
