// EvidenceService: the files that citizens hand in.
#pragma once

#include "server/rpc/attempt_limiter.h"
#include "server/rpc/complaint_settings.h"
#include "server/rpc/parts.h"
#include "server/storage/attachments.h"
#include "zoufang/v1/evidence_service.grpc.pb.h"

namespace zoufang::rpc {

class EvidenceService : public v1::EvidenceService::CallbackService {
 public:
  // All but `parts` outlive it.
  EvidenceService(const Parts& parts, const ComplaintSettings& settings, AttemptLimiter& limiter,
                  storage::Attachments& attachments)
      : parts_(parts), settings_(settings), limiter_(limiter), attachments_(attachments) {}

  grpc::ServerUnaryReactor* AddEvidence(grpc::CallbackServerContext* context,
                                        const v1::AddEvidenceRequest* request,
                                        v1::EvidenceUpload* response) override;
  grpc::ServerUnaryReactor* WriteEvidence(grpc::CallbackServerContext* context,
                                          const v1::WriteEvidenceRequest* request,
                                          v1::EvidenceUpload* response) override;
  grpc::ServerWriteReactor<v1::AttachmentChunk>* ReadEvidence(
      grpc::CallbackServerContext* context, const v1::ReadEvidenceRequest* request) override;

 private:
  const Parts parts_;
  const ComplaintSettings& settings_;
  AttemptLimiter& limiter_;
  storage::Attachments& attachments_;
};

}  // namespace zoufang::rpc
