#include "clients/fieldwork/work_list.h"

#include <algorithm>
#include <tuple>

#include "clients/fieldwork/registry.h"
#include "clients/fieldwork/rows.h"
#include "sync/base/status.h"
#include "zoufang/v1/plan.pb.h"

namespace zoufang::fieldwork {
namespace {

// All with the organisation's columns behind; visit.state 1 is DRAFT, visit_plan.state 1 OPEN,
// finding.state 1 OPEN, 2 RECTIFYING, 3 RECHECK. ?1 is the officer.
constexpr char kDrafts[] =
    "SELECT w.id, w.id, w.purpose, '', w.kind, 1, o.id, o.name,"
    " coalesce(nullif(p.actual_address, ''), o.address), p.point FROM visit w"
    " JOIN organization o ON o.id = w.organization_id"
    " LEFT JOIN organization_profile p ON p.organization_id = o.id"
    " WHERE w.state = 1 AND EXISTS (SELECT 1 FROM json_each(w.participants) WHERE value = ?1)"
    " ORDER BY w.started_at DESC LIMIT 100";
constexpr char kPlans[] =
    "SELECT w.id, '', w.purpose, w.due_on, w.kind, w.priority, o.id, o.name,"
    " coalesce(nullif(p.actual_address, ''), o.address), p.point FROM visit_plan w"
    " JOIN organization o ON o.id = w.organization_id"
    " LEFT JOIN organization_profile p ON p.organization_id = o.id"
    " WHERE w.state = 1 AND (w.assignees IN ('', '[]')"
    "  OR EXISTS (SELECT 1 FROM json_each(w.assignees) WHERE value = ?1)) LIMIT 500";
constexpr char kFindings[] =
    "SELECT w.id, v.id, w.description, w.due_on, w.state, min(w.severity, 3), o.id, o.name,"
    " coalesce(nullif(p.actual_address, ''), o.address), p.point FROM finding w"
    " JOIN visit v ON v.id = w.visit_id JOIN organization o ON o.id = v.organization_id"
    " LEFT JOIN organization_profile p ON p.organization_id = o.id"
    " WHERE w.state IN (1, 2, 3) AND v.state = 2"
    " AND EXISTS (SELECT 1 FROM json_each(v.participants) WHERE value = ?1) LIMIT 500";

constexpr int64_t kRecheckState = 3;

WorkItem ItemOf(WorkKind kind, const sql::Statement& row) {
  WorkItem item{.kind = kind,
                .id = std::string(row.Text(0)),
                .visit_id = std::string(row.Text(1)),
                .organization_id = std::string(row.Text(6)),
                .organization_name = std::string(row.Text(7)),
                .address = std::string(row.Text(8)),
                .point = std::string(row.Text(9)),
                .text = std::string(row.Text(2)),
                .due_on = std::string(row.Text(3)),
                .priority = static_cast<int>(row.Int(5))};
  if (kind == WorkKind::kFinding) {
    if (row.Int(4) == kRecheckState) item.kind = WorkKind::kRecheck;
  } else {
    item.visit_kind = static_cast<int>(row.Int(4));
  }
  return item;
}

absl::Status Collect(sql::Database& db, WorkKind kind, absl::string_view query,
                     const std::string& user_name, std::vector<WorkItem>& items) {
  ASSIGN_OR_RETURN(sql::Statement select, db.Prepare(query));
  select.Bind(1, user_name);
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return absl::OkStatus();
    items.push_back(ItemOf(kind, select));
  }
}

// Smaller comes first.
auto Place(const WorkItem& item, const std::string& today) {
  const bool overdue = !item.due_on.empty() && item.due_on < today;
  return std::make_tuple(item.kind != WorkKind::kDraft, !overdue, -item.priority,
                         item.due_on.empty(), item.due_on, item.id);
}

}  // namespace

absl::StatusOr<std::vector<WorkItem>> ListWork(Tablet& tablet, const std::string& today) {
  ASSIGN_OR_RETURN(const std::string user_name, tablet.UserName());
  std::vector<WorkItem> items;
  RETURN_IF_ERROR(tablet.replica().Read([&](sql::Database& db) -> absl::Status {
    RETURN_IF_ERROR(Collect(db, WorkKind::kDraft, kDrafts, user_name, items));
    RETURN_IF_ERROR(Collect(db, WorkKind::kPlan, kPlans, user_name, items));
    return Collect(db, WorkKind::kFinding, kFindings, user_name, items);
  }));
  std::stable_sort(items.begin(), items.end(), [&](const WorkItem& a, const WorkItem& b) {
    if (a.kind == WorkKind::kDraft && b.kind == WorkKind::kDraft) return false;
    return Place(a, today) < Place(b, today);
  });
  return items;
}

absl::StatusOr<std::string> PlanVisit(Tablet& tablet, const NewPlan& plan) {
  ASSIGN_OR_RETURN(const std::string user_name, tablet.UserName());
  v1::VisitPlan row;
  row.set_id(tablet.NewId());
  row.set_kind(static_cast<v1::VisitKind>(plan.kind));
  for (const std::string& assignee : plan.assignees) row.add_assignees(assignee);
  row.set_due_on(plan.due_on);
  row.set_priority(plan.priority);
  row.set_purpose(plan.purpose);
  row.set_state(v1::VISIT_PLAN_STATE_OPEN);
  row.set_planned_by(user_name);
  RETURN_IF_ERROR(tablet.replica().Save([&](sql::Database& db) -> absl::Status {
    ASSIGN_OR_RETURN(const v1::Organization organization,
                     FindOrganization(db, tablet.catalogue(), plan.organization));
    row.set_organization_id(organization.id());
    row.set_area_code(organization.area_code());
    return InsertRow(db, tablet.catalogue(), row);
  }));
  return row.id();
}

absl::Status DeclinePlan(Tablet& tablet, const std::string& id, const std::string& reason) {
  const schema::Entity& entity = domain::EntityOf<v1::VisitPlan>(tablet.catalogue());
  return tablet.replica().Save([&](sql::Database& db) -> absl::Status {
    RETURN_IF_ERROR(UpdateField(db, entity, id, "state", int64_t{v1::VISIT_PLAN_STATE_DECLINED}));
    return UpdateField(db, entity, id, "decline_reason", reason);
  });
}

}  // namespace zoufang::fieldwork
