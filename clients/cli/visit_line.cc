#include "clients/cli/visit_line.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "clients/cli/errors.h"
#include "clients/cli/json.h"
#include "clients/fieldwork/field_text.h"
#include "clients/fieldwork/words.h"
#include "sync/base/status.h"

namespace zoufang::cli {
namespace {

using fieldwork::NewVisit;

absl::Status NotText(const std::string& name, int line) {
  return VisitLineMalformed(line, absl::StrCat(name, " 应为文字"),
                            absl::StrCat(name, " must be a text"));
}

absl::Status SetKind(const std::string& text, int line, NewVisit& visit) {
  const auto* kind = fieldwork::FindEnumValue(*v1::VisitKind_descriptor(), text);
  if (kind == nullptr) {
    const std::string names = fieldwork::ShortNames(*v1::VisitKind_descriptor());
    return VisitLineMalformed(line, absl::StrCat("kind 应为 ", names),
                              absl::StrCat("kind must be one of ", names));
  }
  visit.kind = static_cast<v1::VisitKind>(kind->number());
  return absl::OkStatus();
}

absl::Status SetStart(const std::string& text, int line, NewVisit& visit) {
  visit.started_at = fieldwork::ParseTime(text);
  if (visit.started_at.has_value()) return absl::OkStatus();
  return VisitLineMalformed(line, "started_at 应为时间，如 2026-03-04 10:30",
                            "started_at must be a time such as 2026-03-04 10:30");
}

absl::Status SetAnswers(const Json& answers, int line, NewVisit& visit) {
  if (!answers.is_object()) {
    return VisitLineMalformed(line, "answers 应为 {题目: 回答}",
                              "answers must be {question: answer}");
  }
  for (const auto& [question, answer] : answers.items()) {
    if (!answer.is_string()) return NotText(question, line);
    visit.answers.push_back({question, answer.get<std::string>()});
  }
  return absl::OkStatus();
}

absl::Status SetMember(const std::string& name, const Json& value, int line, NewVisit& visit) {
  if (name == "answers") return SetAnswers(value, line, visit);
  if (!value.is_string()) return NotText(name, line);
  const std::string text = value.get<std::string>();
  if (name == "kind") return SetKind(text, line, visit);
  if (name == "started_at") return SetStart(text, line, visit);
  if (name == "organization_id")
    visit.organization = text;
  else if (name == "purpose")
    visit.purpose = text;
  else if (name == "summary")
    visit.summary = text;
  else if (name == "point")
    visit.point = text;
  else if (name == "point_absent_reason")
    visit.point_absent_reason = text;
  else
    return VisitLineMalformed(line, absl::StrCat("不认识 ", name),
                              absl::StrCat("unknown member ", name));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<NewVisit> ParseVisitLine(absl::string_view text, int line) {
  const Json document = Json::parse(text.begin(), text.end(), nullptr, false);
  if (!document.is_object()) {
    return VisitLineMalformed(line, "不是 JSON 对象", "it is no JSON object");
  }
  NewVisit visit;
  for (const auto& [name, value] : document.items()) {
    RETURN_IF_ERROR(SetMember(name, value, line, visit));
  }
  if (visit.organization.empty()) {
    return VisitLineMalformed(line, "缺少 organization_id", "organization_id is missing");
  }
  return visit;
}

}  // namespace zoufang::cli
