#include "server/rpc/identity_service.h"

#include "server/rpc/complaint_steps.h"
#include "server/rpc/identity_work.h"
#include "sync/base/status.h"

namespace zoufang::rpc {

grpc::ServerUnaryReactor* IdentityService::AskForIdentity(grpc::CallbackServerContext* context,
                                                          const v1::AskForIdentityRequest* request,
                                                          v1::ComplaintDetails* response) {
  return parts_.gate.Handle(
      context, "IdentityService.AskForIdentity", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response,
                         ComplaintSteps(parts_, settings_, caller).AskForIdentity(*request));
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* IdentityService::DecideIdentity(grpc::CallbackServerContext* context,
                                                          const v1::DecideIdentityRequest* request,
                                                          v1::ComplaintDetails* response) {
  return parts_.gate.Handle(
      context, "IdentityService.DecideIdentity", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response,
                         ComplaintSteps(parts_, settings_, caller).DecideIdentity(*request));
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* IdentityService::OpenIdentity(grpc::CallbackServerContext* context,
                                                        const v1::OpenIdentityRequest* request,
                                                        v1::OpenedIdentity* response) {
  return parts_.gate.Handle(
      context, "IdentityService.OpenIdentity", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, IdentityWork(parts_, settings_, caller).Open(*request));
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* IdentityService::EraseIdentity(grpc::CallbackServerContext* context,
                                                         const v1::EraseIdentityRequest* request,
                                                         v1::ComplaintDetails* response) {
  return parts_.gate.Handle(
      context, "IdentityService.EraseIdentity", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response,
                         ComplaintSteps(parts_, settings_, caller).EraseIdentity(*request));
        return absl::OkStatus();
      });
}

}  // namespace zoufang::rpc
