#include "server/rpc/evidence_service.h"

#include <memory>
#include <optional>
#include <utility>

#include "server/rpc/evidence_work.h"
#include "server/rpc/file_walk.h"
#include "server/rpc/page_stream.h"
#include "sync/base/status.h"

namespace zoufang::rpc {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using v1::AttachmentChunk;

ServerUnaryReactor* EvidenceService::AddEvidence(CallbackServerContext* context,
                                                 const v1::AddEvidenceRequest* request,
                                                 v1::EvidenceUpload* response) {
  return parts_.gate.Handle(context, "EvidenceService.AddEvidence",
                            [=, this](const Caller& caller) -> absl::Status {
                              EvidenceWork work(parts_, settings_, limiter_, attachments_, caller);
                              ASSIGN_OR_RETURN(*response, work.Add(*request));
                              return absl::OkStatus();
                            });
}

ServerUnaryReactor* EvidenceService::WriteEvidence(CallbackServerContext* context,
                                                   const v1::WriteEvidenceRequest* request,
                                                   v1::EvidenceUpload* response) {
  return parts_.gate.Handle(context, "EvidenceService.WriteEvidence",
                            [=, this](const Caller& caller) -> absl::Status {
                              EvidenceWork work(parts_, settings_, limiter_, attachments_, caller);
                              ASSIGN_OR_RETURN(*response, work.Write(*request));
                              return absl::OkStatus();
                            });
}

grpc::ServerWriteReactor<AttachmentChunk>* EvidenceService::ReadEvidence(
    CallbackServerContext* context, const v1::ReadEvidenceRequest* request) {
  auto make = [this, request, walk = std::make_unique<FileWalk>(attachments_.files())](
                  const Caller& caller) -> absl::StatusOr<std::optional<AttachmentChunk>> {
    if (walk->begun()) return walk->Next();
    EvidenceWork work(parts_, settings_, limiter_, attachments_, caller);
    ASSIGN_OR_RETURN(const v1::ComplaintFile file, work.OpenToRead(*request));
    return walk->Begin(file, request->sealed_original(), request->offset());
  };
  auto* const stream = new PageStream<AttachmentChunk>(
      parts_.gate, parts_.gate.Read(context, "EvidenceService.ReadEvidence"), std::move(make));
  stream->Start();
  return stream;
}

}  // namespace zoufang::rpc
