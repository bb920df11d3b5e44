#include "server/storage/findings.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/errors.h"
#include "google/protobuf/util/time_util.h"
#include "sync/schema/row.h"

namespace zoufang::storage {
namespace {

using google::protobuf::util::TimeUtil;

constexpr char kNoDueDate[] = "9999-12-31";

constexpr char kColumns[] =
    "SELECT f.id, v.organization_id, coalesce(o.name, ''), v.area_code, v.started_at FROM finding f"
    " JOIN visit v ON v.id=f.visit_id LEFT JOIN organization o ON o.id=v.organization_id ";

// A row of kColumns with the finding itself.
absl::StatusOr<v1::FindingItem> FromRow(sql::Database& database, const schema::Catalogue& catalogue,
                                        const sql::Statement& row) {
  v1::FindingItem item;
  ASSIGN_OR_RETURN(auto found, Select<v1::Finding>(database, catalogue, "WHERE id=?1",
                                                   {std::string(row.Text(0))}));
  if (found.empty()) return domain::FindingNotFound(row.Text(0));
  *item.mutable_finding() = std::move(found.front().message);
  item.set_organization_id(std::string(row.Text(1)));
  item.set_organization_name(std::string(row.Text(2)));
  item.set_area_code(std::string(row.Text(3)));
  *item.mutable_found_at() = TimeUtil::MicrosecondsToTimestamp(row.Int(4));
  return item;
}

}  // namespace

std::string FindingPlace(const v1::Finding& finding) {
  return absl::StrCat(finding.due_on().empty() ? kNoDueDate : finding.due_on(), " ", finding.id());
}

// ?1 prefixes and ?2 states as JSON arrays, ?3 an organisation or "", ?4 the place before, ?5 the
// limit.
constexpr char kPage[] =
    "WHERE EXISTS (SELECT 1 FROM json_each(?1) AS area"
    " WHERE substr(v.area_code, 1, length(area.value))=area.value)"
    " AND (?2='[]' OR f.state IN (SELECT value FROM json_each(?2)))"
    " AND (?3='' OR v.organization_id=?3)"
    " AND coalesce(nullif(f.due_on, ''), '9999-12-31') || ' ' || f.id > ?4"
    " ORDER BY coalesce(nullif(f.due_on, ''), '9999-12-31') || ' ' || f.id LIMIT ?5";

absl::StatusOr<std::vector<v1::FindingItem>> ListFindings(sql::Database& database,
                                                          const schema::Catalogue& catalogue,
                                                          const FindingQuery& query) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(absl::StrCat(kColumns, kPage)));
  select.Bind(1, schema::SetText(query.areas));
  select.Bind(2, absl::StrCat("[", absl::StrJoin(query.states, ","), "]"));
  select.Bind(3, query.organization_id);
  select.Bind(4, query.after);
  select.Bind(5, query.limit);
  std::vector<v1::FindingItem> items;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return items;
    ASSIGN_OR_RETURN(v1::FindingItem item, FromRow(database, catalogue, select));
    items.push_back(std::move(item));
  }
}

constexpr char kOne[] = "WHERE f.id=?1";

absl::StatusOr<v1::FindingItem> FindFinding(sql::Database& database,
                                            const schema::Catalogue& catalogue,
                                            absl::string_view id) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(absl::StrCat(kColumns, kOne)));
  select.Bind(1, id);
  ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found) return domain::FindingNotFound(id);
  return FromRow(database, catalogue, select);
}

}  // namespace zoufang::storage
