#include "domain/errors.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace zoufang::domain {

using absl::StatusCode;
using absl::StrCat;
using base::MakeError;
using base::WithRetryAfter;

absl::Status ServerBusy() {
  return WithRetryAfter(MakeError({StatusCode::kResourceExhausted, "SERVER_BUSY",
                                   "服务器繁忙，请稍后重试。", "the server is busy; try again"}),
                        absl::Seconds(1));
}

absl::Status TooManyCalls(absl::Duration wait) {
  return WithRetryAfter(MakeError({StatusCode::kResourceExhausted, "TOO_MANY_CALLS",
                                   "本平板同步过于频繁，稍后会自动再试。",
                                   "this tablet calls too often; it may try again later"}),
                        wait);
}

absl::Status StorageUnavailable() {
  return WithRetryAfter(
      MakeError({StatusCode::kUnavailable, "STORAGE_UNAVAILABLE",
                 "服务器暂时无法保存数据，没有任何改动。请稍后重试；如持续出现请联系管理员。",
                 "the server cannot store data now and changed nothing; try again later"}),
      absl::Seconds(30));
}

absl::Status InternalError() {
  return MakeError({StatusCode::kInternal, "INTERNAL_ERROR",
                    "服务器内部错误。请把请求编号(x-request-id)告知管理员。",
                    "internal error; give the administrator the x-request-id of this call"});
}

absl::Status CallCancelled() {
  return MakeError(
      {StatusCode::kCancelled, "CALL_CANCELLED", "调用已取消。", "the caller cancelled"});
}

absl::Status RequestIdReused() {
  return MakeError(
      {StatusCode::kAlreadyExists, "REQUEST_ID_REUSED",
       "该 request_id 已用于另一内容的请求。新的请求请使用新的 request_id。",
       "this request_id was used with another payload; use a new one for a new request"});
}

absl::Status PageTokenInvalid() {
  return MakeError(
      {StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID",
       "page_token 无效，或与本次查询条件不符。请从第一页重新开始。",
       "page_token is invalid or belongs to another query; begin with the first page"});
}

absl::Status NotSignedIn() {
  return MakeError({StatusCode::kUnauthenticated, "NOT_SIGNED_IN", "请先登录。",
                    "sign in first and send the token as \"authorization: Bearer …\""});
}

absl::Status TokenInvalid() {
  return MakeError({StatusCode::kUnauthenticated, "TOKEN_INVALID", "登录已失效，请重新登录。",
                    "the token is unknown, expired or withdrawn; sign in again"});
}

absl::Status SignInFailed() {
  return MakeError({StatusCode::kUnauthenticated, "SIGN_IN_FAILED", "用户名或密码不正确。",
                    "user name or password is wrong"});
}

absl::Status EnrollmentCodeInvalid() {
  return MakeError(
      {StatusCode::kUnauthenticated, "ENROLLMENT_CODE_INVALID",
       "登记码不正确、已使用或已过期。请向管理员索取新的登记码。",
       "the enrolment code is wrong, used or expired; ask an administrator for another"});
}

absl::Status TooManyAttempts(absl::Duration wait) {
  const int64_t minutes = absl::ToInt64Minutes(wait) + 1;
  return WithRetryAfter(
      MakeError({StatusCode::kResourceExhausted, "TOO_MANY_ATTEMPTS",
                 StrCat("错误次数过多，请 ", minutes, " 分钟后再试。"),
                 StrCat("too many wrong attempts; try again in ", minutes, " minutes")}),
      wait);
}

absl::Status InstallRevoked() {
  return MakeError(
      {StatusCode::kPermissionDenied, "INSTALL_REVOKED",
       "本平板的使用权限已被管理员收回。未上传的内容将上交审核，本机数据随后清除。请联系管理员。",
       "this tablet's access was withdrawn; unsent work is handed in for review, then its data are "
       "wiped: ask an administrator"});
}

absl::Status RoleNotAllowed(absl::string_view method) {
  return MakeError({StatusCode::kPermissionDenied, "ROLE_NOT_ALLOWED", "您的角色无权进行此操作。",
                    StrCat("your role may not call ", method)});
}

absl::Status TabletTokenNeeded() {
  return MakeError({StatusCode::kPermissionDenied, "TABLET_TOKEN_NEEDED",
                    "同步只能由已登记的平板进行。请先登记本机。",
                    "only an enrolled tablet may sync; call AuthService.EnrollDevice first"});
}

