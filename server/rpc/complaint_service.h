// ComplaintService: citizens file and follow, staff handles.
#pragma once

#include <string>

#include "domain/complaint_clock.h"
#include "server/rpc/attempt_limiter.h"
#include "server/rpc/parts.h"
#include "server/storage/reporters.h"
#include "zoufang/v1/complaint_service.grpc.pb.h"

namespace zoufang::rpc {

struct ComplaintSettings {
  std::string server_key;             // Secrets are derived with it.
  storage::IdentitySealer sealer;     // Not ready: anonymous complaints only.
  const domain::ClockProfile& clock;  // What new cases run under.
};

class ComplaintService : public v1::ComplaintService::CallbackService {
 public:
  ComplaintService(const Parts& parts, ComplaintSettings settings);

  grpc::ServerUnaryReactor* FileComplaint(grpc::CallbackServerContext* context,
                                          const v1::FileComplaintRequest* request,
                                          v1::FileComplaintResponse* response) override;
  grpc::ServerUnaryReactor* GetComplaintStatus(grpc::CallbackServerContext* context,
                                               const v1::GetComplaintStatusRequest* request,
                                               v1::ComplaintStatus* response) override;
  grpc::ServerUnaryReactor* AddComplaintMessage(grpc::CallbackServerContext* context,
                                                const v1::AddComplaintMessageRequest* request,
                                                v1::ComplaintMessage* response) override;
  grpc::ServerUnaryReactor* ListComplaints(grpc::CallbackServerContext* context,
                                           const v1::ListComplaintsRequest* request,
                                           v1::ListComplaintsResponse* response) override;
  grpc::ServerUnaryReactor* GetComplaint(grpc::CallbackServerContext* context,
                                         const v1::GetComplaintRequest* request,
                                         v1::ComplaintDetails* response) override;
  grpc::ServerUnaryReactor* AcceptComplaint(grpc::CallbackServerContext* context,
                                            const v1::AcceptComplaintRequest* request,
                                            v1::ComplaintDetails* response) override;
  grpc::ServerUnaryReactor* DeclineComplaint(grpc::CallbackServerContext* context,
                                             const v1::DeclineComplaintRequest* request,
                                             v1::ComplaintDetails* response) override;
  grpc::ServerUnaryReactor* DecideComplaint(grpc::CallbackServerContext* context,
                                            const v1::DecideComplaintRequest* request,
                                            v1::ComplaintDetails* response) override;
  grpc::ServerUnaryReactor* CloseComplaint(grpc::CallbackServerContext* context,
                                           const v1::CloseComplaintRequest* request,
                                           v1::ComplaintDetails* response) override;

 private:
  const Parts parts_;
  const ComplaintSettings settings_;
  AttemptLimiter limiter_;
};

}  // namespace zoufang::rpc
