#include "server/storage/overview.h"

#include <map>

#include "absl/functional/function_ref.h"
#include "domain/complaint_clock.h"
#include "sync/base/status.h"
#include "sync/schema/row.h"

namespace zoufang::storage {
namespace {

using TakeRow = absl::FunctionRef<void(const sql::Statement&)>;

// Runs `sql` with ?1 the query's areas as a JSON array, ?2 today in Zibo, ?3 since when visits
// count.
absl::Status ForEach(sql::Database& database, absl::string_view sql, const OverviewQuery& query,
                     TakeRow take) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(sql));
  select.Bind(1, schema::SetText(query.areas));
  select.Bind(2, domain::FormatDay(domain::DayInShanghai(query.now)));
  select.Bind(3, absl::ToUnixMicros(query.now - absl::Hours(24) * query.days));
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return absl::OkStatus();
    take(select);
  }
}

using Areas = std::map<std::string, v1::AreaStanding>;

}  // namespace

// In all of these: organisations of status 1 (REGISTERED), visits of state 2 (FINALISED), findings
// of states 1 to 3 (OPEN, RECTIFYING, RECHECK), conflicts of state 1 (OPEN). ?2 and ?3 are named
// where a statement does not need them, so that all have the same parameters.
constexpr char kOrganizationsByArea[] =
    "SELECT o.area_code, count(*), count(v.organization_id), ?2 FROM organization o"
    " LEFT JOIN (SELECT DISTINCT organization_id FROM visit WHERE state=2 AND started_at>=?3) v"
    " ON v.organization_id=o.id"
    " WHERE o.status=1 AND EXISTS (SELECT 1 FROM json_each(?1) AS area"
    " WHERE substr(o.area_code, 1, length(area.value))=area.value) GROUP BY o.area_code";
constexpr char kVisitsByArea[] =
    "SELECT area_code, count(*), ?2 FROM visit WHERE state=2 AND started_at>=?3"
    " AND EXISTS (SELECT 1 FROM json_each(?1) AS area"
    " WHERE substr(area_code, 1, length(area.value))=area.value) GROUP BY area_code";
constexpr char kFindingsByArea[] =
    "SELECT v.area_code, count(*), total(f.due_on<>'' AND f.due_on<?2), ?3 FROM finding f"
    " JOIN visit v ON v.id=f.visit_id WHERE f.state IN (1, 2, 3)"
    " AND EXISTS (SELECT 1 FROM json_each(?1) AS area"
    " WHERE substr(v.area_code, 1, length(area.value))=area.value) GROUP BY v.area_code";
constexpr char kConflictsByArea[] =
    "SELECT substr(s.name, 6), count(*), ?2, ?3 FROM conflict c JOIN _scope s ON s.n=c._scope"
    " WHERE c.state=1 AND s.name LIKE 'area:%' AND EXISTS (SELECT 1 FROM json_each(?1) AS area"
    " WHERE substr(s.name, 6, length(area.value))=area.value) GROUP BY s.name";

absl::Status CountAreas(sql::Database& database, const OverviewQuery& query,
                        v1::Overview& overview) {
  Areas areas;
  RETURN_IF_ERROR(ForEach(database, kOrganizationsByArea, query, [&](const sql::Statement& row) {
    v1::AreaStanding& area = areas[std::string(row.Text(0))];
    area.set_organizations(row.Int(1));
    area.set_organizations_visited(row.Int(2));
  }));
  RETURN_IF_ERROR(ForEach(database, kVisitsByArea, query, [&](const sql::Statement& row) {
    areas[std::string(row.Text(0))].set_visits(row.Int(1));
  }));
  RETURN_IF_ERROR(ForEach(database, kFindingsByArea, query, [&](const sql::Statement& row) {
    v1::AreaStanding& area = areas[std::string(row.Text(0))];
    area.set_open_findings(row.Int(1));
    area.set_overdue_findings(row.Int(2));
  }));
  RETURN_IF_ERROR(ForEach(database, kConflictsByArea, query, [&](const sql::Statement& row) {
    areas[std::string(row.Text(0))].set_open_conflicts(row.Int(1));
  }));
  for (auto& [code, area] : areas) {
    area.set_area_code(code);
    *overview.add_areas() = std::move(area);
  }
  return absl::OkStatus();
}

