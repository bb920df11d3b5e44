#include "sync/base/errors.h"

#include "absl/strings/str_cat.h"

namespace zoufang::base {

using absl::StatusCode;
using absl::StrCat;

absl::Status DiskFull(absl::string_view path) {
  return MakeError(
      {StatusCode::kResourceExhausted, "DISK_FULL",
       StrCat("磁盘已满，无法写入 ", path, "。已保存的内容没有变化；请腾出空间后重试。"),
       StrCat("the disk is full, ", path, " was not changed; free some space and try again")});
}

absl::Status FileReadOnly(absl::string_view path) {
  return MakeError({StatusCode::kFailedPrecondition, "FILE_READ_ONLY",
                    StrCat("文件只读，无法写入 ", path, "。请检查文件权限。"),
                    StrCat(path, " is read-only and was not changed; check its permissions")});
}

absl::Status FileMissing(absl::string_view path) {
  return MakeError({StatusCode::kNotFound, "FILE_MISSING", StrCat("找不到文件 ", path, "。"),
                    StrCat("there is no file ", path)});
}

absl::Status FileCannotBeOpened(absl::string_view path) {
  return MakeError(
      {StatusCode::kPermissionDenied, "FILE_CANNOT_BE_OPENED",
       StrCat("无法打开文件 ", path, "。请检查目录是否存在、权限是否足够。"),
       StrCat(path, " cannot be opened; check that its folder exists and may be written")});
}

absl::Status NotOurFile(absl::string_view path) {
  return MakeError(
      {StatusCode::kFailedPrecondition, "NOT_OUR_FILE",
       StrCat(path, " 不是走访系统的数据文件，没有改动。请核对路径。"),
       StrCat(path, " belongs to another application and was not changed; check the path")});
}

absl::Status FileTooNew(absl::string_view path, int64_t file, int64_t program) {
  return MakeError({StatusCode::kFailedPrecondition, "FILE_TOO_NEW",
                    StrCat(path, " 由更新的版本写成(文件 ", file, "，程序 ", program,
                           ")，没有改动。请升级程序。"),
                    StrCat(path, " was written by a newer version (file ", file, ", program ",
                           program, ") and was not changed; update the program")});
}

absl::Status DatabaseBusy(absl::string_view path) {
  return MakeError({StatusCode::kUnavailable, "DATABASE_BUSY",
                    StrCat(path, " 正被另一程序写入，请稍后重试。"),
                    StrCat(path, " is being written by another program; try again")});
}

absl::Status DatabaseDamaged(absl::string_view path) {
  return MakeError({StatusCode::kDataLoss, "DATABASE_DAMAGED",
                    StrCat(path, " 已损坏。请不要删除它，联系管理员从备份恢复。"),
                    StrCat(path, " is damaged; keep it and restore from a backup")});
}

absl::Status SqlConstraint(absl::string_view detail) {
  return MakeError({StatusCode::kFailedPrecondition, "SQL_CONSTRAINT", "数据不符合约束。",
                    StrCat("constraint failed: ", detail)});
}

absl::Status SqlDuplicate(absl::string_view detail) {
  return MakeError({StatusCode::kAlreadyExists, "SQL_DUPLICATE", "记录已存在。",
                    StrCat("already exists: ", detail)});
}

absl::Status SqlInterrupted() {
  return MakeError({StatusCode::kCancelled, "SQL_INTERRUPTED", "操作已取消。", "interrupted"});
}

absl::Status SqlFailed(int code, absl::string_view detail) {
  return MakeError({StatusCode::kInternal, "SQL_FAILED", "数据库出错，请联系管理员。",
                    StrCat("SQLite error ", code, ": ", detail)});
}

absl::Status BadDeclaration(absl::string_view entity, absl::string_view what) {
  return MakeError({StatusCode::kInternal, "BAD_DECLARATION", "实体声明有误。",
                    StrCat("entity ", entity, ": ", what)});
}

absl::Status UnknownEntity(int64_t number) {
  return MakeError({StatusCode::kInvalidArgument, "UNKNOWN_ENTITY",
                    StrCat("未知的实体编号 ", number, "，请升级服务器。"),
                    StrCat("unknown entity number ", number)});
}

absl::Status FieldsInvalid(const std::vector<FieldViolation>& violations) {
  std::string zh = "填写有误：", en = "invalid fields:";
  for (const FieldViolation& violation : violations) {
    absl::StrAppend(&zh, violation.zh, "；");
    absl::StrAppend(&en, " ", violation.field, ": ", violation.en, ";");
  }
  return MakeError({StatusCode::kInvalidArgument, "FIELDS_INVALID", zh, en}, violations);
}

absl::Status Undecodable(absl::string_view what) {
  return MakeError({StatusCode::kInvalidArgument, "UNDECODABLE", StrCat("无法解读的内容：", what),
                    StrCat("cannot be decoded: ", what)});
}

absl::Status PushMalformed(absl::string_view what) {
  return MakeError({StatusCode::kInvalidArgument, "PUSH_MALFORMED",
                    StrCat("上传请求格式有误，整批未处理：", what),
                    StrCat("malformed push, nothing was taken: ", what)});
}

absl::Status MutationTooLarge(int64_t size, int64_t limit) {
  return MakeError({StatusCode::kInvalidArgument, "MUTATION_TOO_LARGE",
                    StrCat("一次保存的内容过大(", size / 1024, " KiB，上限 ", limit / 1024,
                           " KiB)，没有保存。请分几次保存。"),
                    StrCat("one save holds ", size, " bytes, at most ", limit,
                           " are allowed; nothing was saved: save in parts")});
}

absl::Status UnknownInstall() {
  return MakeError(
      {StatusCode::kNotFound, "UNKNOWN_INSTALL",
       "服务器不认识本机的安装编号，平板会自动重新接入，内容不会丢失。",
       "the server does not know this install; the tablet attaches anew and keeps its data"});
}

absl::Status NotEnrolled() {
  return MakeError({StatusCode::kFailedPrecondition, "NOT_ENROLLED",
                    "本机尚未登记。请先运行 zoufang enroll。",
                    "this tablet is not enrolled; run zoufang enroll first"});
}

absl::Status ReplyMalformed(absl::string_view what) {
  return MakeError({StatusCode::kInternal, "REPLY_MALFORMED", "服务器的答复无法解读，稍后会重试。",
                    StrCat("malformed reply: ", what)});
}

absl::Status DigestDiffers(absl::string_view scope) {
  return MakeError({StatusCode::kDataLoss, "DIGEST_DIFFERS",
                    StrCat("范围 ", scope, " 的数据与服务器不一致，下次同步时取回有差异的部分。"),
                    StrCat("the rows of scope ", scope,
                           " differ from the server's; the next sync takes again what differs")});
}

absl::Status RowMissing(absl::string_view id) {
  return MakeError({StatusCode::kNotFound, "ROW_MISSING", StrCat("没有记录 ", id, "。"),
                    StrCat("there is no row ", id)});
}

absl::Status AppTooOld(uint32_t app, uint32_t oldest) {
  return MakeError({StatusCode::kFailedPrecondition, "APP_TOO_OLD",
                    StrCat("平板程序太旧(协议 ", app, "，服务器最低支持 ", oldest,
                           ")。请升级程序；已保存的内容都在。"),
                    StrCat("the app is too old (protocol ", app, ", the server takes ", oldest,
                           " and later); update it, everything saved is kept")});
}

absl::Status ServerTooOld(uint32_t app, uint32_t server) {
  return MakeError({StatusCode::kFailedPrecondition, "SERVER_TOO_OLD",
                    StrCat("服务器版本太旧(协议 ", server, "，平板 ", app,
                           ")。请联系管理员升级服务器；已保存的内容都在。"),
                    StrCat("the server is too old (protocol ", server, ", the app's is ", app,
                           "); have it updated, everything saved is kept")});
}

absl::Status Shutdown() {
  return MakeError({StatusCode::kUnavailable, "SHUTTING_DOWN", "服务器正在停止，请稍后重试。",
                    "the server is shutting down; try again"});
}

}  // namespace zoufang::base
