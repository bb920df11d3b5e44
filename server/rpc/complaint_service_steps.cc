// ComplaintService: what staff does.
#include "server/rpc/complaint_service.h"
#include "sync/base/status.h"

namespace zoufang::rpc {

template <typename Request>
grpc::ServerUnaryReactor* ComplaintService::Step(Context* context, absl::string_view name,
                                                 const Request* request,
                                                 v1::ComplaintDetails* response,
                                                 StepMethod<Request> method) {
  return parts_.gate.Handle(context, name, [=, this](const Caller& caller) -> absl::Status {
    ComplaintSteps steps(parts_, settings_, caller);
    ASSIGN_OR_RETURN(*response, (steps.*method)(*request));
    return absl::OkStatus();
  });
}

grpc::ServerUnaryReactor* ComplaintService::AcceptComplaint(
    Context* context, const v1::AcceptComplaintRequest* request, v1::ComplaintDetails* response) {
  return Step(context, "ComplaintService.AcceptComplaint", request, response,
              &ComplaintSteps::Accept);
}

grpc::ServerUnaryReactor* ComplaintService::DeclineComplaint(
    Context* context, const v1::DeclineComplaintRequest* request, v1::ComplaintDetails* response) {
  return Step(context, "ComplaintService.DeclineComplaint", request, response,
              &ComplaintSteps::Decline);
}

grpc::ServerUnaryReactor* ComplaintService::TransferComplaint(
    Context* context, const v1::TransferComplaintRequest* request, v1::ComplaintDetails* response) {
  return Step(context, "ComplaintService.TransferComplaint", request, response,
              &ComplaintSteps::Transfer);
}

grpc::ServerUnaryReactor* ComplaintService::AskForInformation(
    Context* context, const v1::AskForInformationRequest* request, v1::ComplaintDetails* response) {
  return Step(context, "ComplaintService.AskForInformation", request, response,
              &ComplaintSteps::AskForInformation);
}

grpc::ServerUnaryReactor* ComplaintService::InvestigateComplaint(
    Context* context, const v1::InvestigateComplaintRequest* request,
    v1::ComplaintDetails* response) {
  return Step(context, "ComplaintService.InvestigateComplaint", request, response,
              &ComplaintSteps::Investigate);
}

grpc::ServerUnaryReactor* ComplaintService::PauseComplaint(Context* context,
                                                           const v1::PauseComplaintRequest* request,
                                                           v1::ComplaintDetails* response) {
  return Step(context, "ComplaintService.PauseComplaint", request, response,
              &ComplaintSteps::Pause);
}

grpc::ServerUnaryReactor* ComplaintService::ResumeComplaint(
    Context* context, const v1::ResumeComplaintRequest* request, v1::ComplaintDetails* response) {
  return Step(context, "ComplaintService.ResumeComplaint", request, response,
              &ComplaintSteps::Resume);
}

grpc::ServerUnaryReactor* ComplaintService::AskForExtension(
    Context* context, const v1::AskForExtensionRequest* request, v1::ComplaintDetails* response) {
  return Step(context, "ComplaintService.AskForExtension", request, response,
              &ComplaintSteps::AskForExtension);
}

grpc::ServerUnaryReactor* ComplaintService::DecideExtension(
    Context* context, const v1::DecideExtensionRequest* request, v1::ComplaintDetails* response) {
  return Step(context, "ComplaintService.DecideExtension", request, response,
              &ComplaintSteps::DecideExtension);
}

grpc::ServerUnaryReactor* ComplaintService::DecideComplaint(
    Context* context, const v1::DecideComplaintRequest* request, v1::ComplaintDetails* response) {
  return Step(context, "ComplaintService.DecideComplaint", request, response,
              &ComplaintSteps::Decide);
}

grpc::ServerUnaryReactor* ComplaintService::NotifyComplaint(
    Context* context, const v1::NotifyComplaintRequest* request, v1::ComplaintDetails* response) {
  return Step(context, "ComplaintService.NotifyComplaint", request, response,
              &ComplaintSteps::Notify);
}

grpc::ServerUnaryReactor* ComplaintService::CloseComplaint(Context* context,
                                                           const v1::CloseComplaintRequest* request,
                                                           v1::ComplaintDetails* response) {
  return Step(context, "ComplaintService.CloseComplaint", request, response,
              &ComplaintSteps::Close);
}

grpc::ServerUnaryReactor* ComplaintService::UpholdComplaint(
    Context* context, const v1::UpholdComplaintRequest* request, v1::ComplaintDetails* response) {
  return Step(context, "ComplaintService.UpholdComplaint", request, response,
              &ComplaintSteps::Uphold);
}

grpc::ServerUnaryReactor* ComplaintService::ReopenComplaint(
    Context* context, const v1::ReopenComplaintRequest* request, v1::ComplaintDetails* response) {
  return Step(context, "ComplaintService.ReopenComplaint", request, response,
              &ComplaintSteps::Reopen);
}

grpc::ServerUnaryReactor* ComplaintService::MergeComplaint(Context* context,
                                                           const v1::MergeComplaintRequest* request,
                                                           v1::ComplaintDetails* response) {
  return Step(context, "ComplaintService.MergeComplaint", request, response,
              &ComplaintSteps::Merge);
}

grpc::ServerUnaryReactor* ComplaintService::AssignComplaint(
    Context* context, const v1::AssignComplaintRequest* request, v1::ComplaintDetails* response) {
  return Step(context, "ComplaintService.AssignComplaint", request, response,
              &ComplaintSteps::Assign);
}

grpc::ServerUnaryReactor* ComplaintService::RecuseFromComplaint(
    Context* context, const v1::RecuseFromComplaintRequest* request,
    v1::ComplaintDetails* response) {
  return Step(context, "ComplaintService.RecuseFromComplaint", request, response,
              &ComplaintSteps::Recuse);
}

grpc::ServerUnaryReactor* ComplaintService::AdvanceIllegalOrgClue(
    Context* context, const v1::AdvanceIllegalOrgClueRequest* request,
    v1::ComplaintDetails* response) {
  return Step(context, "ComplaintService.AdvanceIllegalOrgClue", request, response,
              &ComplaintSteps::AdvanceClue);
}

}  // namespace zoufang::rpc
