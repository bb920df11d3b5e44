#include "domain/plan_errors.h"

#include "absl/strings/str_cat.h"

namespace zoufang::domain {

using absl::StatusCode;
using absl::StrCat;
using base::MakeError;

absl::Status PlanNotFound(absl::string_view id) {
  return MakeError({StatusCode::kNotFound, "PLAN_NOT_FOUND", StrCat("没有走访安排 ", id, "。"),
                    StrCat("there is no visit plan ", id)});
}

absl::Status PlanChanged(absl::string_view id) {
  return MakeError({StatusCode::kAborted, "PLAN_CHANGED",
                    StrCat("走访安排 ", id, " 已被他人修改，请重新读取后再改。"),
                    StrCat("visit plan ", id, " has changed since it was read; read it again")});
}

absl::Status PlanState(absl::string_view id, absl::string_view state_zh) {
  return MakeError({StatusCode::kFailedPrecondition, "PLAN_STATE",
                    StrCat("走访安排 ", id, " 的状态为“", state_zh, "”，不能这样处理。"),
                    StrCat("the state of visit plan ", id, " does not allow that")});
}

absl::Status FormInvalid(std::vector<base::FieldViolation> problems) {
  constexpr size_t kMost = 10;
  if (problems.size() > kMost) problems.resize(kMost);
  const base::FieldViolation& first = problems.front();
  return MakeError({StatusCode::kInvalidArgument, "FORM_INVALID",
                    StrCat("表单有误，", first.field, "：", first.zh, "。"),
                    StrCat("the form is wrong at ", first.field, ": ", first.en)},
                   problems);
}

absl::Status FormVersionExists(absl::string_view version) {
  return MakeError({StatusCode::kAlreadyExists, "FORM_VERSION_EXISTS",
                    StrCat("表单版本 ", version, " 已存在。已发布的表单不能修改，请换一个版本号。"),
                    StrCat("there is a form of version ", version,
                           "; a published one is never changed: take another version")});
}

}  // namespace zoufang::domain
