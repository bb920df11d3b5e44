#include "server/rpc/file_walk.h"

#include <utility>

#include "sync/base/status.h"

namespace zoufang::rpc {
namespace {

using v1::AttachmentChunk;

constexpr size_t kChunkBytes = 256 * 1024;

}  // namespace

absl::StatusOr<std::optional<AttachmentChunk>> FileWalk::Begin(storage::FileClaim row,
                                                               bool original, int64_t offset) {
  row_ = std::move(row);
  at_ = offset;
  AttachmentChunk chunk;
  chunk.set_mime_type(row_->mime_type);
  chunk.set_size_bytes(original ? row_->size : row_->clean_size);
  if (original) RETURN_IF_ERROR(OpenOriginal());
  ASSIGN_OR_RETURN(*chunk.mutable_data(), Piece());
  return std::optional<AttachmentChunk>(std::move(chunk));
}

absl::StatusOr<std::optional<AttachmentChunk>> FileWalk::Next() {
  AttachmentChunk chunk;
  ASSIGN_OR_RETURN(*chunk.mutable_data(), Piece());
  if (chunk.data().empty()) return std::optional<AttachmentChunk>();
  return std::optional<AttachmentChunk>(std::move(chunk));
}

// A box opens from its beginning only: what lies before the offset is read and left.
absl::Status FileWalk::OpenOriginal() {
  ASSIGN_OR_RETURN(original_, files_.OpenOriginal(row_->sha256));
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

absl::StatusOr<std::string> FileWalk::Piece() {
  if (original_ == nullptr) {
    ASSIGN_OR_RETURN(std::string piece, files_.ReadClean(row_->sha256, at_, kChunkBytes));
    at_ += static_cast<int64_t>(piece.size());
    return piece;
  }
  if (!rest_.empty()) return std::exchange(rest_, "");
  ASSIGN_OR_RETURN(std::optional<std::string> piece, original_->Next());
  return piece.value_or("");
}

}  // namespace zoufang::rpc
