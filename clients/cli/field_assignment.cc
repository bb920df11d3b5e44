#include "clients/cli/field_assignment.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "clients/cli/errors.h"
#include "sync/base/status.h"

namespace zoufang::cli {

using fieldwork::FieldChange;

absl::StatusOr<std::pair<std::string, std::string>> ParsePair(absl::string_view text) {
  const size_t equals = text.find('=');
  if (equals == absl::string_view::npos || equals == 0) {
    return WrongUsage(absl::StrCat("“", text, "” 应写成 名称=内容。"),
                      absl::StrCat("\"", text, "\" should be name=value"));
  }
  return std::make_pair(std::string(text.substr(0, equals)), std::string(text.substr(equals + 1)));
}

absl::StatusOr<FieldChange> ParseFieldChange(absl::string_view text) {
  ASSIGN_OR_RETURN(const auto pair, ParsePair(text));
  absl::string_view field = pair.first;
  FieldChange change;
  change.text = pair.second;
  if (absl::ConsumeSuffix(&field, "+"))
    change.kind = FieldChange::Kind::kAddMember;
  else if (absl::ConsumeSuffix(&field, "-"))
    change.kind = FieldChange::Kind::kRemoveMember;
  if (field.empty()) return ParsePair("").status();
  change.field = std::string(field);
  return change;
}

absl::StatusOr<std::vector<FieldChange>> ParseFieldChanges(const std::vector<std::string>& texts) {
  std::vector<FieldChange> changes;
  for (const std::string& text : texts) {
    ASSIGN_OR_RETURN(FieldChange change, ParseFieldChange(text));
    changes.push_back(std::move(change));
  }
  return changes;
}

}  // namespace zoufang::cli
