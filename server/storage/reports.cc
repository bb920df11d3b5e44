#include "server/storage/reports.h"

#include "domain/errors.h"
#include "server/storage/organizations.h"
#include "sync/schema/row.h"

namespace zoufang::storage {
namespace {

using Items = absl::StatusOr<std::vector<v1::ReportItem>>;

void Put(v1::Correction report, v1::ReportItem& item) {
  *item.mutable_correction() = std::move(report);
}
void Put(v1::RiskReport report, v1::ReportItem& item) { *item.mutable_risk() = std::move(report); }
void Put(v1::AppFeedback report, v1::ReportItem& item) {
  *item.mutable_feedback() = std::move(report);
}

const std::string& OrganizationOf(const v1::Correction& report) { return report.organization_id(); }
const std::string& OrganizationOf(const v1::RiskReport& report) { return report.organization_id(); }
std::string OrganizationOf(const v1::AppFeedback&) { return ""; }

template <typename Message>
Items SelectItems(sql::Database& database, const schema::Catalogue& catalogue,
                  absl::string_view tail, std::initializer_list<sql::Value> values) {
  ASSIGN_OR_RETURN(auto reports, Select<Message>(database, catalogue, tail, values));
  std::vector<v1::ReportItem> items;
  for (auto& report : reports) {
    v1::ReportItem& item = items.emplace_back();
    ASSIGN_OR_RETURN(const auto organization,
                     Organizations(catalogue).Find(database, OrganizationOf(report.message)));
    if (organization.has_value()) item.set_organization_name(organization->name());
    Put(std::move(report.message), item);
  }
  return items;
}

Items SelectKind(sql::Database& database, const schema::Catalogue& catalogue, v1::ReportKind kind,
                 absl::string_view tail, std::initializer_list<sql::Value> values) {
  switch (kind) {
    case v1::REPORT_KIND_CORRECTION:
      return SelectItems<v1::Correction>(database, catalogue, tail, values);
    case v1::REPORT_KIND_RISK:
      return SelectItems<v1::RiskReport>(database, catalogue, tail, values);
    default:
      return SelectItems<v1::AppFeedback>(database, catalogue, tail, values);
  }
}

}  // namespace

// ?1 prefixes as a JSON array, ?2 whether only those that wait, ?3 the id before or "", ?4 the
// limit.
constexpr char kPage[] =
    "WHERE EXISTS (SELECT 1 FROM json_each(?1) AS area"
    " WHERE substr(area_code, 1, length(area.value))=area.value)"
    " AND (?2=0 OR coalesce(review, 0)=0) AND (?3='' OR id<?3)"
    " ORDER BY id DESC LIMIT ?4";

Items ListReports(sql::Database& database, const schema::Catalogue& catalogue,
                  const ReportQuery& query) {
  return SelectKind(
      database, catalogue, query.kind, kPage,
      {schema::SetText(query.areas), int64_t{query.waiting}, query.before, int64_t{query.limit}});
}

constexpr char kOne[] = "WHERE id=?1";

absl::StatusOr<v1::ReportItem> FindReport(sql::Database& database,
                                          const schema::Catalogue& catalogue, v1::ReportKind kind,
                                          const std::string& id) {
  ASSIGN_OR_RETURN(auto items, SelectKind(database, catalogue, kind, kOne, {id}));
  if (items.empty()) return domain::ReportNotFound(id);
  return std::move(items.front());
}

}  // namespace zoufang::storage
