#include "server/rpc/attachment_service.h"

#include <memory>
#include <optional>
#include <utility>

#include "server/rpc/attachment_work.h"
#include "server/rpc/file_walk.h"
#include "server/rpc/page_stream.h"
#include "sync/base/status.h"

namespace zoufang::rpc {
namespace {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using v1::AttachmentChunk;

}  // namespace

ServerUnaryReactor* AttachmentService::BeginUpload(CallbackServerContext* context,
                                                   const v1::BeginUploadRequest* request,
                                                   v1::UploadStatus* response) {
  return parts_.gate.Handle(
      context, "AttachmentService.BeginUpload", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, AttachmentWork(parts_, attachments_, caller).Begin(*request));
        return absl::OkStatus();
      });
}

ServerUnaryReactor* AttachmentService::WriteChunk(CallbackServerContext* context,
                                                  const v1::WriteChunkRequest* request,
                                                  v1::UploadStatus* response) {
  return parts_.gate.Handle(
      context, "AttachmentService.WriteChunk", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, AttachmentWork(parts_, attachments_, caller).Write(*request));
        return absl::OkStatus();
      });
}

grpc::ServerWriteReactor<AttachmentChunk>* AttachmentService::ReadAttachment(
    CallbackServerContext* context, const v1::ReadAttachmentRequest* request) {
  auto make = [this, request, walk = std::make_unique<FileWalk>(attachments_.files())](
                  const Caller& caller) -> absl::StatusOr<std::optional<AttachmentChunk>> {
    if (walk->begun()) return walk->Next();
    ASSIGN_OR_RETURN(const v1::Attachment row,
                     AttachmentWork(parts_, attachments_, caller).OpenToRead(*request));
    return walk->Begin(row, request->sealed_original(), request->offset());
  };
  auto* const stream = new PageStream<AttachmentChunk>(
      parts_.gate, parts_.gate.Read(context, "AttachmentService.ReadAttachment"), std::move(make));
  stream->Start();
  return stream;
}

}  // namespace zoufang::rpc
