#include "server/rpc/plan_change.h"

#include <algorithm>

#include "domain/entities.h"
#include "domain/errors.h"
#include "domain/plan_errors.h"
#include "server/rpc/desk.h"
#include "server/rpc/plan_checks.h"
#include "server/rpc/update_mask.h"
#include "server/storage/plans.h"
#include "server/storage/save.h"
#include "sync/base/status.h"
#include "sync/hub/edits.h"
#include "sync/schema/validate.h"

namespace zoufang::rpc {
namespace {

absl::string_view StateInChinese(v1::VisitPlanState state) {
  switch (state) {
    case v1::VISIT_PLAN_STATE_OPEN:
      return "待走访";
    case v1::VISIT_PLAN_STATE_DONE:
      return "已走访";
    case v1::VISIT_PLAN_STATE_DECLINED:
      return "无法走访";
    case v1::VISIT_PLAN_STATE_CANCELLED:
      return "已取消";
    default:
      return "未知";
  }
}

absl::Status StateRefused(const v1::VisitPlan& plan) {
  return domain::PlanState(plan.id(), StateInChinese(plan.state()));
}

// Neither made nor called off.
bool Waits(const v1::VisitPlan& plan) {
  return plan.state() == v1::VISIT_PLAN_STATE_OPEN || plan.state() == v1::VISIT_PLAN_STATE_DECLINED;
}

bool Names(const google::protobuf::FieldMask& mask, absl::string_view field) {
  return std::find(mask.paths().begin(), mask.paths().end(), field) != mask.paths().end();
}

}  // namespace

absl::StatusOr<v1::VisitPlanItem> PlanChange::Update(const v1::UpdateVisitPlanRequest& request) {
  RETURN_IF_ERROR(
      CheckUpdateMask(*v1::VisitPlan::descriptor(), {"decline_reason"}, request.update_mask()));
  Checks id;
  id.RequireUuid(request.plan().id(), "plan.id");
  RETURN_IF_ERROR(id.Result());
  ASSIGN_OR_RETURN(const RequestKey key, KeyOf(caller_, request));
  const auto alter = [&](sql::Database& database, v1::VisitPlanItem& item) -> absl::Status {
    v1::VisitPlan& plan = *item.mutable_plan();
    if (!request.etag().empty() && request.etag() != item.etag()) {
      return domain::PlanChanged(plan.id());
    }
    if (!Waits(plan)) return StateRefused(plan);
    ApplyUpdateMask(request.update_mask(), request.plan(), plan);
    const schema::Entity& entity = domain::EntityOf<v1::VisitPlan>(parts_.catalogue);
    ASSIGN_OR_RETURN(const schema::Row row, hub::RowOf(entity, plan));
    Checks checks;
    checks.Add(schema::CheckRow(entity, row, "plan"));
    if (Names(request.update_mask(), "due_on")) {
      RequireDueOn(plan.due_on(), Today(parts_.clock.Now()), "plan.due_on", checks);
    }
    if (Names(request.update_mask(), "assignees")) {
      RETURN_IF_ERROR(RequireAssignees(database, plan.assignees(), {plan.area_code()},
                                       "plan.assignees", checks));
    }
    return checks.Result();
  };
  return Change(key, request.plan().id(), alter);
}

absl::StatusOr<v1::VisitPlanItem> PlanChange::Cancel(const v1::CancelVisitPlanRequest& request) {
  Checks checks;
  checks.RequireUuid(request.id(), "id");
  checks.RequireWords(request.reason(), 1, 200, "reason");
  RETURN_IF_ERROR(checks.Result());
  ASSIGN_OR_RETURN(const RequestKey key, KeyOf(caller_, request));
  const auto alter = [&](sql::Database&, v1::VisitPlanItem& item) -> absl::Status {
    v1::VisitPlan& plan = *item.mutable_plan();
    if (!Waits(plan)) return StateRefused(plan);
    plan.set_state(v1::VISIT_PLAN_STATE_CANCELLED);
    plan.set_decline_reason(request.reason());
    return absl::OkStatus();
  };
  return Change(key, request.id(), alter);
}

absl::StatusOr<v1::VisitPlanItem> PlanChange::Reopen(const v1::ReopenVisitPlanRequest& request) {
  Checks checks;
  checks.RequireUuid(request.id(), "id");
  RETURN_IF_ERROR(checks.Result());
  ASSIGN_OR_RETURN(const RequestKey key, KeyOf(caller_, request));
  const auto alter = [&](sql::Database&, v1::VisitPlanItem& item) -> absl::Status {
    v1::VisitPlan& plan = *item.mutable_plan();
    if (plan.state() != v1::VISIT_PLAN_STATE_DECLINED) return StateRefused(plan);
    plan.set_state(v1::VISIT_PLAN_STATE_OPEN);
    plan.clear_decline_reason();
    return absl::OkStatus();
  };
  return Change(key, request.id(), alter);
}

absl::StatusOr<v1::VisitPlanItem> PlanChange::Change(const RequestKey& key, const std::string& id,
                                                     Alter alter) {
  v1::VisitPlanItem response;
  RETURN_IF_ERROR(parts_.store.Write([&](sql::Database& database) -> absl::Status {
    const absl::Time now = parts_.clock.Now();
    const std::string today = Today(now);
    return RunOnce(database, key, response, now, [&]() -> absl::Status {
      ASSIGN_OR_RETURN(v1::VisitPlanItem item,
                       storage::FindPlan(database, parts_.catalogue, id, today));
      const std::string& area = item.plan().area_code();
      if (!DecidesIn(caller_, schema::AreaScope(area))) return domain::OutsideArea(area);
      RETURN_IF_ERROR(alter(database, item));
      RETURN_IF_ERROR(Save(database, key.uuid, item.plan()));
      RETURN_IF_ERROR(storage::Audit(database, caller_.Did(id), now));
      ASSIGN_OR_RETURN(response, storage::FindPlan(database, parts_.catalogue, id, today));
      return absl::OkStatus();
    });
  }));
  return response;
}

absl::Status PlanChange::Save(sql::Database& database, const std::string& uuid,
                              const v1::VisitPlan& wanted) {
  const schema::Entity& entity = domain::EntityOf<v1::VisitPlan>(parts_.catalogue);
  ASSIGN_OR_RETURN(const hub::StoredRow stored, hub::LoadRow(database, entity, wanted.id()));
  ASSIGN_OR_RETURN(const schema::Row row, hub::RowOf(entity, wanted));
  return storage::Save(parts_.hub, database, BureauAuthor(caller_), uuid,
                       {hub::UpdateEdit(entity, stored, row)});
}

}  // namespace zoufang::rpc
