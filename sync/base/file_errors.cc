#include "sync/base/file_errors.h"

#include "absl/strings/str_cat.h"
#include "sync/base/error.h"

namespace zoufang::base {

using absl::StatusCode;
using absl::StrCat;

absl::Status FileUnusable(absl::string_view path, absl::string_view problem) {
  return MakeError({StatusCode::kFailedPrecondition, "FILE_UNUSABLE",
                    StrCat("文件 ", path, " 无法读写(", problem, ")。请检查路径、权限和磁盘。"),
                    StrCat(path, ": ", problem, "; check path, permissions and disk")});
}

absl::Status FileDamaged(absl::string_view path) {
  return MakeError(
      {StatusCode::kDataLoss, "FILE_DAMAGED",
       StrCat("文件 ", path, " 的内容已损坏，与其摘要不符。请重新添加附件。"),
       StrCat(path, " no longer has the content its name stands for; attach it anew")});
}

absl::Status FileTooLarge(absl::string_view path, int64_t most_bytes) {
  return MakeError(
      {StatusCode::kInvalidArgument, "FILE_TOO_LARGE",
       StrCat("文件 ", path, " 为空或过大，须为1字节至 ", most_bytes / (1024 * 1024), " MiB。"),
       StrCat(path, " must have 1 to ", most_bytes, " bytes")});
}

absl::Status FilesNotCarried() {
  return MakeError({StatusCode::kUnimplemented, "FILES_NOT_CARRIED",
                    "当前连接不能传送附件，附件保存在本机，稍后再传。",
                    "this connection carries no files; they stay here and are sent later"});
}

}  // namespace zoufang::base
