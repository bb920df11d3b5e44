#include "server/rpc/visit_service.h"

#include "server/rpc/recheck_work.h"
#include "server/rpc/visit_work.h"
#include "sync/base/status.h"

namespace zoufang::rpc {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;

ServerUnaryReactor* VisitService::CreateVisit(CallbackServerContext* context,
                                              const v1::CreateVisitRequest* request,
                                              v1::VisitDetails* response) {
  return parts_.gate.Handle(
      context, "VisitService.CreateVisit", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, VisitWork(parts_, caller).Create(*request));
        return absl::OkStatus();
      });
}

ServerUnaryReactor* VisitService::GetVisit(CallbackServerContext* context,
                                           const v1::GetVisitRequest* request,
                                           v1::VisitDetails* response) {
  return parts_.gate.Handle(
      context, "VisitService.GetVisit", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, VisitWork(parts_, caller).Get(request->id()));
        return absl::OkStatus();
      });
}

ServerUnaryReactor* VisitService::ListVisits(CallbackServerContext* context,
                                             const v1::ListVisitsRequest* request,
                                             v1::ListVisitsResponse* response) {
  return parts_.gate.Handle(context, "VisitService.ListVisits",
                            [=, this](const Caller& caller) -> absl::Status {
                              ASSIGN_OR_RETURN(*response, VisitWork(parts_, caller).List(*request));
                              return absl::OkStatus();
                            });
}

ServerUnaryReactor* VisitService::UpdateVisit(CallbackServerContext* context,
                                              const v1::UpdateVisitRequest* request,
                                              v1::VisitDetails* response) {
  return parts_.gate.Handle(
      context, "VisitService.UpdateVisit", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, VisitWork(parts_, caller).Update(*request));
        return absl::OkStatus();
      });
}

ServerUnaryReactor* VisitService::FinaliseVisit(CallbackServerContext* context,
                                                const v1::FinaliseVisitRequest* request,
                                                v1::VisitDetails* response) {
  return parts_.gate.Handle(
      context, "VisitService.FinaliseVisit", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, VisitWork(parts_, caller).Finalise(*request));
        return absl::OkStatus();
      });
}

ServerUnaryReactor* VisitService::VoidVisit(CallbackServerContext* context,
                                            const v1::VoidVisitRequest* request,
                                            v1::VisitDetails* response) {
  return parts_.gate.Handle(context, "VisitService.VoidVisit",
                            [=, this](const Caller& caller) -> absl::Status {
                              ASSIGN_OR_RETURN(*response, VisitWork(parts_, caller).Void(*request));
                              return absl::OkStatus();
                            });
}

ServerUnaryReactor* VisitService::ReviewVisit(CallbackServerContext* context,
                                              const v1::ReviewVisitRequest* request,
                                              v1::VisitDetails* response) {
  return parts_.gate.Handle(
      context, "VisitService.ReviewVisit", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, VisitWork(parts_, caller).Review(*request));
        return absl::OkStatus();
      });
}

ServerUnaryReactor* VisitService::RecordRecheck(CallbackServerContext* context,
                                                const v1::RecordRecheckRequest* request,
                                                v1::VisitDetails* response) {
  return parts_.gate.Handle(
      context, "VisitService.RecordRecheck", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, RecheckWork(parts_, caller).Record(*request));
        return absl::OkStatus();
      });
}

}  // namespace zoufang::rpc
