#include "domain/attachment_errors.h"

#include "absl/strings/str_cat.h"
#include "sync/base/error.h"

namespace zoufang::domain {

using absl::StatusCode;
using absl::StrCat;
using base::MakeError;
using base::WithRetryAfter;

absl::Status AttachmentNotFound(absl::string_view id) {
  return MakeError({StatusCode::kNotFound, "ATTACHMENT_NOT_FOUND",
                    StrCat("没有附件记录 ", id, "。请先同步该记录，再传文件。"),
                    StrCat("there is no attachment ", id, "; push its row first")});
}

absl::Status AttachmentNotStored(absl::string_view id) {
  return MakeError({StatusCode::kFailedPrecondition, "ATTACHMENT_NOT_STORED",
                    StrCat("附件 ", id, " 的文件还没有传到服务器。请稍后再取。"),
                    StrCat("the bytes of attachment ", id, " have not arrived yet; try later")});
}

absl::Status AttachmentNotPublic(absl::string_view id) {
  return MakeError(
      {StatusCode::kFailedPrecondition, "ATTACHMENT_NOT_PUBLIC",
       StrCat("附件 ", id, " 属于无法去除元数据的格式，只有封存原件。确需查看请联系管理员。"),
       StrCat("attachment ", id,
              " is of a type whose metadata cannot be removed: it is kept sealed only; ask an "
              "administrator")});
}

absl::Status EvidenceNotFound(absl::string_view id) {
  return MakeError({StatusCode::kNotFound, "EVIDENCE_NOT_FOUND", StrCat("没有证据材料 ", id, "。"),
                    StrCat("there is no evidence ", id)});
}

absl::Status EvidenceNotPublic(absl::string_view id) {
  return MakeError(
      {StatusCode::kFailedPrecondition, "EVIDENCE_NOT_PUBLIC",
       StrCat("材料 ", id, " 属于无法去除元数据的格式，只有封存原件。确需查看请说明理由调阅原件。"),
       StrCat("evidence ", id,
              " is of a type whose metadata cannot be removed: open the original, with a reason")});
}

absl::Status UploadTicketInvalid() {
  return MakeError({StatusCode::kPermissionDenied, "UPLOAD_TICKET_INVALID",
                    "上传凭据无效或已过期。请用编号和查询码重新提交该文件，已传部分仍在。",
                    "the ticket is wrong or over; add the file again, and go on where it was"});
}

absl::Status AttachmentDamaged() {
  return MakeError({StatusCode::kDataLoss, "ATTACHMENT_DAMAGED",
                    "服务器上的附件文件已损坏或缺失。请联系管理员从备份恢复。",
                    "the stored file is damaged or missing; restore it from a backup"});
}

absl::Status AttachmentHash() {
  return MakeError({StatusCode::kInvalidArgument, "ATTACHMENT_HASH",
                    "收到的文件内容与记录的摘要不符，未予保存，将重新上传。",
                    "the bytes do not have the hash that the row names; nothing was kept"});
}

absl::Status AttachmentMalformed() {
  return MakeError({StatusCode::kInvalidArgument, "ATTACHMENT_MALFORMED",
                    "文件不是完整的图片，未予保存。请重新拍摄或换一个文件。",
                    "the file is no whole image of its type; nothing was kept"});
}

absl::Status AttachmentTooLarge(int64_t stated) {
  return MakeError({StatusCode::kInvalidArgument, "ATTACHMENT_TOO_LARGE",
                    StrCat("文件超过记录的大小(", stated, " 字节)，未予保存。"),
                    StrCat("more bytes than the ", stated, " that the row names; none was kept")});
}

absl::Status AttachmentType(absl::string_view found, absl::string_view stated) {
  const absl::string_view what = found.empty() ? "?" : found;
  return MakeError({StatusCode::kInvalidArgument, "ATTACHMENT_TYPE",
                    StrCat("文件内容(", what, ")与记录的格式(", stated,
                           ")不符或不受支持，未予保存。可用：JPEG、PNG、WebP、HEIC、PDF。"),
                    StrCat("the content is ", what, ", the row says ", stated,
                           "; kept are JPEG, PNG, WebP, HEIC and PDF")});
}

absl::Status UploadBusy() {
  return WithRetryAfter(
      MakeError({StatusCode::kAborted, "UPLOAD_BUSY", "该附件正在上传，请稍后重试。",
                 "another call writes this attachment; try again"}),
      absl::Seconds(1));
}

absl::Status UploadOffset(int64_t received) {
  return MakeError({StatusCode::kOutOfRange, "UPLOAD_OFFSET",
                    StrCat("服务器已收到 ", received, " 字节，请从该处续传。"),
                    StrCat("the server has ", received, " bytes; go on from there")});
}

}  // namespace zoufang::domain
