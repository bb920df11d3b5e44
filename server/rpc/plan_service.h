// PlanService: what the bureau asks of the field.
#pragma once

#include "server/rpc/parts.h"
#include "zoufang/v1/plan_service.grpc.pb.h"

namespace zoufang::rpc {

class PlanService : public v1::PlanService::CallbackService {
 public:
  explicit PlanService(const Parts& parts) : parts_(parts) {}

  grpc::ServerUnaryReactor* PlanVisits(grpc::CallbackServerContext* context,
                                       const v1::PlanVisitsRequest* request,
                                       v1::PlanVisitsResponse* response) override;
  grpc::ServerUnaryReactor* ListVisitPlans(grpc::CallbackServerContext* context,
                                           const v1::ListVisitPlansRequest* request,
                                           v1::ListVisitPlansResponse* response) override;
  grpc::ServerUnaryReactor* ListAssignees(grpc::CallbackServerContext* context,
                                          const v1::ListAssigneesRequest* request,
                                          v1::ListAssigneesResponse* response) override;
  grpc::ServerUnaryReactor* UpdateVisitPlan(grpc::CallbackServerContext* context,
                                            const v1::UpdateVisitPlanRequest* request,
                                            v1::VisitPlanItem* response) override;
  grpc::ServerUnaryReactor* CancelVisitPlan(grpc::CallbackServerContext* context,
                                            const v1::CancelVisitPlanRequest* request,
                                            v1::VisitPlanItem* response) override;
  grpc::ServerUnaryReactor* ReopenVisitPlan(grpc::CallbackServerContext* context,
                                            const v1::ReopenVisitPlanRequest* request,
                                            v1::VisitPlanItem* response) override;
  grpc::ServerUnaryReactor* PublishVisitForm(grpc::CallbackServerContext* context,
                                             const v1::PublishVisitFormRequest* request,
                                             v1::VisitForm* response) override;
  grpc::ServerUnaryReactor* ListVisitForms(grpc::CallbackServerContext* context,
                                           const v1::ListVisitFormsRequest* request,
                                           v1::ListVisitFormsResponse* response) override;

 private:
  const Parts parts_;
};

}  // namespace zoufang::rpc