absl::Status OutsideArea(absl::string_view area_code) {
  return MakeError({StatusCode::kPermissionDenied, "OUTSIDE_AREA",
                    StrCat("区划 ", area_code, " 不在您负责的范围内。分工有变时请联系管理员。"),
                    StrCat("division ", area_code,
                           " is outside your areas; if they have changed, ask an administrator")});
}

absl::Status AccountExists(absl::string_view user_name) {
  return MakeError({StatusCode::kAlreadyExists, "ACCOUNT_EXISTS",
                    StrCat("用户名 ", user_name, " 已存在。请换一个用户名。"),
                    StrCat("there is an account ", user_name, " already; choose another name")});
}

absl::Status AccountNotFound(absl::string_view user_name) {
  return MakeError({StatusCode::kNotFound, "ACCOUNT_NOT_FOUND",
                    StrCat("没有用户 ", user_name, "。"),
                    StrCat("there is no account ", user_name)});
}

absl::Status AccountDisabled(absl::string_view user_name) {
  return MakeError({StatusCode::kFailedPrecondition, "ACCOUNT_DISABLED",
                    StrCat("用户 ", user_name, " 已停用。"),
                    StrCat("the account ", user_name, " is disabled")});
}

absl::Status AccountCannotEnroll(absl::string_view user_name) {
  return MakeError(
      {StatusCode::kFailedPrecondition, "ACCOUNT_CANNOT_ENROLL",
       StrCat("用户 ", user_name, " 不是网格员或工作人员，不能登记平板。"),
       StrCat("the account ", user_name, " is neither officer nor staff: no tablets")});
}

absl::Status OwnAccount() {
  return MakeError({StatusCode::kFailedPrecondition, "OWN_ACCOUNT",
                    "不能停用自己的账号。请由另一名管理员操作。",
                    "you cannot disable your own account; ask another administrator"});
}

absl::Status DeviceNotFound(absl::string_view id) {
  return MakeError({StatusCode::kNotFound, "DEVICE_NOT_FOUND", StrCat("没有平板 ", id, "。"),
                    StrCat("there is no device ", id)});
}

absl::Status OrganizationNotFound(absl::string_view key) {
  return MakeError({StatusCode::kNotFound, "ORGANIZATION_NOT_FOUND",
                    StrCat("登记库中没有 ", key, "。如怀疑是非法社会组织，可以举报。"),
                    StrCat("the registry has no organisation ", key)});
}

absl::Status CreditCodeInvalid(std::string zh, std::string en) {
  return MakeError(
      {StatusCode::kInvalidArgument, "CREDIT_CODE_INVALID", std::move(zh), std::move(en)});
}

absl::Status VisitNotFound(absl::string_view id) {
  return MakeError({StatusCode::kNotFound, "VISIT_NOT_FOUND", StrCat("没有走访 ", id, "。"),
                    StrCat("there is no visit ", id)});
}

absl::Status VisitChanged(absl::string_view id) {
  return MakeError({StatusCode::kAborted, "VISIT_CHANGED",
                    StrCat("走访 ", id, " 在您读取之后已被修改，没有保存。请重新读取后再改。"),
                    StrCat("visit ", id, " changed since its etag was read; read it again")});
}

absl::Status VisitState(absl::string_view id, absl::string_view state_zh) {
  return MakeError({StatusCode::kFailedPrecondition, "VISIT_STATE",
                    StrCat("走访 ", id, " 的状态为“", state_zh, "”，不能进行此操作。"),
                    StrCat("visit ", id, " is in a state that does not allow this")});
}

absl::Status EditNotTaken(absl::string_view reason, absl::string_view zh) {
  return MakeError({StatusCode::kFailedPrecondition, "EDIT_NOT_TAKEN", StrCat("没有保存：", zh),
                    StrCat("nothing was saved: ", reason)});
}

absl::Status FindingNotFound(absl::string_view id) {
  return MakeError({StatusCode::kNotFound, "FINDING_NOT_FOUND", StrCat("没有问题 ", id, "。"),
                    StrCat("there is no finding ", id)});
}

absl::Status FindingState(absl::string_view id) {
  return MakeError({StatusCode::kFailedPrecondition, "FINDING_STATE",
                    StrCat("问题 ", id, " 现在的整改状态不能办理这一步。请刷新后再办。"),
                    StrCat("finding ", id, " is not where this step begins; read it again")});
}

