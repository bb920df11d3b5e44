#include "clients/fieldwork/errors.h"

#include "absl/strings/str_cat.h"
#include "sync/base/error.h"

namespace zoufang::fieldwork {

using absl::StatusCode;
using absl::StrCat;
using base::MakeError;

absl::Status TabletMissing(absl::string_view path) {
  return MakeError({StatusCode::kNotFound, "TABLET_MISSING",
                    StrCat("没有平板文件 ", path, "。请检查路径；新平板请先登记：zoufang enroll"),
                    StrCat("there is no tablet file ", path,
                           "; check the path, or enrol a new tablet: zoufang enroll")});
}

absl::Status AlreadyEnrolled(absl::string_view user_name) {
  return MakeError(
      {StatusCode::kFailedPrecondition, "ALREADY_ENROLLED",
       StrCat("平板已登记给 ", user_name, "。重新登记同一用户请加 --again，数据不会丢失。"),
       StrCat("the tablet is enrolled for ", user_name,
              "; to enrol the same user again add --again, nothing is lost")});
}

absl::Status TabletOfAnotherUser(absl::string_view user_name) {
  return MakeError(
      {StatusCode::kFailedPrecondition, "TABLET_OF_ANOTHER_USER",
       StrCat("平板文件属于 ", user_name, "，没有改动。换人使用请另建平板文件(--tablet)。"),
       StrCat("the tablet file belongs to ", user_name,
              " and was not changed; another user needs another file (--tablet)")});
}

absl::Status RowNotOnTablet(absl::string_view label_zh, absl::string_view entity,
                            absl::string_view id) {
  return MakeError({StatusCode::kNotFound, "ROW_NOT_ON_TABLET",
                    StrCat("平板上没有", label_zh, " ", id,
                           "：可能不在您的辖区，或尚未同步。请核对编号，或先同步。"),
                    StrCat("there is no ", entity, " ", id,
                           " on this tablet: outside your area, or not synced yet; check the id or "
                           "sync first")});
}

absl::Status QuestionUnknown(absl::string_view question_id) {
  return MakeError(
      {StatusCode::kInvalidArgument, "QUESTION_UNKNOWN",
       StrCat("检查表没有题目 ", question_id, "。题目见 zoufang visit form"),
       StrCat("the form has no question ", question_id, "; zoufang visit form lists them")});
}

absl::Status AnswerNotOffered(absl::string_view question_zh, absl::string_view question_id,
                              absl::string_view answer) {
  return MakeError(
      {StatusCode::kInvalidArgument, "ANSWER_NOT_OFFERED",
       StrCat("“", question_zh, "”(", question_id,
              ")只能回答 是、否、不适用，可加说明，如 “否：已搬迁”；收到的是 “", answer, "”。"),
       StrCat(question_id, " takes yes, no or n/a, with a note after a colon if need be; got \"",
              answer, "\"")});
}

absl::Status InspectionIncomplete(absl::string_view missing_zh, absl::string_view missing_en) {
  return MakeError(
      {StatusCode::kFailedPrecondition, "INSPECTION_INCOMPLETE",
       StrCat("执法检查还缺：", missing_zh,
              "。须由两名以上执法人员出示证件、出具检查通知书进行（行政处罚法第42条）。"),
       StrCat("the inspection lacks ", missing_en,
              ": it is made by two officers who show their credentials and a notice")});
}

absl::Status EntityUnknown(absl::string_view name) {
  return MakeError({StatusCode::kInvalidArgument, "ENTITY_UNKNOWN",
                    StrCat("没有数据表 ", name,
                           "。可用：organization_profile、visit、visit_answer、finding、need 等。"),
                    StrCat("there is no entity ", name,
                           "; try organization_profile, visit, visit_answer, finding, need")});
}

absl::Status FieldUnknown(absl::string_view entity, absl::string_view field,
                          absl::string_view known) {
  return MakeError({StatusCode::kInvalidArgument, "FIELD_UNKNOWN",
                    StrCat(entity, " 没有字段 ", field, "。可用：", known),
                    StrCat(entity, " has no field ", field, "; there are: ", known)});
}

absl::Status FieldOfRegistry(absl::string_view label, absl::string_view field) {
  return MakeError(
      {StatusCode::kPermissionDenied, "FIELD_OF_REGISTRY",
       StrCat("“", label, "”(", field,
              ")由登记机关维护，平板不能直接修改。请提更正建议：zoufang report correction"),
       StrCat(field,
              " is kept by the registry; propose a change: zoufang report "
              "correction")});
}

absl::Status FieldWrittenOnce(absl::string_view label, absl::string_view field) {
  return MakeError({StatusCode::kFailedPrecondition, "FIELD_WRITTEN_ONCE",
                    StrCat("“", label, "”(", field, ")一经保存不再修改。内容有误请另写一条。"),
                    StrCat(field, " is written once; make a new record instead")});
}

absl::Status FieldIsNoSet(absl::string_view label, absl::string_view field) {
  return MakeError({StatusCode::kInvalidArgument, "FIELD_IS_NO_SET",
                    StrCat("“", label, "”(", field, ")不是多值字段，请用 ", field, "=内容。"),
                    StrCat(field, " is no set; write ", field, "=value")});
}

absl::Status ValueUnreadable(absl::string_view label, absl::string_view field,
                             absl::string_view expected_zh, absl::string_view expected_en) {
  return MakeError({StatusCode::kInvalidArgument, "VALUE_UNREADABLE",
                    StrCat("“", label, "”(", field, ")应为", expected_zh, "。"),
                    StrCat(field, " must be ", expected_en)});
}

absl::Status StepNotAllowed(absl::string_view label, absl::string_view from_zh,
                            absl::string_view to_zh) {
  return MakeError({StatusCode::kFailedPrecondition, "STEP_NOT_ALLOWED",
                    StrCat("“", label, "”不能从“", from_zh, "”改为“", to_zh, "”。"),
                    StrCat("the state cannot go from ", from_zh, " to ", to_zh)});
}

absl::Status AttentionUnknown(absl::string_view id) {
  return MakeError({StatusCode::kNotFound, "ATTENTION_UNKNOWN",
                    StrCat("没有待处理的修改 ", id, "。列表见 zoufang attention"),
                    StrCat("nothing that needs attention is ", id, "; see zoufang attention")});
}

absl::Status AttentionNotAgain(absl::string_view id) {
  return MakeError(
      {StatusCode::kFailedPrecondition, "ATTENTION_NOT_AGAIN",
       StrCat("修改 ", id,
              " 不能重新保存：在等所属记录，或没有可用的内容。可以导出或说明理由后关闭。"),
       StrCat("the edit ", id,
              " cannot be saved again: it waits for its row, or has no content; export "
              "or dismiss it")});
}

absl::Status FindingNotForRecheck(absl::string_view id) {
  return MakeError(
      {StatusCode::kFailedPrecondition, "FINDING_STATE",
       StrCat("问题 ", id, " 不在待复查状态。请先改为待复查：edit finding 编号 state=recheck"),
       StrCat("finding ", id,
              " does not wait for a recheck; first: edit finding ID state=recheck")});
}

absl::Status FindingNotOpen(absl::string_view id) {
  return MakeError({StatusCode::kFailedPrecondition, "FINDING_STATE",
                    StrCat("问题 ", id, " 已经开始整改或已了结，不能撤回。"),
                    StrCat("finding ", id, " is being put right or settled: not to withdraw")});
}

absl::Status OneValueOnly(absl::string_view label, absl::string_view field) {
  return MakeError({StatusCode::kInvalidArgument, "ONE_VALUE_ONLY",
                    StrCat("“", label, "”(", field, ")只能取一个值，不能两个都留。"),
                    StrCat(field, " holds one value only: take one of the two")});
}

absl::Status ConflictAlreadyResolved(absl::string_view id) {
  return MakeError({StatusCode::kFailedPrecondition, "CONFLICT_RESOLVED",
                    StrCat("冲突 ", id, " 已处理。如仍需改动，请直接修改该记录。"),
                    StrCat("conflict ", id, " is resolved; to change the value edit the record")});
}

absl::Status ConflictOfNewerVersion(absl::string_view id) {
  return MakeError({StatusCode::kFailedPrecondition, "CONFLICT_OF_NEWER_VERSION",
                    StrCat("冲突 ", id, " 涉及本程序还不认识的字段。请升级后处理。"),
                    StrCat("conflict ", id,
                           " is about a field that this program does not know; upgrade first")});
}

absl::Status AnswersRequired(absl::string_view questions_zh) {
  return MakeError({StatusCode::kFailedPrecondition, "ANSWERS_REQUIRED",
                    StrCat("依法必查的项目还没有填：", questions_zh),
                    StrCat("questions that the law requires are open: ", questions_zh)});
}

absl::Status SkipNotAllowed(absl::string_view question_zh, absl::string_view basis) {
  return MakeError({StatusCode::kFailedPrecondition, "SKIP_NOT_ALLOWED",
                    StrCat("“", question_zh, "”依法必查(", basis, ")，不能略过。"),
                    StrCat("the law requires this question: ", question_zh)});
}

absl::Status VisitNotFinished(absl::string_view id) {
  return MakeError({StatusCode::kFailedPrecondition, "VISIT_NOT_FINISHED",
                    "走访还没有完成，直接修改即可，不需要更正。",
                    StrCat("visit ", id, " is not finished; edit it instead of amending it")});
}

}  // namespace zoufang::fieldwork
