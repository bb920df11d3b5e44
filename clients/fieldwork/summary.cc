#include "clients/fieldwork/summary.h"

#include "clients/fieldwork/attachments.h"
#include "sync/base/status.h"
#include "sync/sql/database.h"

namespace zoufang::fieldwork {
namespace {

constexpr char kCountOrganizations[] = "SELECT count(*) FROM organization";
constexpr char kCountVisits[] = "SELECT count(*) FROM visit";
constexpr char kCountDrafts[] = "SELECT count(*) FROM visit WHERE state = 1";  // VISIT_STATE_DRAFT
constexpr char kCountConflicts[] =
    "SELECT count(*) FROM conflict WHERE state = 1";  // CONFLICT_STATE_OPEN

absl::Status CountRows(sql::Database& db, TabletSummary& summary) {
  ASSIGN_OR_RETURN(summary.organizations, db.QueryInt(kCountOrganizations));
  ASSIGN_OR_RETURN(summary.visits, db.QueryInt(kCountVisits));
  ASSIGN_OR_RETURN(summary.drafts, db.QueryInt(kCountDrafts));
  ASSIGN_OR_RETURN(summary.open_conflicts, db.QueryInt(kCountConflicts));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<TabletSummary> Summarise(Tablet& tablet) {
  TabletSummary summary;
  device::Replica& replica = tablet.replica();
  if (const auto enrollment = replica.GetEnrollment(); enrollment.ok()) {
    summary.user_name = enrollment->user_name;
    summary.server = enrollment->server;
  }
  ASSIGN_OR_RETURN(summary.sync, replica.Status());
  const schema::Entity& visit = *tablet.catalogue().FindByTable("visit");
  if (const auto own = summary.sync.received.find(visit.number);
      own != summary.sync.received.end()) {
    summary.visits_received = own->second;
  }
  ASSIGN_OR_RETURN(const auto attention, replica.AttentionList());
  summary.attention = static_cast<int64_t>(attention.size());
  ASSIGN_OR_RETURN(summary.files_waiting, Attachments(tablet).CountWaiting());
  RETURN_IF_ERROR(replica.Read([&](sql::Database& db) { return CountRows(db, summary); }));
  return summary;
}

}  // namespace zoufang::fieldwork