constexpr char kDepartments[] =
    "SELECT o.supervising_unit, count(*), count(v.organization_id), total(f.open),"
    " total(f.overdue) FROM organization o"
    " LEFT JOIN (SELECT DISTINCT organization_id FROM visit WHERE state=2 AND started_at>=?3) v"
    " ON v.organization_id=o.id"
    " LEFT JOIN (SELECT v.organization_id, count(*) AS open,"
    " total(f.due_on<>'' AND f.due_on<?2) AS overdue FROM finding f JOIN visit v ON v.id=f.visit_id"
    " WHERE f.state IN (1, 2, 3) GROUP BY v.organization_id) f ON f.organization_id=o.id"
    " WHERE o.status=1 AND EXISTS (SELECT 1 FROM json_each(?1) AS area"
    " WHERE substr(o.area_code, 1, length(area.value))=area.value)"
    " GROUP BY o.supervising_unit ORDER BY count(*) DESC, o.supervising_unit";

absl::Status CountDepartments(sql::Database& database, const OverviewQuery& query,
                              v1::Overview& overview) {
  return ForEach(database, kDepartments, query, [&](const sql::Statement& row) {
    v1::DepartmentStanding& department = *overview.add_departments();
    department.set_supervising_unit(std::string(row.Text(0)));
    department.set_organizations(row.Int(1));
    department.set_organizations_visited(row.Int(2));
    department.set_open_findings(row.Int(3));
    department.set_overdue_findings(row.Int(4));
  });
}

constexpr char kOrganizations[] =
    "SELECT o.id, o.name, o.area_code, count(*) AS open, total(f.due_on<>'' AND f.due_on<?2), ?3"
    " FROM finding f JOIN visit v ON v.id=f.visit_id JOIN organization o ON o.id=v.organization_id"
    " WHERE f.state IN (1, 2, 3) AND EXISTS (SELECT 1 FROM json_each(?1) AS area"
    " WHERE substr(v.area_code, 1, length(area.value))=area.value)"
    " GROUP BY o.id ORDER BY open DESC, o.name LIMIT 10";

absl::Status CountOrganizations(sql::Database& database, const OverviewQuery& query,
                                v1::Overview& overview) {
  return ForEach(database, kOrganizations, query, [&](const sql::Statement& row) {
    v1::OrganizationStanding& organization = *overview.add_organizations();
    organization.set_organization_id(std::string(row.Text(0)));
    organization.set_name(std::string(row.Text(1)));
    organization.set_area_code(std::string(row.Text(2)));
    organization.set_open_findings(row.Int(3));
    organization.set_overdue_findings(row.Int(4));
  });
}

// ?4 now. The ages are those of CaseCount.Age.
constexpr char kCases[] =
    "SELECT state, CASE WHEN ?4-received_at<=7*?5 THEN 1 WHEN ?4-received_at<=15*?5 THEN 2"
    " WHEN ?4-received_at<=30*?5 THEN 3 WHEN ?4-received_at<=60*?5 THEN 4 ELSE 5 END AS age,"
    " count(*), total(decided_at IS NULL AND due_on<>'' AND due_on<?2), ?3 FROM complaint"
    " WHERE EXISTS (SELECT 1 FROM json_each(?1) AS area"
    " WHERE substr(area_code, 1, length(area.value))=area.value) GROUP BY state, age";

absl::Status CountCases(sql::Database& database, const OverviewQuery& query,
                        v1::Overview& overview) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kCases));
  select.Bind(1, schema::SetText(query.areas));
  select.Bind(2, domain::FormatDay(domain::DayInShanghai(query.now)));
  select.Bind(4, absl::ToUnixMicros(query.now));
  select.Bind(5, absl::ToInt64Microseconds(absl::Hours(24)));
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return absl::OkStatus();
    v1::CaseCount& count = *overview.add_cases();
    count.set_state(static_cast<v1::ComplaintState>(select.Int(0)));
    count.set_age(static_cast<v1::CaseCount::Age>(select.Int(1)));
    count.set_cases(select.Int(2));
    count.set_past_due(select.Int(3));
  }
}

// 1 is TASK_STATE_OPEN.
constexpr char kTasks[] =
    "SELECT count(*), ?2, ?3 FROM task WHERE state=1 AND EXISTS (SELECT 1 FROM json_each(?1) AS "
    "area"
    " WHERE substr(area_code, 1, length(area.value))=area.value)";

absl::Status CountTasks(sql::Database& database, const OverviewQuery& query,
                        v1::Overview& overview) {
  return ForEach(database, kTasks, query,
                 [&](const sql::Statement& row) { overview.set_tasks(row.Int(0)); });
}

}  // namespace zoufang::storage
