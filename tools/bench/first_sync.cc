// A fresh tablet takes the whole registry, against one plain transaction with the same rows.
#include "absl/strings/str_cat.h"
#include "domain/entities.h"
#include "sync/base/status.h"
#include "tools/bench/benchmarks.h"
#include "tools/bench/rows.h"
#include "tools/bench/world.h"
#include "zoufang/v1/organization.pb.h"

namespace zoufang::bench {
namespace {

constexpr int kRounds = 3;

absl::StatusOr<double> PlainSeconds(const World& world, const std::string& path,
                                    const std::vector<schema::Row>& rows) {
  const std::string insert = InsertText(domain::EntityOf<v1::Organization>(world.catalogue()));
  ASSIGN_OR_RETURN(const auto plain, OpenPlain(path, world.catalogue(), schema::End::kDevice));
  const Stopwatch watch;
  RETURN_IF_ERROR(plain->Write([&]() -> absl::Status {
    for (const schema::Row& row : rows) RETURN_IF_ERROR(InsertRow(*plain, insert, row));
    return absl::OkStatus();
  }));
  return watch.Seconds();
}

absl::StatusOr<double> SyncSeconds(World& world, size_t expected) {
  ASSIGN_OR_RETURN(const Tablet tablet, world.NewTablet(kTown));
  const Stopwatch watch;
  RETURN_IF_ERROR(tablet.engine->SyncNow());
  const double seconds = watch.Seconds();
  int64_t got = 0;
  RETURN_IF_ERROR(tablet.replica->Read([&](sql::Database& db) -> absl::Status {
    ASSIGN_OR_RETURN(got, db.QueryInt("SELECT count(*) FROM organization"));
    return absl::OkStatus();
  }));
  if (got != static_cast<int64_t>(expected)) {
    return absl::InternalError(absl::StrCat("the tablet took ", got, " of ", expected));
  }
  return seconds;
}

// Bytes of the snapshot's messages with gRPC's 5-byte frame each, per organisation.
absl::StatusOr<double> WireBytes(World& world, size_t count) {
  ASSIGN_OR_RETURN(const Tablet tablet, world.NewTablet(kTown));
  ASSIGN_OR_RETURN(const auto attach, tablet.replica->MakeAttach());
  ASSIGN_OR_RETURN(const auto attached, tablet.transport->Attach(*attach));
  sync::v1::SnapshotRequest request;
  request.set_install_id(attach->install_id());
  request.add_scopes()->set_scope("registry");
  size_t bytes = 0;
  RETURN_IF_ERROR(tablet.transport->Snapshot(request, [&](const sync::v1::SnapshotPage& page) {
    bytes += page.ByteSizeLong() + 5;
    return absl::OkStatus();
  }));
  return static_cast<double>(bytes) / static_cast<double>(count);
}

absl::Status Measure(const std::string& directory, const std::string& name, int count,
                     Results& results) {
  ASSIGN_OR_RETURN(const auto world, World::Make(directory));
  const schema::Entity& entity = domain::EntityOf<v1::Organization>(world->catalogue());
  const std::vector<schema::Row> rows =
      MakeOrganizations(world->catalogue(), count, world->random());
  RETURN_IF_ERROR(world->Seed(entity, rows));
  RETURN_IF_ERROR(world->Serve());
  std::vector<double> synced, plain;
  for (int round = 0; round < kRounds; ++round) {
    ASSIGN_OR_RETURN(const double sync, SyncSeconds(*world, rows.size()));
    synced.push_back(sync);
    ASSIGN_OR_RETURN(const double floor,
                     PlainSeconds(*world, world->File(absl::StrCat("plain", round, ".db")), rows));
    plain.push_back(floor);
  }
  const double value = Median(synced), floor = Median(plain);
  results.push_back({name, value, "s", floor, value / floor});
  if (name != "first_sync_4k") return absl::OkStatus();
  size_t json = 0;
  for (const schema::Row& row : rows) json += JsonBytes(entity, row);
  const double per_row = static_cast<double>(json) / static_cast<double>(rows.size());
  ASSIGN_OR_RETURN(const double wire, WireBytes(*world, rows.size()));
  results.push_back({"wire_per_org", wire, "bytes", per_row, wire / per_row});
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Results> FirstSync(const std::string& directory) {
  Results results;
  RETURN_IF_ERROR(Measure(directory + "/4k", "first_sync_4k", 4088, results));
  RETURN_IF_ERROR(Measure(directory + "/100k", "first_sync_100k", 100000, results));
  return results;
}

}  // namespace zoufang::bench
