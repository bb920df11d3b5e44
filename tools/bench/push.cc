// 10,000 visits saved offline, pushed until the server has them durably with their outcomes.
#include "domain/entities.h"
#include "sync/base/status.h"
#include "tools/bench/benchmarks.h"
#include "tools/bench/rows.h"
#include "tools/bench/world.h"
#include "zoufang/v1/organization.pb.h"
#include "zoufang/v1/visit.pb.h"

namespace zoufang::bench {
namespace {

constexpr int kVisits = 10000;
// The tablet holds a registry: without any scope it would take off its screen what is acknowledged.
constexpr int kOrganizations = 100;

absl::Status PushAll(const Tablet& tablet) {
  while (true) {
    ASSIGN_OR_RETURN(const auto request, tablet.replica->MakePush());
    if (!request.has_value()) return absl::OkStatus();
    ASSIGN_OR_RETURN(const auto reply, tablet.transport->Push(*request));
    RETURN_IF_ERROR(tablet.replica->TakePush(*request, reply));
  }
}

}  // namespace

absl::StatusOr<Results> Push10k(const std::string& directory) {
  ASSIGN_OR_RETURN(const auto world, World::Make(directory));
  RETURN_IF_ERROR(
      world->Seed(domain::EntityOf<v1::Organization>(world->catalogue()),
                  MakeOrganizations(world->catalogue(), kOrganizations, world->random())));
  RETURN_IF_ERROR(world->Serve());
  ASSIGN_OR_RETURN(const Tablet tablet, world->NewTablet(kTown));
  RETURN_IF_ERROR(tablet.engine->SyncNow());
  const std::string insert = InsertText(domain::EntityOf<v1::Visit>(world->catalogue()));
  std::vector<schema::Row> rows;
  for (int i = 0; i < kVisits; ++i) {
    rows.push_back(MakeVisit(world->catalogue(), world->random(), kTown, i));
    RETURN_IF_ERROR(tablet.replica->Save(
        [&](sql::Database& db) { return InsertRow(db, insert, rows.back()); }));
  }
  const Stopwatch pushing;
  RETURN_IF_ERROR(PushAll(tablet));
  const double value = pushing.Seconds();
  ASSIGN_OR_RETURN(const auto status, tablet.replica->Status());
  if (status.pending != 0) return absl::InternalError("not everything has an outcome");
  ASSIGN_OR_RETURN(const auto attention, tablet.replica->AttentionList());
  if (!attention.empty()) return absl::InternalError("a visit was not applied");

  std::vector<double> floors;
  for (const char* name : {"plain1.db", "plain2.db", "plain3.db"}) {
    ASSIGN_OR_RETURN(const auto plain,
                     OpenPlain(world->File(name), world->catalogue(), schema::End::kServer));
    const Stopwatch writing;
    RETURN_IF_ERROR(plain->Write([&]() -> absl::Status {
      for (const schema::Row& row : rows) RETURN_IF_ERROR(InsertRow(*plain, insert, row));
      return absl::OkStatus();
    }));
    floors.push_back(writing.Seconds());
  }
  const double floor = Median(floors);
  return Results{{"push_10k", value, "s", floor, value / floor}};
}

}  // namespace zoufang::bench
