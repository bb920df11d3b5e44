#include "clients/fieldwork/amendments.h"

#include "absl/strings/str_cat.h"
#include "clients/fieldwork/errors.h"
#include "clients/fieldwork/rows.h"
#include "sync/base/status.h"

namespace zoufang::fieldwork {

absl::StatusOr<std::string> AmendVisit(Tablet& tablet, const NewAmendment& amendment) {
  ASSIGN_OR_RETURN(const std::string user_name, tablet.UserName());
  v1::VisitAmendment row;
  row.set_id(tablet.NewId());
  row.set_visit_id(amendment.visit);
  row.set_subject(amendment.subject);
  row.set_text(amendment.text);
  row.set_reason(amendment.reason);
  row.set_amended_by(user_name);
  row.mutable_amended_at()->set_seconds(absl::ToUnixSeconds(tablet.Now()));
  RETURN_IF_ERROR(tablet.replica().Save([&](sql::Database& db) -> absl::Status {
    ASSIGN_OR_RETURN(const v1::Visit visit,
                     GetRow<v1::Visit>(db, tablet.catalogue(), amendment.visit));
    if (visit.state() != v1::VISIT_STATE_FINALISED) return VisitNotFinished(visit.id());
    return InsertRow(db, tablet.catalogue(), row);
  }));
  return row.id();
}

absl::Status WithdrawFinding(Tablet& tablet, const std::string& finding_id,
                             const std::string& reason) {
  ASSIGN_OR_RETURN(const std::string user_name, tablet.UserName());
  const schema::Catalogue& catalogue = tablet.catalogue();
  return tablet.replica().Save([&](sql::Database& db) -> absl::Status {
    ASSIGN_OR_RETURN(const v1::Finding finding, GetRow<v1::Finding>(db, catalogue, finding_id));
    if (finding.state() != v1::FINDING_STATE_OPEN) return FindingNotOpen(finding_id);
    RETURN_IF_ERROR(UpdateField(db, domain::EntityOf<v1::Finding>(catalogue), finding_id, "state",
                                int64_t{v1::FINDING_STATE_WITHDRAWN}));
    v1::VisitAmendment row;
    row.set_id(tablet.NewId());
    row.set_visit_id(finding.visit_id());
    row.set_subject(absl::StrCat("撤回问题 ", finding.item_code()));
    row.set_text(finding.description());
    row.set_reason(reason);
    row.set_amended_by(user_name);
    row.mutable_amended_at()->set_seconds(absl::ToUnixSeconds(tablet.Now()));
    return InsertRow(db, catalogue, row);
  });
}

constexpr char kOfVisit[] = "WHERE \"visit_id\" = ?1 ORDER BY \"amended_at\", \"id\"";

absl::StatusOr<std::vector<v1::VisitAmendment>> AmendmentsOf(sql::Database& db,
                                                             const schema::Catalogue& catalogue,
                                                             absl::string_view visit_id) {
  return SelectRows<v1::VisitAmendment>(db, catalogue, kOfVisit, {std::string(visit_id)});
}

}  // namespace zoufang::fieldwork
