#include "clients/fieldwork/answers.h"
#include "clients/fieldwork/registry.h"
#include "clients/fieldwork/rows.h"
#include "clients/fieldwork/visit_form.h"
#include "clients/fieldwork/visits.h"
#include "sync/base/status.h"

namespace zoufang::fieldwork {
namespace {

constexpr char kLatest[] = "ORDER BY \"started_at\" DESC, \"id\" DESC LIMIT ?1";
constexpr char kLatestOfOrganization[] =
    "WHERE \"organization_id\" = ?2 ORDER BY \"started_at\" DESC, \"id\" DESC LIMIT ?1";
constexpr char kRechecksOfVisit[] =
    "WHERE \"finding_id\" IN (SELECT \"id\" FROM \"finding\" WHERE \"visit_id\" = ?1)"
    " ORDER BY \"checked_at\", \"id\"";
constexpr char kOfVisit[] = "WHERE \"visit_id\" = ?1 ORDER BY \"id\"";

}  // namespace

absl::StatusOr<std::vector<v1::Visit>> Visits::List(absl::string_view organization, int limit) {
  const schema::Catalogue& catalogue = tablet_.catalogue();
  std::vector<v1::Visit> visits;
  RETURN_IF_ERROR(tablet_.replica().Read([&](sql::Database& db) -> absl::Status {
    if (organization.empty()) {
      ASSIGN_OR_RETURN(visits, SelectRows<v1::Visit>(db, catalogue, kLatest, {int64_t{limit}}));
      return absl::OkStatus();
    }
    ASSIGN_OR_RETURN(const v1::Organization found, FindOrganization(db, catalogue, organization));
    ASSIGN_OR_RETURN(visits, SelectRows<v1::Visit>(db, catalogue, kLatestOfOrganization,
                                                   {int64_t{limit}, found.id()}));
    return absl::OkStatus();
  }));
  return visits;
}

absl::StatusOr<v1::VisitDetails> Visits::Show(absl::string_view id) {
  const schema::Catalogue& catalogue = tablet_.catalogue();
  const std::string key(id);
  v1::VisitDetails details;
  RETURN_IF_ERROR(tablet_.replica().Read([&](sql::Database& db) -> absl::Status {
    ASSIGN_OR_RETURN(*details.mutable_visit(), GetRow<v1::Visit>(db, catalogue, id));
    ASSIGN_OR_RETURN(auto answers, SelectRows<v1::VisitAnswer>(db, catalogue, kOfVisit, {key}));
    ASSIGN_OR_RETURN(const VisitForm form, FormOf(db, catalogue, details.visit()));
    SortByForm(form, answers);
    ASSIGN_OR_RETURN(const auto findings, SelectRows<v1::Finding>(db, catalogue, kOfVisit, {key}));
    ASSIGN_OR_RETURN(const auto needs, SelectRows<v1::Need>(db, catalogue, kOfVisit, {key}));
    ASSIGN_OR_RETURN(const auto files, SelectRows<v1::Attachment>(db, catalogue, kOfVisit, {key}));
    ASSIGN_OR_RETURN(const auto rechecks,
                     SelectRows<v1::Recheck>(db, catalogue, kRechecksOfVisit, {key}));
    details.mutable_attachments()->Add(files.begin(), files.end());
    details.mutable_rechecks()->Add(rechecks.begin(), rechecks.end());
    details.mutable_answers()->Add(answers.begin(), answers.end());
    details.mutable_findings()->Add(findings.begin(), findings.end());
    details.mutable_needs()->Add(needs.begin(), needs.end());
    return absl::OkStatus();
  }));
  return details;
}

}  // namespace zoufang::fieldwork