absl::Status ReportNotFound(absl::string_view id) {
  return MakeError({StatusCode::kNotFound, "REPORT_NOT_FOUND", StrCat("没有上报 ", id, "。"),
                    StrCat("there is no report ", id)});
}

absl::Status DivisionNotFound(absl::string_view code) {
  return MakeError({StatusCode::kNotFound, "DIVISION_NOT_FOUND",
                    StrCat("没有区划 ", code, "。请先导入该区划。"),
                    StrCat("there is no division ", code, "; import it first")});
}

absl::Status ConflictNotFound(absl::string_view id) {
  return MakeError({StatusCode::kNotFound, "CONFLICT_NOT_FOUND", StrCat("没有冲突 ", id, "。"),
                    StrCat("there is no conflict ", id)});
}

absl::Status ConflictResolved(absl::string_view id) {
  return MakeError({StatusCode::kFailedPrecondition, "CONFLICT_RESOLVED",
                    StrCat("冲突 ", id, " 已由他人处理。"),
                    StrCat("conflict ", id, " was resolved already")});
}

absl::Status ConflictChanged(absl::string_view id) {
  return MakeError(
      {StatusCode::kAborted, "CONFLICT_CHANGED",
       StrCat("冲突 ", id, " 所涉字段已不是其中任何一个值。请重新查看；保留现值请把现值写入。"),
       StrCat("the field of conflict ", id,
              " holds neither value any more; read it again, and write the present "
              "value to let it stand")});
}

absl::Status AttentionNotFound(absl::string_view id) {
  return MakeError({StatusCode::kNotFound, "ATTENTION_NOT_FOUND",
                    StrCat("没有待处理的修改 ", id, "。"), StrCat("there is no such edit: ", id)});
}

absl::Status AttentionSettled(absl::string_view id) {
  return MakeError({StatusCode::kFailedPrecondition, "ATTENTION_SETTLED",
                    StrCat("修改 ", id, " 已经处理过。"),
                    StrCat("the edit ", id, " was settled already")});
}

absl::Status AttentionUnreadable(absl::string_view id) {
  return MakeError({StatusCode::kFailedPrecondition, "ATTENTION_UNREADABLE",
                    StrCat("修改 ", id, " 的内容无法重新提交。可以导出后按内容另行登记。"),
                    StrCat("the content of ", id, " cannot be submitted again")});
}

absl::Status AttentionWaits(absl::string_view id) {
  return MakeError({StatusCode::kFailedPrecondition, "ATTENTION_WAITS",
                    StrCat("修改 ", id, " 在等所属记录，到达后会自动处理，不必重新提交。"),
                    StrCat("the edit ", id, " waits for its row and is applied when it arrives")});
}

absl::Status TaskNotFound(absl::string_view id) {
  return MakeError({StatusCode::kNotFound, "TASK_NOT_FOUND", StrCat("没有待办 ", id, "。"),
                    StrCat("there is no task ", id)});
}

absl::Status TaskClosed(absl::string_view id) {
  return MakeError({StatusCode::kFailedPrecondition, "TASK_CLOSED",
                    StrCat("待办 ", id, " 已经办结。"), StrCat("task ", id, " is closed already")});
}

absl::Status InstallNotRevoked() {
  return MakeError({StatusCode::kPermissionDenied, "INSTALL_NOT_REVOKED",
                    "本平板仍可正常同步，不需要上交。",
                    "this tablet may sync: nothing to surrender"});
}

absl::Status QuarantinedNotFound(absl::string_view id) {
  return MakeError({StatusCode::kNotFound, "QUARANTINED_NOT_FOUND", StrCat("隔离区没有 ", id, "。"),
                    StrCat("nothing in quarantine is ", id)});
}

absl::Status QuarantinedDecided(absl::string_view id) {
  return MakeError({StatusCode::kFailedPrecondition, "QUARANTINED_DECIDED",
                    StrCat("隔离区的 ", id, " 已经处理过。"),
                    StrCat(id, " in quarantine was decided already")});
}

absl::Status ComplaintNotFound(absl::string_view id) {
  return MakeError({StatusCode::kNotFound, "COMPLAINT_NOT_FOUND", StrCat("没有投诉举报 ", id, "。"),
                    StrCat("there is no complaint ", id)});
}

