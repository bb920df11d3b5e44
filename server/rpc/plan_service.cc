#include "server/rpc/plan_service.h"

#include "server/rpc/plan_change.h"
#include "server/rpc/plan_forms.h"
#include "server/rpc/plan_work.h"
#include "sync/base/status.h"

namespace zoufang::rpc {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;

ServerUnaryReactor* PlanService::PlanVisits(CallbackServerContext* context,
                                            const v1::PlanVisitsRequest* request,
                                            v1::PlanVisitsResponse* response) {
  return parts_.gate.Handle(context, "PlanService.PlanVisits",
                            [=, this](const Caller& caller) -> absl::Status {
                              ASSIGN_OR_RETURN(*response, PlanWork(parts_, caller).Plan(*request));
                              return absl::OkStatus();
                            });
}

ServerUnaryReactor* PlanService::ListVisitPlans(CallbackServerContext* context,
                                                const v1::ListVisitPlansRequest* request,
                                                v1::ListVisitPlansResponse* response) {
  return parts_.gate.Handle(context, "PlanService.ListVisitPlans",
                            [=, this](const Caller& caller) -> absl::Status {
                              ASSIGN_OR_RETURN(*response, PlanWork(parts_, caller).List(*request));
                              return absl::OkStatus();
                            });
}

ServerUnaryReactor* PlanService::ListAssignees(CallbackServerContext* context,
                                               const v1::ListAssigneesRequest* request,
                                               v1::ListAssigneesResponse* response) {
  return parts_.gate.Handle(
      context, "PlanService.ListAssignees", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, PlanWork(parts_, caller).Assignees(*request));
        return absl::OkStatus();
      });
}

ServerUnaryReactor* PlanService::UpdateVisitPlan(CallbackServerContext* context,
                                                 const v1::UpdateVisitPlanRequest* request,
                                                 v1::VisitPlanItem* response) {
  return parts_.gate.Handle(
      context, "PlanService.UpdateVisitPlan", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, PlanChange(parts_, caller).Update(*request));
        return absl::OkStatus();
      });
}

ServerUnaryReactor* PlanService::CancelVisitPlan(CallbackServerContext* context,
                                                 const v1::CancelVisitPlanRequest* request,
                                                 v1::VisitPlanItem* response) {
  return parts_.gate.Handle(
      context, "PlanService.CancelVisitPlan", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, PlanChange(parts_, caller).Cancel(*request));
        return absl::OkStatus();
      });
}

ServerUnaryReactor* PlanService::ReopenVisitPlan(CallbackServerContext* context,
                                                 const v1::ReopenVisitPlanRequest* request,
                                                 v1::VisitPlanItem* response) {
  return parts_.gate.Handle(
      context, "PlanService.ReopenVisitPlan", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, PlanChange(parts_, caller).Reopen(*request));
        return absl::OkStatus();
      });
}

ServerUnaryReactor* PlanService::PublishVisitForm(CallbackServerContext* context,
                                                  const v1::PublishVisitFormRequest* request,
                                                  v1::VisitForm* response) {
  return parts_.gate.Handle(
      context, "PlanService.PublishVisitForm", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, PlanForms(parts_, caller).Publish(*request));
        return absl::OkStatus();
      });
}

ServerUnaryReactor* PlanService::ListVisitForms(CallbackServerContext* context,
                                                const v1::ListVisitFormsRequest* request,
                                                v1::ListVisitFormsResponse* response) {
  return parts_.gate.Handle(context, "PlanService.ListVisitForms",
                            [=, this](const Caller& caller) -> absl::Status {
                              ASSIGN_OR_RETURN(*response, PlanForms(parts_, caller).List(*request));
                              return absl::OkStatus();
                            });
}

}  // namespace zoufang::rpc
