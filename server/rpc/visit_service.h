// VisitService: visits for integrators and the console.
#pragma once

#include "server/rpc/parts.h"
#include "zoufang/v1/visit_service.grpc.pb.h"

namespace zoufang::rpc {

class VisitService : public v1::VisitService::CallbackService {
 public:
  explicit VisitService(const Parts& parts) : parts_(parts) {}

  grpc::ServerUnaryReactor* CreateVisit(grpc::CallbackServerContext* context,
                                        const v1::CreateVisitRequest* request,
                                        v1::VisitDetails* response) override;
  grpc::ServerUnaryReactor* GetVisit(grpc::CallbackServerContext* context,
                                     const v1::GetVisitRequest* request,
                                     v1::VisitDetails* response) override;
  grpc::ServerUnaryReactor* ListVisits(grpc::CallbackServerContext* context,
                                       const v1::ListVisitsRequest* request,
                                       v1::ListVisitsResponse* response) override;
  grpc::ServerUnaryReactor* UpdateVisit(grpc::CallbackServerContext* context,
                                        const v1::UpdateVisitRequest* request,
                                        v1::VisitDetails* response) override;
  grpc::ServerUnaryReactor* FinaliseVisit(grpc::CallbackServerContext* context,
                                          const v1::FinaliseVisitRequest* request,
                                          v1::VisitDetails* response) override;
  grpc::ServerUnaryReactor* VoidVisit(grpc::CallbackServerContext* context,
                                      const v1::VoidVisitRequest* request,
                                      v1::VisitDetails* response) override;
  grpc::ServerUnaryReactor* ReviewVisit(grpc::CallbackServerContext* context,
                                        const v1::ReviewVisitRequest* request,
                                        v1::VisitDetails* response) override;
  grpc::ServerUnaryReactor* RecordRecheck(grpc::CallbackServerContext* context,
                                          const v1::RecordRecheckRequest* request,
                                          v1::VisitDetails* response) override;

 private:
  const Parts parts_;
};

}  // namespace zoufang::rpc
