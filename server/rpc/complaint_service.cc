#include "server/rpc/complaint_service.h"

#include "domain/complaint_texts.h"
#include "server/rpc/complaint_citizen.h"
#include "server/rpc/complaint_desk.h"
#include "server/rpc/complaint_filing.h"
#include "server/rpc/complaint_messages.h"
#include "sync/base/status.h"

namespace zoufang::rpc {

grpc::ServerUnaryReactor* ComplaintService::FileComplaint(Context* context,
                                                          const v1::FileComplaintRequest* request,
                                                          v1::FileComplaintResponse* response) {
  return parts_.gate.Handle(
      context, "ComplaintService.FileComplaint", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, ComplaintFiling(parts_, settings_, caller).File(*request));
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* ComplaintService::GetComplaintStatus(
    Context* context, const v1::GetComplaintStatusRequest* request, v1::ComplaintStatus* response) {
  return parts_.gate.Handle(
      context, "ComplaintService.GetComplaintStatus",
      [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, ComplaintCitizen(parts_, limiter_, caller).Status(*request));
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* ComplaintService::AddComplaintMessage(
    Context* context, const v1::AddComplaintMessageRequest* request,
    v1::ComplaintMessage* response) {
  return parts_.gate.Handle(context, "ComplaintService.AddComplaintMessage",
                            [=, this](const Caller& caller) -> absl::Status {
                              ASSIGN_OR_RETURN(
                                  *response,
                                  ComplaintMessages(parts_, limiter_, caller).AddMessage(*request));
                              return absl::OkStatus();
                            });
}

grpc::ServerUnaryReactor* ComplaintService::WithdrawComplaint(
    Context* context, const v1::WithdrawComplaintRequest* request, v1::ComplaintStatus* response) {
  return parts_.gate.Handle(
      context, "ComplaintService.WithdrawComplaint",
      [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, ComplaintCitizen(parts_, limiter_, caller).Withdraw(*request));
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* ComplaintService::RequestComplaintReview(
    Context* context, const v1::RequestComplaintReviewRequest* request,
    v1::ComplaintStatus* response) {
  return parts_.gate.Handle(
      context, "ComplaintService.RequestComplaintReview",
      [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response,
                         ComplaintCitizen(parts_, limiter_, caller).RequestReview(*request));
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* ComplaintService::EvaluateComplaint(
    Context* context, const v1::EvaluateComplaintRequest* request, v1::ComplaintStatus* response) {
  return parts_.gate.Handle(
      context, "ComplaintService.EvaluateComplaint",
      [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, ComplaintCitizen(parts_, limiter_, caller).Evaluate(*request));
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* ComplaintService::CountSimilarComplaints(
    Context* context, const v1::CountSimilarComplaintsRequest* request,
    v1::SimilarComplaints* response) {
  return parts_.gate.Handle(
      context, "ComplaintService.CountSimilarComplaints",
      [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response,
                         ComplaintCitizen(parts_, limiter_, caller).CountSimilar(*request));
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* ComplaintService::GetExternalComplaint(
    Context* context, const v1::GetExternalComplaintRequest* request,
    v1::ComplaintStatus* response) {
  return parts_.gate.Handle(
      context, "ComplaintService.GetExternalComplaint",
      [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, ComplaintCitizen(parts_, limiter_, caller).External(*request));
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* ComplaintService::ListComplaints(Context* context,
                                                           const v1::ListComplaintsRequest* request,
                                                           v1::ListComplaintsResponse* response) {
  return parts_.gate.Handle(
      context, "ComplaintService.ListComplaints", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, ComplaintDesk(parts_, caller).List(*request));
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* ComplaintService::GetComplaint(Context* context,
                                                         const v1::GetComplaintRequest* request,
                                                         v1::ComplaintDetails* response) {
  return parts_.gate.Handle(
      context, "ComplaintService.GetComplaint", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, ComplaintDesk(parts_, caller).Get(*request));
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* ComplaintService::ListHandlers(Context* context,
                                                         const v1::ListHandlersRequest* request,
                                                         v1::ListHandlersResponse* response) {
  return parts_.gate.Handle(
      context, "ComplaintService.ListHandlers", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, ComplaintDesk(parts_, caller).ListHandlers(*request));
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* ComplaintService::ListReplyTemplates(
    Context* context, const v1::ListReplyTemplatesRequest*,
    v1::ListReplyTemplatesResponse* response) {
  return parts_.gate.Handle(
      context, "ComplaintService.ListReplyTemplates", [response](const Caller&) -> absl::Status {
        const auto& templates = domain::ReplyTemplates();
        response->mutable_templates()->Add(templates.begin(), templates.end());
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* ComplaintService::AddComplaintNote(
    Context* context, const v1::AddComplaintNoteRequest* request, v1::ComplaintNote* response) {
  return parts_.gate.Handle(
      context, "ComplaintService.AddComplaintNote",
      [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, ComplaintMessages(parts_, limiter_, caller).AddNote(*request));
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* ComplaintService::MarkComplaintRead(
    Context* context, const v1::MarkComplaintReadRequest* request, v1::ComplaintDetails* response) {
  return parts_.gate.Handle(
      context, "ComplaintService.MarkComplaintRead",
      [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, ComplaintMessages(parts_, limiter_, caller).MarkRead(*request));
        return absl::OkStatus();
      });
}

}  // namespace zoufang::rpc
