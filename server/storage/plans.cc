#include "server/storage/plans.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/plan_errors.h"
#include "server/storage/etag.h"
#include "sync/schema/row.h"

namespace zoufang::storage {
namespace {

constexpr char kNoDueDate[] = "9999-12-31";

bool IsOverdue(const v1::VisitPlan& plan, absl::string_view today) {
  const bool waits =
      plan.state() == v1::VISIT_PLAN_STATE_OPEN || plan.state() == v1::VISIT_PLAN_STATE_DECLINED;
  return waits && !plan.due_on().empty() && plan.due_on() < today;
}

absl::StatusOr<std::string> NameOf(sql::Database& database, absl::string_view organization_id) {
  ASSIGN_OR_RETURN(sql::Statement select,
                   database.Prepare("SELECT name FROM organization WHERE id=?1"));
  select.Bind(1, organization_id);
  ASSIGN_OR_RETURN(const bool found, select.Step());
  return found ? std::string(select.Text(0)) : "";
}

absl::Status NameAssignees(sql::Database& database, v1::VisitPlanItem& item) {
  for (const std::string& user_name : item.plan().assignees()) {
    ASSIGN_OR_RETURN(const auto account, FindAccount(database, user_name));
    *item.add_assignees() = AssigneeOf(account.value_or(Account{.user_name = user_name}));
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::VisitPlanItem> ItemOf(sql::Database& database, Loaded<v1::VisitPlan> loaded,
                                         absl::string_view today) {
  v1::VisitPlanItem item;
  item.set_etag(Etag(loaded.message.id(), loaded.rev));
  item.set_overdue(IsOverdue(loaded.message, today));
  ASSIGN_OR_RETURN(std::string name, NameOf(database, loaded.message.organization_id()));
  item.set_organization_name(std::move(name));
  *item.mutable_plan() = std::move(loaded.message);
  RETURN_IF_ERROR(NameAssignees(database, item));
  return item;
}

// ?1 prefixes and ?2 states as JSON arrays, ?3 an organisation or "", ?4 an assignee or "", ?5
// today or "" (1 is VISIT_PLAN_STATE_OPEN, 3 DECLINED), ?6 the place before, ?7 the limit.
constexpr char kPage[] =
    "WHERE EXISTS (SELECT 1 FROM json_each(?1) AS area"
    " WHERE substr(area_code, 1, length(area.value))=area.value)"
    " AND (?2='[]' OR state IN (SELECT value FROM json_each(?2)))"
    " AND (?3='' OR organization_id=?3)"
    " AND (?4='' OR assignees<>'' AND EXISTS"
    "  (SELECT 1 FROM json_each(assignees) WHERE value=?4))"
    " AND (?5='' OR state IN (1, 3) AND due_on<>'' AND due_on<?5)"
    " AND coalesce(nullif(due_on, ''), '9999-12-31') || ' ' || id > ?6"
    " ORDER BY coalesce(nullif(due_on, ''), '9999-12-31') || ' ' || id LIMIT ?7";

// ?1 a kind or 0, ?2 ?3 the form before, ?4 the limit.
constexpr char kFormsPage[] =
    "WHERE (?1=0 OR kind=?1) AND (published_at, id) < (?2, ?3)"
    " ORDER BY published_at DESC, id DESC LIMIT ?4";

}  // namespace

std::string PlanPlace(const v1::VisitPlan& plan) {
  return absl::StrCat(plan.due_on().empty() ? kNoDueDate : plan.due_on(), " ", plan.id());
}

v1::Assignee AssigneeOf(const Account& account) {
  v1::Assignee assignee;
  assignee.set_user_name(account.user_name);
  assignee.set_display_name(account.display_name);
  assignee.set_department(account.department);
  return assignee;
}

absl::StatusOr<std::vector<v1::VisitPlanItem>> ListPlans(sql::Database& database,
                                                         const schema::Catalogue& catalogue,
                                                         const PlanQuery& query) {
  ASSIGN_OR_RETURN(
      auto found,
      Select<v1::VisitPlan>(
          database, catalogue, kPage,
          {schema::SetText(query.areas), absl::StrCat("[", absl::StrJoin(query.states, ","), "]"),
           query.organization_id, query.assignee, query.only_overdue ? query.today : std::string(),
           query.after, static_cast<int64_t>(query.limit)}));
  std::vector<v1::VisitPlanItem> items;
  items.reserve(found.size());
  for (auto& plan : found) {
    ASSIGN_OR_RETURN(items.emplace_back(), ItemOf(database, std::move(plan), query.today));
  }
  return items;
}

absl::StatusOr<v1::VisitPlanItem> FindPlan(sql::Database& database,
                                           const schema::Catalogue& catalogue, absl::string_view id,
                                           absl::string_view today) {
  ASSIGN_OR_RETURN(auto found,
                   Select<v1::VisitPlan>(database, catalogue, "WHERE id=?1", {std::string(id)}));
  if (found.empty()) return domain::PlanNotFound(id);
  return ItemOf(database, std::move(found.front()), today);
}

absl::StatusOr<std::vector<v1::VisitForm>> ListForms(sql::Database& database,
                                                     const schema::Catalogue& catalogue,
                                                     const FormQuery& query) {
  ASSIGN_OR_RETURN(auto found,
                   Select<v1::VisitForm>(database, catalogue, kFormsPage,
                                         {static_cast<int64_t>(query.kind), query.before_us,
                                          query.before_id, static_cast<int64_t>(query.limit)}));
  std::vector<v1::VisitForm> forms;
  forms.reserve(found.size());
  for (auto& form : found) forms.push_back(std::move(form.message));
  return forms;
}

absl::StatusOr<bool> HasForm(sql::Database& database, absl::string_view version) {
  ASSIGN_OR_RETURN(sql::Statement select,
                   database.Prepare("SELECT 1 FROM visit_form WHERE version=?1"));
  select.Bind(1, version);
  return select.Step();
}

}  // namespace zoufang::storage
