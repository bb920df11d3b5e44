#include "server/rpc/attachment_service.h"

#include <memory>
#include <optional>
#include <utility>

#include "domain/attachment_errors.h"
#include "server/rpc/attachment_work.h"
#include "server/rpc/page_stream.h"
#include "sync/base/status.h"

namespace zoufang::rpc {
namespace {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using v1::AttachmentChunk;

constexpr size_t kChunkBytes = 256 * 1024;

// Walks through one stored file, from the request's offset on.
class FileWalk {
 public:
  explicit FileWalk(const storage::AttachmentFiles& files) : files_(files) {}

  bool begun() const { return begun_; }
  // The first chunk says what follows, also of an empty rest.
  absl::StatusOr<std::optional<AttachmentChunk>> Begin(v1::Attachment row, bool original,
                                                       int64_t offset) {
    begun_ = true;
    row_ = std::move(row);
    at_ = offset;
    AttachmentChunk chunk;
    chunk.set_mime_type(row_.mime_type());
    chunk.set_size_bytes(original ? row_.size_bytes() : row_.clean_size_bytes());
    if (original) RETURN_IF_ERROR(OpenOriginal());
    ASSIGN_OR_RETURN(*chunk.mutable_data(), Piece());
    return std::optional<AttachmentChunk>(std::move(chunk));
  }
  absl::StatusOr<std::optional<AttachmentChunk>> Next() {
    AttachmentChunk chunk;
    ASSIGN_OR_RETURN(*chunk.mutable_data(), Piece());
    if (chunk.data().empty()) return std::optional<AttachmentChunk>();
    return std::optional<AttachmentChunk>(std::move(chunk));
  }

 private:
  // A box opens from its beginning only: what lies before the offset is read and left.
  absl::Status OpenOriginal() {
    ASSIGN_OR_RETURN(original_, files_.OpenOriginal(row_.sha256()));
    while (true) {
      ASSIGN_OR_RETURN(std::optional<std::string> piece, original_->Next());
      if (!piece.has_value()) return absl::OkStatus();
      const auto size = static_cast<int64_t>(piece->size());
      if (at_ < size) {
        rest_ = piece->substr(static_cast<size_t>(at_));
        return absl::OkStatus();
      }
      at_ -= size;
    }
  }
  // Empty: the end.
  absl::StatusOr<std::string> Piece() {
    if (original_ == nullptr) {
      ASSIGN_OR_RETURN(std::string piece, files_.ReadClean(row_.sha256(), at_, kChunkBytes));
      at_ += static_cast<int64_t>(piece.size());
      return piece;
    }
    if (!rest_.empty()) return std::exchange(rest_, "");
    ASSIGN_OR_RETURN(std::optional<std::string> piece, original_->Next());
    return piece.value_or("");
  }

  const storage::AttachmentFiles& files_;
  bool begun_ = false;
  v1::Attachment row_;
  int64_t at_ = 0;
  std::unique_ptr<storage::SealedReader> original_;
  std::string rest_;
};

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
    ASSIGN_OR_RETURN(v1::Attachment row,
                     AttachmentWork(parts_, attachments_, caller).OpenToRead(*request));
    return walk->Begin(std::move(row), request->sealed_original(), request->offset());
  };
  auto* const stream = new PageStream<AttachmentChunk>(
      parts_.gate, parts_.gate.Read(context, "AttachmentService.ReadAttachment"), std::move(make));
  stream->Start();
  return stream;
}

}  // namespace zoufang::rpc
