#include "server/rpc/plan_work.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/entities.h"
#include "domain/errors.h"
#include "server/rpc/desk.h"
#include "server/rpc/once.h"
#include "server/rpc/page_token.h"
#include "server/rpc/plan_checks.h"
#include "server/storage/accounts.h"
#include "server/storage/organizations.h"
#include "server/storage/plans.h"
#include "server/storage/save.h"
#include "sync/base/status.h"
#include "sync/hub/edits.h"
#include "sync/schema/validate.h"

namespace zoufang::rpc {
namespace {

constexpr int kMostOrganizations = 200;
constexpr size_t kMostAssigneesListed = 100;

using Ids = google::protobuf::RepeatedPtrField<std::string>;

absl::Status CheckOrganizations(const Ids& ids) {
  Checks checks;
  const int count = ids.size();
  checks.Require(count >= 1 && count <= kMostOrganizations, "organization_ids",
                 "须选择1至200家社会组织", "must have 1 to 200 members");
  std::set<std::string> known;
  for (int i = 0; i < std::min(count, kMostOrganizations); ++i) {
    const std::string path = absl::StrCat("organization_ids[", i, "]");
    checks.RequireUuid(ids[i], path);
    checks.Require(known.insert(ids[i]).second, path, "重复", "stands here twice");
  }
  return checks.Result();
}

// A state that no plan can have finds nothing, which reads like "there are none".
void RequireStates(const v1::ListVisitPlansRequest& request, Checks& checks) {
  for (int i = 0; i < request.states_size(); ++i) {
    const v1::VisitPlanState state = request.states(i);
    checks.Require(v1::VisitPlanState_IsValid(state) && state != v1::VISIT_PLAN_STATE_UNSPECIFIED,
                   absl::StrCat("states[", i, "]"), "不是走访安排的状态", "is no state of a plan");
  }
}

bool Matches(const storage::Account& account, const std::string& lower_query) {
  return absl::StrContains(absl::AsciiStrToLower(account.display_name), lower_query) ||
         absl::StrContains(absl::AsciiStrToLower(account.user_name), lower_query);
}

bool ByDisplayName(const storage::Account& a, const storage::Account& b) {
  return std::tie(a.display_name, a.user_name) < std::tie(b.display_name, b.user_name);
}

}  // namespace

absl::StatusOr<std::vector<std::string>> PlanWork::AreasOf(sql::Database& database,
                                                           const Ids& ids) {
  const storage::Organizations organizations(parts_.catalogue);
  std::vector<std::string> areas;
  for (const std::string& id : ids) {
    ASSIGN_OR_RETURN(const auto organization, organizations.Find(database, id));
    if (!organization.has_value()) return domain::OrganizationNotFound(id);
    const std::string& area = organization->area_code();
    if (!DecidesIn(caller_, schema::AreaScope(area))) return domain::OutsideArea(area);
    areas.push_back(area);
  }
  return areas;
}

absl::StatusOr<std::vector<v1::VisitPlan>> PlanWork::Compose(sql::Database& database,
                                                             const std::string& request_uuid,
                                                             const v1::PlanVisitsRequest& request,
                                                             const std::string& today) {
  const schema::Entity& entity = domain::EntityOf<v1::VisitPlan>(parts_.catalogue);
  ASSIGN_OR_RETURN(const std::vector<std::string> areas,
                   AreasOf(database, request.organization_ids()));
  v1::VisitPlan plan;
  plan.set_kind(request.kind());
  *plan.mutable_assignees() = request.assignees();
  plan.set_due_on(request.due_on());
  plan.set_priority(request.priority() == 0 ? 1 : request.priority());
  plan.set_purpose(request.purpose());
  plan.set_state(v1::VISIT_PLAN_STATE_OPEN);
  plan.set_planned_by(caller_.principal.user_name);
  std::vector<v1::VisitPlan> plans;
  for (int i = 0; i < request.organization_ids_size(); ++i) {
    plan.set_id(storage::RowIdFor(request_uuid, entity.table, i));
    plan.set_organization_id(request.organization_ids(i));
    plan.set_area_code(areas[i]);
    plans.push_back(plan);
  }
  // They differ in what is not the caller's to write: one is checked for all.
  Checks checks;
  ASSIGN_OR_RETURN(const schema::Row row, hub::RowOf(entity, plans.front()));
  checks.Add(schema::CheckRow(entity, row, ""));
  RequireDueOn(request.due_on(), today, "due_on", checks);
  RETURN_IF_ERROR(RequireAssignees(database, request.assignees(), areas, "assignees", checks));
  RETURN_IF_ERROR(checks.Result());
  return plans;
}

absl::StatusOr<v1::PlanVisitsResponse> PlanWork::Plan(const v1::PlanVisitsRequest& request) {
  RETURN_IF_ERROR(CheckOrganizations(request.organization_ids()));
  ASSIGN_OR_RETURN(const RequestKey key, KeyOf(caller_, request));
  const schema::Entity& entity = domain::EntityOf<v1::VisitPlan>(parts_.catalogue);
  v1::PlanVisitsResponse response;
  RETURN_IF_ERROR(parts_.store.Write([&](sql::Database& database) -> absl::Status {
    const absl::Time now = parts_.clock.Now();
    const std::string today = Today(now);
    return RunOnce(database, key, response, now, [&]() -> absl::Status {
      response.Clear();
      ASSIGN_OR_RETURN(const auto plans, Compose(database, key.uuid, request, today));
      std::vector<sync::v1::Edit> edits;
      for (const v1::VisitPlan& plan : plans) {
        ASSIGN_OR_RETURN(const schema::Row row, hub::RowOf(entity, plan));
        edits.push_back(hub::CreateEdit(entity, row));
        RETURN_IF_ERROR(storage::Audit(database, caller_.Did(plan.id()), now));
      }
      RETURN_IF_ERROR(
          storage::Save(parts_.hub, database, BureauAuthor(caller_), key.uuid, std::move(edits)));
      for (const v1::VisitPlan& plan : plans) {
        ASSIGN_OR_RETURN(*response.add_plans(),
                         storage::FindPlan(database, parts_.catalogue, plan.id(), today));
      }
      return absl::OkStatus();
    });
  }));
  return response;
}

absl::StatusOr<v1::ListVisitPlansResponse> PlanWork::List(
    const v1::ListVisitPlansRequest& request) {
  Checks checks;
  RequireAreaPrefix(request.area_prefix(), checks);
  if (!request.organization_id().empty()) {
    checks.RequireUuid(request.organization_id(), "organization_id");
  }
  RequireStates(request, checks);
  RETURN_IF_ERROR(checks.Result());
  ASSIGN_OR_RETURN(const int size, PageSize(request.page_size(), 50, 200));
  const std::string filter = absl::StrCat(
      "plans ", request.area_prefix(), " ", request.organization_id(), " ",
      absl::StrJoin(request.states(), ","), " ", request.overdue(), " ", request.assignee());
  ASSIGN_OR_RETURN(const std::string place, PlaceInPageToken(filter, request.page_token()));
  const storage::PlanQuery query{
      .areas = domain::NarrowAreas(DeskAreas(caller_), request.area_prefix()),
      .organization_id = request.organization_id(),
      .states = {request.states().begin(), request.states().end()},
      .assignee = request.assignee(),
      .today = Today(parts_.clock.Now()),
      .only_overdue = request.overdue(),
      .after = place,
      .limit = size + 1};
  v1::ListVisitPlansResponse response;
  RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(auto plans, storage::ListPlans(database, parts_.catalogue, query));
    response.mutable_plans()->Add(plans.begin(), plans.end());
    return absl::OkStatus();
  }));
  if (response.plans_size() > size) {
    response.mutable_plans()->RemoveLast();
    response.set_next_page_token(
        MakePageToken(filter, storage::PlanPlace(response.plans(size - 1).plan())));
  }
  return response;
}

absl::StatusOr<v1::ListAssigneesResponse> PlanWork::Assignees(
    const v1::ListAssigneesRequest& request) {
  RETURN_IF_ERROR(CheckOrganizations(request.organization_ids()));
  const std::string query = absl::AsciiStrToLower(absl::StripAsciiWhitespace(request.query()));
  std::vector<storage::Account> found;
  RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(const std::vector<std::string> areas,
                     AreasOf(database, request.organization_ids()));
    ASSIGN_OR_RETURN(found, storage::AccountsThat(database, [&](const storage::Account& account) {
                       return MakesVisits(account) && CoversAll(account, areas) &&
                              Matches(account, query);
                     }));
    return absl::OkStatus();
  }));
  std::sort(found.begin(), found.end(), ByDisplayName);
  v1::ListAssigneesResponse response;
  response.set_more(found.size() > kMostAssigneesListed);
  if (response.more()) found.resize(kMostAssigneesListed);
  for (const storage::Account& account : found) {
    *response.add_assignees() = storage::AssigneeOf(account);
  }
  return response;
}

}  // namespace zoufang::rpc
