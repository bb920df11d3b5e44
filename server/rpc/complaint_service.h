// ComplaintService: citizens file and follow, staff handles.
#pragma once

#include "server/rpc/attempt_limiter.h"
#include "server/rpc/complaint_settings.h"
#include "server/rpc/complaint_steps.h"
#include "server/rpc/parts.h"
#include "zoufang/v1/complaint_service.grpc.pb.h"

namespace zoufang::rpc {

class ComplaintService : public v1::ComplaintService::CallbackService {
 public:
  // `settings` and `limiter`, which counts wrong secrets, outlive it.
  ComplaintService(const Parts& parts, const ComplaintSettings& settings, AttemptLimiter& limiter)
      : parts_(parts), settings_(settings), limiter_(limiter) {}

  using Context = grpc::CallbackServerContext;
  using Reactor = grpc::ServerUnaryReactor;

  Reactor* FileComplaint(Context* context, const v1::FileComplaintRequest* request,
                         v1::FileComplaintResponse* response) override;
  Reactor* GetComplaintStatus(Context* context, const v1::GetComplaintStatusRequest* request,
                              v1::ComplaintStatus* response) override;
  Reactor* AddComplaintMessage(Context* context, const v1::AddComplaintMessageRequest* request,
                               v1::ComplaintMessage* response) override;
  Reactor* WithdrawComplaint(Context* context, const v1::WithdrawComplaintRequest* request,
                             v1::ComplaintStatus* response) override;
  Reactor* RequestComplaintReview(Context* context,
                                  const v1::RequestComplaintReviewRequest* request,
                                  v1::ComplaintStatus* response) override;
  Reactor* EvaluateComplaint(Context* context, const v1::EvaluateComplaintRequest* request,
                             v1::ComplaintStatus* response) override;
  Reactor* CountSimilarComplaints(Context* context,
                                  const v1::CountSimilarComplaintsRequest* request,
                                  v1::SimilarComplaints* response) override;
  Reactor* GetExternalComplaint(Context* context, const v1::GetExternalComplaintRequest* request,
                                v1::ComplaintStatus* response) override;
  Reactor* ListComplaints(Context* context, const v1::ListComplaintsRequest* request,
                          v1::ListComplaintsResponse* response) override;
  Reactor* GetComplaint(Context* context, const v1::GetComplaintRequest* request,
                        v1::ComplaintDetails* response) override;
  Reactor* ListHandlers(Context* context, const v1::ListHandlersRequest* request,
                        v1::ListHandlersResponse* response) override;
  Reactor* ListReplyTemplates(Context* context, const v1::ListReplyTemplatesRequest* request,
                              v1::ListReplyTemplatesResponse* response) override;
  Reactor* AddComplaintNote(Context* context, const v1::AddComplaintNoteRequest* request,
                            v1::ComplaintNote* response) override;
  Reactor* MarkComplaintRead(Context* context, const v1::MarkComplaintReadRequest* request,
                             v1::ComplaintDetails* response) override;
  Reactor* AcceptComplaint(Context* context, const v1::AcceptComplaintRequest* request,
                           v1::ComplaintDetails* response) override;
  Reactor* DeclineComplaint(Context* context, const v1::DeclineComplaintRequest* request,
                            v1::ComplaintDetails* response) override;
  Reactor* TransferComplaint(Context* context, const v1::TransferComplaintRequest* request,
                             v1::ComplaintDetails* response) override;
  Reactor* AskForInformation(Context* context, const v1::AskForInformationRequest* request,
                             v1::ComplaintDetails* response) override;
  Reactor* InvestigateComplaint(Context* context, const v1::InvestigateComplaintRequest* request,
                                v1::ComplaintDetails* response) override;
  Reactor* PauseComplaint(Context* context, const v1::PauseComplaintRequest* request,
                          v1::ComplaintDetails* response) override;
  Reactor* ResumeComplaint(Context* context, const v1::ResumeComplaintRequest* request,
                           v1::ComplaintDetails* response) override;
  Reactor* AskForExtension(Context* context, const v1::AskForExtensionRequest* request,
                           v1::ComplaintDetails* response) override;
  Reactor* DecideExtension(Context* context, const v1::DecideExtensionRequest* request,
                           v1::ComplaintDetails* response) override;
  Reactor* DecideComplaint(Context* context, const v1::DecideComplaintRequest* request,
                           v1::ComplaintDetails* response) override;
  Reactor* NotifyComplaint(Context* context, const v1::NotifyComplaintRequest* request,
                           v1::ComplaintDetails* response) override;
  Reactor* CloseComplaint(Context* context, const v1::CloseComplaintRequest* request,
                          v1::ComplaintDetails* response) override;
  Reactor* UpholdComplaint(Context* context, const v1::UpholdComplaintRequest* request,
                           v1::ComplaintDetails* response) override;
  Reactor* ReopenComplaint(Context* context, const v1::ReopenComplaintRequest* request,
                           v1::ComplaintDetails* response) override;
  Reactor* MergeComplaint(Context* context, const v1::MergeComplaintRequest* request,
                          v1::ComplaintDetails* response) override;
  Reactor* AssignComplaint(Context* context, const v1::AssignComplaintRequest* request,
                           v1::ComplaintDetails* response) override;
  Reactor* RecuseFromComplaint(Context* context, const v1::RecuseFromComplaintRequest* request,
                               v1::ComplaintDetails* response) override;
  Reactor* AdvanceIllegalOrgClue(Context* context, const v1::AdvanceIllegalOrgClueRequest* request,
                                 v1::ComplaintDetails* response) override;

 private:
  // The body of an RPC of staff's: a step, by the method of ComplaintSteps that takes it.
  template <typename Request>
  using StepMethod = ComplaintSteps::Answer (ComplaintSteps::*)(const Request& request);
  template <typename Request>
  Reactor* Step(Context* context, absl::string_view name, const Request* request,
                v1::ComplaintDetails* response, StepMethod<Request> method);

  const Parts parts_;
  const ComplaintSettings& settings_;
  AttemptLimiter& limiter_;
};

}  // namespace zoufang::rpc
