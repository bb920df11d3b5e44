// IdentityService: who filed, opened by two people.
#pragma once

#include "server/rpc/complaint_settings.h"
#include "server/rpc/parts.h"
#include "zoufang/v1/identity_service.grpc.pb.h"

namespace zoufang::rpc {

class IdentityService : public v1::IdentityService::CallbackService {
 public:
  // `settings` outlives it.
  IdentityService(const Parts& parts, const ComplaintSettings& settings)
      : parts_(parts), settings_(settings) {}

  grpc::ServerUnaryReactor* AskForIdentity(grpc::CallbackServerContext* context,
                                           const v1::AskForIdentityRequest* request,
                                           v1::ComplaintDetails* response) override;
  grpc::ServerUnaryReactor* DecideIdentity(grpc::CallbackServerContext* context,
                                           const v1::DecideIdentityRequest* request,
                                           v1::ComplaintDetails* response) override;
  grpc::ServerUnaryReactor* OpenIdentity(grpc::CallbackServerContext* context,
                                         const v1::OpenIdentityRequest* request,
                                         v1::OpenedIdentity* response) override;
  grpc::ServerUnaryReactor* EraseIdentity(grpc::CallbackServerContext* context,
                                          const v1::EraseIdentityRequest* request,
                                          v1::ComplaintDetails* response) override;

 private:
  const Parts parts_;
  const ComplaintSettings& settings_;
};

}  // namespace zoufang::rpc
