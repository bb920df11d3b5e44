// The unified social credit code (GB 32100-2015) and the organisation code (GB 11714) inside it.
//
//   position  1      registering department: 5 = civil affairs
//             2      class: 1 association, 2 service institution, 3 foundation, 9 other
//             3-8    division of the registering authority (not of the office)
//             9-16   organisation code, 17 its check character, 18 the check character of all
//
// Real codes of the pilot years exist whose check characters are wrong, so a failed check is an
// error only for what somebody typed; for what comes out of the registry it is a warning.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace zoufang::domain {

inline constexpr int kCreditCodeLength = 18;
inline constexpr absl::string_view kCreditCodeAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

// One thing that is wrong with a code.
struct CreditCodeFault {
  enum class Kind {
    kWrongLength,        // `position` is the number of characters found.
    kIllegalCharacter,   // No such character at this position; `expected` is empty.
    kOrganisationCheck,  // Position 17 does not follow from 9-16.
    kFinalCheck,         // Position 18 does not follow from 1-17.
  };
  Kind kind;
  int position;       // 1-based.
  std::string found;  // One character in UTF-8.
  std::string expected;
};

// What CheckCreditCode found. A wrong length or an illegal character hides the check characters.
struct CreditCodeCheck {
  std::string code;                      // Normalised.
  std::vector<CreditCodeFault> faults;   // In order of position; empty when all is right.
  std::vector<std::string> suggestions;  // Right codes near to it, best first, at most three.
  bool civil_affairs = false;            // Begins with 51, 52, 53 or 59.

  bool well_formed() const { return faults.empty(); }
};

// Full-width to half-width, upper case, without spaces and hyphens. Look-alikes such as O for 0
// stay as they are: they are suggestions, never corrections.
std::string NormalizeCreditCode(absl::string_view text);

CreditCodeCheck CheckCreditCode(absl::string_view text);

// The check character that follows from `body`, the eight characters of an organisation code; 0 if
// they are not eight of 0-9 and A-Z.
char OrganisationCheckCharacter(absl::string_view body);

// The check character that follows from the first 17 characters of a credit code; 0 if they are not
// seventeen of its alphabet.
char CreditCodeCheckCharacter(absl::string_view first17);

// The civil-affairs code of class '1', '2', '3' or '9', a six-digit division and an eight-character
// body, with both check characters; nothing if a part is not of that form.
std::optional<std::string> MakeCreditCode(char class_character, absl::string_view division,
                                          absl::string_view body);

// At most three right codes near to `code`: look-alikes where a character is illegal, else one
// character replaced or two neighbours swapped. Never another department or class of organisation.
std::vector<std::string> SuggestCreditCodes(absl::string_view code);

// What is wrong, for the person who typed it; "" when nothing is.
std::string ExplainInChinese(const CreditCodeCheck& check);
std::string ExplainInEnglish(const CreditCodeCheck& check);

}  // namespace zoufang::domain
