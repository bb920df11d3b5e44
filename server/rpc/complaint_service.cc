#include "server/rpc/complaint_service.h"

#include <utility>

#include "server/rpc/complaint_filing.h"
#include "server/rpc/complaint_following.h"
#include "server/rpc/complaint_handling.h"
#include "sync/base/status.h"

namespace zoufang::rpc {
namespace {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;

constexpr size_t kMostWrongSecrets = 10;
constexpr absl::Duration kWrongSecretWindow = absl::Hours(1);

}  // namespace

ComplaintService::ComplaintService(const Parts& parts, ComplaintSettings settings)
    : parts_(parts),
      settings_(std::move(settings)),
      limiter_(parts.clock, kMostWrongSecrets, kWrongSecretWindow) {}

ServerUnaryReactor* ComplaintService::FileComplaint(CallbackServerContext* context,
                                                    const v1::FileComplaintRequest* request,
                                                    v1::FileComplaintResponse* response) {
  return parts_.gate.Handle(
      context, "ComplaintService.FileComplaint", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, ComplaintFiling(parts_, settings_, caller).File(*request));
        return absl::OkStatus();
      });
}

ServerUnaryReactor* ComplaintService::GetComplaintStatus(
    CallbackServerContext* context, const v1::GetComplaintStatusRequest* request,
    v1::ComplaintStatus* response) {
  return parts_.gate.Handle(context, "ComplaintService.GetComplaintStatus",
                            [=, this](const Caller& caller) -> absl::Status {
                              ComplaintFollowing following(parts_, settings_.clock, limiter_,
                                                           caller);
                              ASSIGN_OR_RETURN(*response, following.Status(*request));
                              return absl::OkStatus();
                            });
}

ServerUnaryReactor* ComplaintService::AddComplaintMessage(
    CallbackServerContext* context, const v1::AddComplaintMessageRequest* request,
    v1::ComplaintMessage* response) {
  return parts_.gate.Handle(context, "ComplaintService.AddComplaintMessage",
                            [=, this](const Caller& caller) -> absl::Status {
                              ComplaintFollowing following(parts_, settings_.clock, limiter_,
                                                           caller);
                              ASSIGN_OR_RETURN(*response, following.AddMessage(*request));
                              return absl::OkStatus();
                            });
}

ServerUnaryReactor* ComplaintService::ListComplaints(CallbackServerContext* context,
                                                     const v1::ListComplaintsRequest* request,
                                                     v1::ListComplaintsResponse* response) {
  return parts_.gate.Handle(
      context, "ComplaintService.ListComplaints", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, ComplaintHandling(parts_, caller).List(*request));
        return absl::OkStatus();
      });
}

ServerUnaryReactor* ComplaintService::GetComplaint(CallbackServerContext* context,
                                                   const v1::GetComplaintRequest* request,
                                                   v1::ComplaintDetails* response) {
  return parts_.gate.Handle(
      context, "ComplaintService.GetComplaint", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, ComplaintHandling(parts_, caller).Get(request->id()));
        return absl::OkStatus();
      });
}

ServerUnaryReactor* ComplaintService::AcceptComplaint(CallbackServerContext* context,
                                                      const v1::AcceptComplaintRequest* request,
                                                      v1::ComplaintDetails* response) {
  return parts_.gate.Handle(
      context, "ComplaintService.AcceptComplaint", [=, this](const Caller& caller) -> absl::Status {
        ComplaintHandling handling(parts_, caller);
        ASSIGN_OR_RETURN(*response, handling.Accept(*request, settings_.clock));
        return absl::OkStatus();
      });
}

ServerUnaryReactor* ComplaintService::DeclineComplaint(CallbackServerContext* context,
                                                       const v1::DeclineComplaintRequest* request,
                                                       v1::ComplaintDetails* response) {
  return parts_.gate.Handle(context, "ComplaintService.DeclineComplaint",
                            [=, this](const Caller& caller) -> absl::Status {
                              ASSIGN_OR_RETURN(*response,
                                               ComplaintHandling(parts_, caller).Decline(*request));
                              return absl::OkStatus();
                            });
}

ServerUnaryReactor* ComplaintService::DecideComplaint(CallbackServerContext* context,
                                                      const v1::DecideComplaintRequest* request,
                                                      v1::ComplaintDetails* response) {
  return parts_.gate.Handle(
      context, "ComplaintService.DecideComplaint", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, ComplaintHandling(parts_, caller).Decide(*request));
        return absl::OkStatus();
      });
}

ServerUnaryReactor* ComplaintService::CloseComplaint(CallbackServerContext* context,
                                                     const v1::CloseComplaintRequest* request,
                                                     v1::ComplaintDetails* response) {
  return parts_.gate.Handle(
      context, "ComplaintService.CloseComplaint", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, ComplaintHandling(parts_, caller).Close(*request));
        return absl::OkStatus();
      });
}

}  // namespace zoufang::rpc
