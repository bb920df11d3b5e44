#include "domain/complaint_errors.h"

#include "absl/strings/str_cat.h"
#include "sync/base/error.h"
#include "sync/base/error_metadata.h"

namespace zoufang::domain {

using absl::StatusCode;
using absl::StrCat;
using base::MakeError;

absl::Status ExternalCaseNotFound(absl::string_view external_id) {
  return MakeError(
      {StatusCode::kNotFound, "EXTERNAL_CASE_NOT_FOUND",
       StrCat("本账号没有以来源编号 ", external_id, " 提交过投诉举报。请核对编号，或先提交。"),
       StrCat("this account filed no case under external_id ", external_id,
              "; check the number, or file it first")});
}

absl::Status ComplaintChanged(absl::string_view state_zh) {
  return MakeError(
      {StatusCode::kAborted, "COMPLAINT_CHANGED",
       StrCat("此件在您查看之后已有变化，现为“", state_zh,
              "”。您的操作没有执行，他人的操作也没有丢失。请刷新后再决定。"),
       "the case changed since its etag was read, and nothing was done; read it again"});
}

absl::Status Recused() {
  return MakeError({StatusCode::kPermissionDenied, "RECUSED", "您已回避此件，不能查看或办理。",
                    "you are recused from this case and may neither read nor handle it"});
}

absl::Status OutsideDepartment(absl::string_view department) {
  return MakeError({StatusCode::kPermissionDenied, "OUTSIDE_DEPARTMENT",
                    StrCat("此件由“", department, "”承办，请由该部门办理或先改派。"),
                    "another department handles this case"});
}

absl::Status SecondPersonNeeded() {
  return MakeError({StatusCode::kFailedPrecondition, "SECOND_PERSON_NEEDED",
                    "须由另一名工作人员办理：申请人或原决定人不能审批自己的事项。",
                    "another member of staff must do this: nobody judges a step of their own"});
}

absl::Status ReviewTooLate(absl::string_view until) {
  const bool never = until.empty();
  return MakeError({StatusCode::kFailedPrecondition, "REVIEW_TOO_LATE",
                    never ? std::string("此件现在不能申请复核。")
                          : StrCat("申请复核的期限为 ", until, "，已过期或已用完复核次数。"),
                    never ? std::string("no review is open for this case")
                          : StrCat("reviews could be asked for until ", until,
                                   ", or as often as the rules allow")});
}

absl::Status ExtensionState(absl::string_view zh, absl::string_view en) {
  return MakeError({StatusCode::kFailedPrecondition, "EXTENSION_STATE",
                    StrCat("不能进行此操作：", zh, "。"), std::string(en)});
}

absl::Status IdentityState(absl::string_view zh, absl::string_view en) {
  return MakeError({StatusCode::kFailedPrecondition, "IDENTITY_STATE",
                    StrCat("不能进行此操作：", zh, "。"),
                    StrCat("the reporter's identity cannot be dealt with so: ", en)});
}

absl::Status IdentityCannotBeOpened() {
  return MakeError({StatusCode::kFailedPrecondition, "IDENTITY_CANNOT_BE_OPENED",
                    "服务器启动时没有给出开启密钥，不能查看举报人身份。请联系管理员。",
                    "this server was started without --identity-secret-key-file"});
}

absl::Status IdentityDamaged() {
  return MakeError({StatusCode::kDataLoss, "IDENTITY_DAMAGED",
                    "封存的举报人身份无法开启：密钥不符或数据已损坏。请联系管理员。",
                    "the sealed identity does not open: another key sealed it, or it is damaged"});
}

absl::Status EvidenceFull(int most) {
  return MakeError({StatusCode::kFailedPrecondition, "EVIDENCE_FULL",
                    StrCat("每件最多提交 ", most, " 份材料。"),
                    StrCat("a case takes at most ", most, " files")});
}

absl::Status MergeTargetUnfit(absl::string_view zh, absl::string_view en) {
  return MakeError({StatusCode::kFailedPrecondition, "MERGE_TARGET_UNFIT",
                    StrCat("不能并入该件：", zh, "。"), StrCat("cannot merge into it: ", en)});
}

absl::Status HandlerUnfit(absl::string_view user_name) {
  return MakeError({StatusCode::kFailedPrecondition, "HANDLER_UNFIT",
                    StrCat("用户 ", user_name, " 不能承办此件：须为本辖区在职且未回避的工作人员。"),
                    StrCat(user_name,
                           " cannot handle this case: it takes active staff of its "
                           "area who is not recused")});
}

absl::Status ClueNotFound(absl::string_view complaint_id) {
  return MakeError({StatusCode::kNotFound, "CLUE_NOT_FOUND",
                    StrCat("此件 ", complaint_id, " 没有非法社会组织线索。"),
                    StrCat("case ", complaint_id, " has no clue of an illegal organisation")});
}

absl::Status ClueState(absl::string_view complaint_id) {
  return MakeError({StatusCode::kFailedPrecondition, "CLUE_STATE",
                    StrCat("此件 ", complaint_id, " 的线索不能改为该状态。"),
                    StrCat("the clue of case ", complaint_id, " cannot come to that state now")});
}

absl::Status FilingWorkNeeded(absl::string_view challenge, int bits) {
  const absl::Status status = MakeError(
      {StatusCode::kFailedPrecondition, "FILING_WORK_NEEDED",
       "目前提交量异常，请先完成一次防刷验证（网页会自动完成）再提交。",
       "there is a flood of filings; do the work that the challenge asks for, then file again"});
  return base::WithMetadata(base::WithMetadata(status, "challenge", challenge), "bits",
                            absl::StrCat(bits));
}

}  // namespace zoufang::domain
