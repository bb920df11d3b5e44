#include "domain/credit_code.h"

#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace zoufang::domain {
namespace {

constexpr std::array<int, 17> kFinalWeights = {1,  3,  9,  27, 19, 26, 16, 17, 20,
                                               29, 25, 13, 8,  24, 10, 30, 28};
constexpr std::array<int, 8> kOrganisationWeights = {3, 7, 9, 10, 5, 8, 4, 2};

int OrganisationValue(char c) {
  if (absl::ascii_isdigit(c)) return c - '0';
  return absl::ascii_isupper(c) ? c - 'A' + 10 : -1;
}

int FinalValue(char c) {
  const size_t value = kCreditCodeAlphabet.find(c);
  return value == absl::string_view::npos ? -1 : static_cast<int>(value);
}

// Bytes of the UTF-8 character at the front of `text`.
size_t CharacterLength(absl::string_view text) {
  const unsigned char lead = text[0];
  const size_t length = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  return std::min(length, text.size());
}

std::vector<absl::string_view> Characters(absl::string_view text) {
  std::vector<absl::string_view> characters;
  while (!text.empty()) {
    const size_t length = CharacterLength(text);
    characters.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return characters;
}

// U+FF01..U+FF5E are ASCII 0x21..0x7E, as EF BC 81..BF and EF BD 80..9E.
std::string HalfWidth(absl::string_view character) {
  if (character.size() != 3 || character[0] != '\xEF') return std::string(character);
  const unsigned char low = character[2];
  if (character[1] == '\xBC' && low >= 0x81) return std::string(1, static_cast<char>(low - 0x60));
  if (character[1] == '\xBD' && low <= 0x9E) return std::string(1, static_cast<char>(low - 0x20));
  return std::string(character);
}

bool IsSpaceOrHyphen(absl::string_view character) {
  if (character.size() == 1) return character == "-" || absl::ascii_isspace(character[0]);
  for (absl::string_view skipped : {"\u00A0", "\u200B", "\u3000", "\uFEFF", "\u2010", "\u2011",
                                    "\u2012", "\u2013", "\u2014", "\u2212"}) {
    if (character == skipped) return true;
  }
  return false;
}

bool IsLegalAt(int position, absl::string_view character) {
  if (character.size() != 1) return false;
  if (position >= 3 && position <= 8) return absl::ascii_isdigit(character[0]);
  return FinalValue(character[0]) >= 0;
}

std::vector<CreditCodeFault> FormFaults(absl::string_view code) {
  const std::vector<absl::string_view> characters = Characters(code);
  const int length = static_cast<int>(characters.size());
  if (length != kCreditCodeLength) {
    return {{CreditCodeFault::Kind::kWrongLength, length, "", ""}};
  }
  std::vector<CreditCodeFault> faults;
  for (int position = 1; position <= length; ++position) {
    const absl::string_view found = characters[position - 1];
    if (IsLegalAt(position, found)) continue;
    faults.push_back({CreditCodeFault::Kind::kIllegalCharacter, position, std::string(found), ""});
  }
  return faults;
}

// Requires a code without faults of form.
std::vector<CreditCodeFault> CheckFaults(absl::string_view code) {
  std::vector<CreditCodeFault> faults;
  const auto compare = [&](CreditCodeFault::Kind kind, int position, char expected) {
    const char found = code[position - 1];
    if (found == expected) return;
    faults.push_back({kind, position, std::string(1, found), std::string(1, expected)});
  };
  compare(CreditCodeFault::Kind::kOrganisationCheck, 17,
          OrganisationCheckCharacter(code.substr(8, 8)));
  compare(CreditCodeFault::Kind::kFinalCheck, 18, CreditCodeCheckCharacter(code.substr(0, 17)));
  return faults;
}

bool IsCivilAffairs(absl::string_view code) {
  return code.size() >= 2 && code[0] == '5' && absl::StrContains("1239", code.substr(1, 1));
}

}  // namespace

std::string NormalizeCreditCode(absl::string_view text) {
  std::string code;
  for (absl::string_view character : Characters(text)) {
    const std::string half = HalfWidth(character);
    if (!IsSpaceOrHyphen(half)) absl::StrAppend(&code, half);
  }
  absl::AsciiStrToUpper(&code);
  return code;
}

CreditCodeCheck CheckCreditCode(absl::string_view text) {
  CreditCodeCheck check;
  check.code = NormalizeCreditCode(text);
  check.civil_affairs = IsCivilAffairs(check.code);
  check.faults = FormFaults(check.code);
  if (check.faults.empty()) check.faults = CheckFaults(check.code);
  if (!check.faults.empty()) check.suggestions = SuggestCreditCodes(check.code);
  return check;
}

char OrganisationCheckCharacter(absl::string_view body) {
  if (body.size() != kOrganisationWeights.size()) return 0;
  int sum = 0;
  for (size_t i = 0; i < body.size(); ++i) {
    const int value = OrganisationValue(body[i]);
    if (value < 0) return 0;
    sum += value * kOrganisationWeights[i];
  }
  const int check = 11 - sum % 11;
  return check == 11 ? '0' : check == 10 ? 'X' : static_cast<char>('0' + check);
}

char CreditCodeCheckCharacter(absl::string_view first17) {
  if (first17.size() != kFinalWeights.size()) return 0;
  int sum = 0;
  for (size_t i = 0; i < first17.size(); ++i) {
    const int value = FinalValue(first17[i]);
    if (value < 0) return 0;
    sum += value * kFinalWeights[i];
  }
  return kCreditCodeAlphabet[(31 - sum % 31) % 31];
}

std::optional<std::string> MakeCreditCode(char class_character, absl::string_view division,
                                          absl::string_view body) {
  std::string code = absl::StrCat("5", std::string(1, class_character), division, body);
  if (division.size() != 6 || body.size() != 8 || !IsCivilAffairs(code)) return std::nullopt;
  for (int position = 1; position <= 16; ++position) {
    if (!IsLegalAt(position, absl::string_view(code).substr(position - 1, 1))) return std::nullopt;
  }
  code += OrganisationCheckCharacter(body);
  code += CreditCodeCheckCharacter(code);
  return code;
}

}  // namespace zoufang::domain
