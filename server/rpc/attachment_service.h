// AttachmentService: the bytes of attachments, for tablets, staff and integrators.
#pragma once

#include "server/rpc/parts.h"
#include "server/storage/attachments.h"
#include "zoufang/v1/attachment_service.grpc.pb.h"

namespace zoufang::rpc {

class AttachmentService : public v1::AttachmentService::CallbackService {
 public:
  // `attachments` outlives it.
  AttachmentService(const Parts& parts, storage::Attachments& attachments)
      : parts_(parts), attachments_(attachments) {}

  grpc::ServerUnaryReactor* BeginUpload(grpc::CallbackServerContext* context,
                                        const v1::BeginUploadRequest* request,
                                        v1::UploadStatus* response) override;
  grpc::ServerUnaryReactor* WriteChunk(grpc::CallbackServerContext* context,
                                       const v1::WriteChunkRequest* request,
                                       v1::UploadStatus* response) override;
  grpc::ServerWriteReactor<v1::AttachmentChunk>* ReadAttachment(
      grpc::CallbackServerContext* context, const v1::ReadAttachmentRequest* request) override;

 private:
  const Parts parts_;
  storage::Attachments& attachments_;
};

}  // namespace zoufang::rpc
