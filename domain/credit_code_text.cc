#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/credit_code.h"

namespace zoufang::domain {
namespace {

bool InDivision(const CreditCodeFault& fault) { return fault.position >= 3 && fault.position <= 8; }

std::string FaultInChinese(const CreditCodeFault& fault) {
  switch (fault.kind) {
    case CreditCodeFault::Kind::kWrongLength:
      return absl::StrCat("统一社会信用代码应为", kCreditCodeLength, "位，现为", fault.position,
                          "位");
    case CreditCodeFault::Kind::kIllegalCharacter:
      return absl::StrCat(
          "第", fault.position, "位“", fault.found, "”不可用，",
          InDivision(fault) ? "第3至8位只能是数字" : "只能是数字和大写字母（不含I、O、S、V、Z）");
    case CreditCodeFault::Kind::kOrganisationCheck:
      return absl::StrCat("第17位（组织机构代码校验码）应为“", fault.expected, "”，现为“",
                          fault.found, "”");
    case CreditCodeFault::Kind::kFinalCheck:
      return absl::StrCat("第18位（校验码）应为“", fault.expected, "”，现为“", fault.found, "”");
  }
  return "";
}

std::string FaultInEnglish(const CreditCodeFault& fault) {
  switch (fault.kind) {
    case CreditCodeFault::Kind::kWrongLength:
      return absl::StrCat("a unified social credit code has ", kCreditCodeLength,
                          " characters, this one has ", fault.position);
    case CreditCodeFault::Kind::kIllegalCharacter:
      return absl::StrCat("position ", fault.position, " cannot be '", fault.found, "': ",
                          InDivision(fault) ? "positions 3 to 8 are digits"
                                            : "only digits and capitals other than I, O, S, V, Z");
    case CreditCodeFault::Kind::kOrganisationCheck:
      return absl::StrCat("position 17, the organisation code's check character, should be '",
                          fault.expected, "' but is '", fault.found, "'");
    case CreditCodeFault::Kind::kFinalCheck:
      return absl::StrCat("position 18, the check character, should be '", fault.expected,
                          "' but is '", fault.found, "'");
  }
  return "";
}

}  // namespace

std::string ExplainInChinese(const CreditCodeCheck& check) {
  if (check.well_formed()) return "";
  const auto format = [](std::string* out, const CreditCodeFault& fault) {
    absl::StrAppend(out, FaultInChinese(fault));
  };
  std::string text = absl::StrJoin(check.faults, "；", format);
  if (!check.suggestions.empty()) {
    absl::StrAppend(&text, "。您要找的是否为：", absl::StrJoin(check.suggestions, "、"));
  }
  return absl::StrCat(text, check.suggestions.empty() ? "。" : "？");
}

std::string ExplainInEnglish(const CreditCodeCheck& check) {
  if (check.well_formed()) return "";
  const auto format = [](std::string* out, const CreditCodeFault& fault) {
    absl::StrAppend(out, FaultInEnglish(fault));
  };
  std::string text = absl::StrJoin(check.faults, "; ", format);
  text[0] = absl::ascii_toupper(text[0]);
  if (!check.suggestions.empty()) {
    absl::StrAppend(&text, ". Did you mean ", absl::StrJoin(check.suggestions, ", "));
  }
  return absl::StrCat(text, check.suggestions.empty() ? "." : "?");
}

}  // namespace zoufang::domain
