// DeskService: what the bureau's console shows beside the other services.
#pragma once

#include "server/rpc/parts.h"
#include "zoufang/v1/desk_service.grpc.pb.h"

namespace zoufang::rpc {

class DeskService : public v1::DeskService::CallbackService {
 public:
  explicit DeskService(const Parts& parts) : parts_(parts) {}

  grpc::ServerUnaryReactor* GetDesk(grpc::CallbackServerContext* context,
                                    const v1::GetDeskRequest* request, v1::Desk* response) override;
  grpc::ServerUnaryReactor* ListDivisions(grpc::CallbackServerContext* context,
                                          const v1::ListDivisionsRequest* request,
                                          v1::ListDivisionsResponse* response) override;
  grpc::ServerUnaryReactor* GetOverview(grpc::CallbackServerContext* context,
                                        const v1::GetOverviewRequest* request,
                                        v1::Overview* response) override;
  grpc::ServerUnaryReactor* ListOrganizations(grpc::CallbackServerContext* context,
                                              const v1::ListOrganizationsRequest* request,
                                              v1::ListOrganizationsResponse* response) override;
  grpc::ServerUnaryReactor* GetOrganizationProfile(grpc::CallbackServerContext* context,
                                                   const v1::GetOrganizationProfileRequest* request,
                                                   v1::OrganizationProfile* response) override;
  grpc::ServerUnaryReactor* ListFindings(grpc::CallbackServerContext* context,
                                         const v1::ListFindingsRequest* request,
                                         v1::ListFindingsResponse* response) override;
  grpc::ServerUnaryReactor* AdvanceFinding(grpc::CallbackServerContext* context,
                                           const v1::AdvanceFindingRequest* request,
                                           v1::FindingItem* response) override;
  grpc::ServerUnaryReactor* ListReports(grpc::CallbackServerContext* context,
                                        const v1::ListReportsRequest* request,
                                        v1::ListReportsResponse* response) override;
  grpc::ServerUnaryReactor* ReviewReport(grpc::CallbackServerContext* context,
                                         const v1::ReviewReportRequest* request,
                                         v1::ReportItem* response) override;
  grpc::ServerUnaryReactor* SearchAudit(grpc::CallbackServerContext* context,
                                        const v1::SearchAuditRequest* request,
                                        v1::SearchAuditResponse* response) override;

 private:
  const Parts parts_;
};

}  // namespace zoufang::rpc