absl::Status ComplaintSecretWrong() {
  return MakeError({StatusCode::kPermissionDenied, "COMPLAINT_SECRET_WRONG", "编号或查询码不正确。",
                    "the number or the secret is wrong"});
}

absl::Status ComplaintState(absl::string_view state_zh) {
  return MakeError({StatusCode::kFailedPrecondition, "COMPLAINT_STATE",
                    StrCat("该投诉举报的状态为“", state_zh, "”，不能进行此操作。"),
                    "the complaint is in a state that does not allow this"});
}

absl::Status ReporterCannotBeSealed() {
  return MakeError({StatusCode::kFailedPrecondition, "REPORTER_CANNOT_BE_SEALED",
                    "本服务器尚未配置身份密封公钥，暂不能接收实名投诉举报。可以匿名提交。",
                    "this server has no identity public key and takes anonymous complaints only"});
}

absl::Status ComplaintNumbersUsedUp() {
  return MakeError({StatusCode::kResourceExhausted, "COMPLAINT_NUMBERS_USED_UP",
                    "今日编号已用完，请明日再提交。", "today's complaint numbers are used up"});
}

absl::Status BackupNotSound(absl::string_view path, absl::string_view problem_zh) {
  return MakeError({StatusCode::kDataLoss, "BACKUP_NOT_SOUND",
                    StrCat(path, " 没有通过校验，没有采用：", problem_zh),
                    StrCat(path,
                           " did not pass verification and was not used; "
                           "`zoufang admin verify` tells what is wrong")});
}

absl::Status RowNotFound(absl::string_view id) {
  return MakeError({StatusCode::kNotFound, "ROW_NOT_FOUND", StrCat("没有记录 ", id, "。"),
                    StrCat("there is no row ", id)});
}

absl::Status DirectoryInUse(absl::string_view directory) {
  return MakeError({StatusCode::kFailedPrecondition, "DIRECTORY_IN_USE",
                    StrCat("数据目录 ", directory, " 正被另一个服务器进程使用。请先停止它。"),
                    StrCat("the data directory ", directory,
                           " is in use by another server; stop that one first")});
}

absl::Status DirectoryNotInitialised(absl::string_view directory) {
  return MakeError(
      {StatusCode::kFailedPrecondition, "DIRECTORY_NOT_INITIALISED",
       StrCat("数据目录 ", directory, " 尚未初始化。请先运行 zoufang init。"),
       StrCat("the data directory ", directory, " is not initialised; run `zoufang init` first")});
}

absl::Status DirectoryAlreadyInitialised(absl::string_view directory) {
  return MakeError(
      {StatusCode::kAlreadyExists, "DIRECTORY_ALREADY_INITIALISED",
       StrCat("数据目录 ", directory, " 已经初始化，没有改动。"),
       StrCat("the data directory ", directory, " is initialised already and was not changed")});
}

absl::Status PathUnusable(absl::string_view path, absl::string_view problem) {
  return MakeError({StatusCode::kFailedPrecondition, "PATH_UNUSABLE",
                    StrCat("无法使用 ", path, "：", problem),
                    StrCat("cannot use ", path, ": ", problem)});
}

absl::Status PlaintextOffLoopback(absl::string_view address) {
  return MakeError({StatusCode::kFailedPrecondition, "PLAINTEXT_OFF_LOOPBACK",
                    StrCat("拒绝在 ", address,
                           " 上明文监听。请提供 --tls-cert 和 --tls-key，或改为监听 127.0.0.1。"),
                    StrCat("refused to listen in plaintext on ", address,
                           "; give --tls-cert and --tls-key, or listen on 127.0.0.1")});
}

absl::Status CannotListen(absl::string_view address) {
  return MakeError({StatusCode::kUnavailable, "CANNOT_LISTEN",
                    StrCat("无法在 ", address, " 上监听。端口可能已被占用，请换一个端口。"),
                    StrCat("cannot listen on ", address,
                           "; the port may be in use: choose another with --listen")});
}

absl::Status OptionInvalid(absl::string_view option, absl::string_view zh, absl::string_view en) {
  return MakeError({StatusCode::kInvalidArgument, "OPTION_INVALID",
                    StrCat("选项 ", option, " 无效：", zh), StrCat("option ", option, ": ", en)});
}

}  // namespace zoufang::domain
