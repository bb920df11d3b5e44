// Two tablets changed different fields of the same 2,000 profiles; both sync until nothing moves.
#include "absl/strings/str_cat.h"
#include "domain/entities.h"
#include "sync/base/status.h"
#include "tools/bench/benchmarks.h"
#include "tools/bench/rows.h"
#include "tools/bench/world.h"
#include "zoufang/v1/organization.pb.h"

namespace zoufang::bench {
namespace {

constexpr int kProfiles = 2000;

std::vector<schema::Row> MakeProfiles(World& world) {
  std::vector<schema::Row> rows;
  for (int i = 0; i < kProfiles; ++i) {
    v1::OrganizationProfile profile;
    profile.set_id(base::NewUuid(world.clock().Now(), world.random()));
    profile.set_organization_id(base::NewUuid(world.clock().Now(), world.random()));
    profile.set_area_code(kTown);
    rows.push_back(*schema::DecodeRow(domain::EntityOf<v1::OrganizationProfile>(world.catalogue()),
                                      profile.SerializeAsString()));
  }
  return rows;
}

absl::Status EditAll(const Tablet& tablet, const std::vector<schema::Row>& rows,
                     const std::string& column) {
  const std::string update =
      absl::StrCat("UPDATE organization_profile SET ", column, "=?2 WHERE id=?1");
  for (const schema::Row& row : rows) {
    RETURN_IF_ERROR(tablet.replica->Save([&](sql::Database& db) -> absl::Status {
      ASSIGN_OR_RETURN(sql::Statement statement, db.Prepare(update));
      statement.Bind(1, row.id());
      statement.Bind(2, absl::StrCat("改自 ", column));
      return statement.Run();
    }));
  }
  return absl::OkStatus();
}

absl::StatusOr<int64_t> Merged(const Tablet& tablet) {
  int64_t count = 0;
  RETURN_IF_ERROR(tablet.replica->Read([&](sql::Database& db) -> absl::Status {
    ASSIGN_OR_RETURN(count, db.QueryInt("SELECT count(*) FROM organization_profile WHERE"
                                        " contact_name<>'' AND contact_phone<>''"));
    return absl::OkStatus();
  }));
  return count;
}

}  // namespace

absl::StatusOr<Results> Reconcile2k(const std::string& directory) {
  ASSIGN_OR_RETURN(const auto world, World::Make(directory));
  const std::vector<schema::Row> rows = MakeProfiles(*world);
  RETURN_IF_ERROR(world->Seed(domain::EntityOf<v1::OrganizationProfile>(world->catalogue()), rows));
  RETURN_IF_ERROR(world->Serve());
  ASSIGN_OR_RETURN(const Tablet a, world->NewTablet(kTown));
  ASSIGN_OR_RETURN(const Tablet b, world->NewTablet(kTown));
  for (const Tablet* tablet : {&a, &b}) RETURN_IF_ERROR(tablet->engine->SyncNow());
  RETURN_IF_ERROR(EditAll(a, rows, "contact_name"));
  RETURN_IF_ERROR(EditAll(b, rows, "contact_phone"));
  const Stopwatch watch;
  for (const Tablet* tablet : {&a, &b, &a}) {
    tablet->engine->RequestPull();
    RETURN_IF_ERROR(tablet->engine->SyncNow());
  }
  const double value = watch.Seconds();
  for (const Tablet* tablet : {&a, &b}) {
    ASSIGN_OR_RETURN(const int64_t merged, Merged(*tablet));
    if (merged != kProfiles) return absl::InternalError("an edit is missing");
  }
  return Results{{"reconcile_2k", value, "s", std::nullopt, std::nullopt}};
}

}  // namespace zoufang::bench
