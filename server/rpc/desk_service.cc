#include "server/rpc/desk_service.h"

#include "server/rpc/desk_work.h"
#include "server/rpc/findings_work.h"
#include "server/rpc/reports_work.h"
#include "sync/base/status.h"

namespace zoufang::rpc {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;

ServerUnaryReactor* DeskService::GetDesk(CallbackServerContext* context, const v1::GetDeskRequest*,
                                         v1::Desk* response) {
  return parts_.gate.Handle(context, "DeskService.GetDesk",
                            [=, this](const Caller& caller) -> absl::Status {
                              ASSIGN_OR_RETURN(*response, DeskWork(parts_, caller).Get());
                              return absl::OkStatus();
                            });
}

ServerUnaryReactor* DeskService::ListDivisions(CallbackServerContext* context,
                                               const v1::ListDivisionsRequest* request,
                                               v1::ListDivisionsResponse* response) {
  return parts_.gate.Handle(
      context, "DeskService.ListDivisions", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, DeskWork(parts_, caller).Divisions(*request));
        return absl::OkStatus();
      });
}

ServerUnaryReactor* DeskService::GetOverview(CallbackServerContext* context,
                                             const v1::GetOverviewRequest* request,
                                             v1::Overview* response) {
  return parts_.gate.Handle(
      context, "DeskService.GetOverview", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, DeskWork(parts_, caller).Overview(*request));
        return absl::OkStatus();
      });
}

ServerUnaryReactor* DeskService::ListOrganizations(CallbackServerContext* context,
                                                   const v1::ListOrganizationsRequest* request,
                                                   v1::ListOrganizationsResponse* response) {
  return parts_.gate.Handle(
      context, "DeskService.ListOrganizations", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, DeskWork(parts_, caller).Organizations(*request));
        return absl::OkStatus();
      });
}

ServerUnaryReactor* DeskService::GetOrganizationProfile(
    CallbackServerContext* context, const v1::GetOrganizationProfileRequest* request,
    v1::OrganizationProfile* response) {
  return parts_.gate.Handle(
      context, "DeskService.GetOrganizationProfile",
      [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, DeskWork(parts_, caller).Profile(request->organization_id()));
        return absl::OkStatus();
      });
}

ServerUnaryReactor* DeskService::ListFindings(CallbackServerContext* context,
                                              const v1::ListFindingsRequest* request,
                                              v1::ListFindingsResponse* response) {
  return parts_.gate.Handle(
      context, "DeskService.ListFindings", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, FindingsWork(parts_, caller).List(*request));
        return absl::OkStatus();
      });
}

ServerUnaryReactor* DeskService::AdvanceFinding(CallbackServerContext* context,
                                                const v1::AdvanceFindingRequest* request,
                                                v1::FindingItem* response) {
  return parts_.gate.Handle(
      context, "DeskService.AdvanceFinding", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, FindingsWork(parts_, caller).Advance(*request));
        return absl::OkStatus();
      });
}

ServerUnaryReactor* DeskService::ListReports(CallbackServerContext* context,
                                             const v1::ListReportsRequest* request,
                                             v1::ListReportsResponse* response) {
  return parts_.gate.Handle(
      context, "DeskService.ListReports", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, ReportsWork(parts_, caller).List(*request));
        return absl::OkStatus();
      });
}

ServerUnaryReactor* DeskService::ReviewReport(CallbackServerContext* context,
                                              const v1::ReviewReportRequest* request,
                                              v1::ReportItem* response) {
  return parts_.gate.Handle(
      context, "DeskService.ReviewReport", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, ReportsWork(parts_, caller).Review(*request));
        return absl::OkStatus();
      });
}

ServerUnaryReactor* DeskService::SearchAudit(CallbackServerContext* context,
                                             const v1::SearchAuditRequest* request,
                                             v1::SearchAuditResponse* response) {
  return parts_.gate.Handle(context, "DeskService.SearchAudit",
                            [=, this](const Caller& caller) -> absl::Status {
                              ASSIGN_OR_RETURN(*response, DeskWork(parts_, caller).Audit(*request));
                              return absl::OkStatus();
                            });
}

}  // namespace zoufang::rpc
