// Which right codes lie near to a wrong one. The final check alone fixes, for every position, which
// character could have stood there, so candidates are few; they are ranked by how people err: one
// look-alike, two neighbours swapped, a division outside Zibo, the final check, anything else, the
// organisation check.
#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "domain/credit_code.h"

namespace zoufang::domain {
namespace {

constexpr size_t kMostSuggestions = 3;
constexpr size_t kMostVariants = 64;  // Of look-alikes at several illegal positions.

// Characters taken for one another in print and handwriting.
constexpr std::array<absl::string_view, 12> kLookAlikes = {"O0", "I1", "S5", "Z2", "VUY", "B8",
                                                           "D0", "Q0", "L1", "G6", "T7",  "OD"};

enum Cost { kLookAlike, kSwap, kIntoZibo, kFinalCheck, kOther, kOrganisationCheck };

struct Candidate {
  Cost cost;
  std::string code;
  bool operator<(const Candidate& other) const {
    return std::tie(cost, code) < std::tie(other.cost, other.code);
  }
};

bool LookAlike(char a, char b) {
  for (absl::string_view group : kLookAlikes) {
    if (absl::StrContains(group, a) && absl::StrContains(group, b)) return true;
  }
  return false;
}

bool LegalAt(size_t index, char c) {
  if (index >= 2 && index <= 7) return absl::ascii_isdigit(c);
  return absl::StrContains(kCreditCodeAlphabet, c);
}

bool IsRight(absl::string_view code) {
  if (code[0] != '5' || !absl::StrContains("1239", code[1])) return false;
  for (size_t i = 0; i < code.size(); ++i) {
    if (!LegalAt(i, code[i])) return false;
  }
  return code[16] == OrganisationCheckCharacter(code.substr(8, 8)) &&
         code[17] == CreditCodeCheckCharacter(code.substr(0, 17));
}

Cost CostOfSubstitution(absl::string_view wrong, absl::string_view right, size_t index) {
  if (LookAlike(wrong[index], right[index])) return kLookAlike;
  // The organisation check confirms positions 9 to 17, so the last character alone is likely.
  if (index == 17) return kFinalCheck;
  if (index == 16) return kOrganisationCheck;
  const bool into_zibo =
      absl::StartsWith(right.substr(2), "3703") && !absl::StartsWith(wrong.substr(2), "3703");
  return into_zibo ? kIntoZibo : kOther;
}

// Every way to put a legal look-alike at each illegal position.
std::vector<std::string> LegalVariants(absl::string_view code) {
  std::vector<std::string> variants = {std::string(code)};
  for (size_t i = 0; i < code.size() && variants.size() <= kMostVariants; ++i) {
    if (LegalAt(i, code[i])) continue;
    std::vector<std::string> next;
    for (char c : kCreditCodeAlphabet) {
      if (!LegalAt(i, c) || !LookAlike(code[i], c)) continue;
      for (std::string variant : variants) {
        variant[i] = c;
        next.push_back(std::move(variant));
      }
    }
    variants = std::move(next);
  }
  return variants;
}

void AddSubstitutions(absl::string_view code, std::vector<Candidate>& candidates) {
  for (size_t i = 0; i < code.size(); ++i) {
    std::string changed(code);
    for (char c : kCreditCodeAlphabet) {
      changed[i] = c;
      if (c == code[i] || !IsRight(changed)) continue;
      candidates.push_back({CostOfSubstitution(code, changed, i), changed});
    }
  }
}

void AddSwaps(absl::string_view code, std::vector<Candidate>& candidates) {
  for (size_t i = 0; i + 1 < code.size(); ++i) {
    std::string changed(code);
    std::swap(changed[i], changed[i + 1]);
    if (IsRight(changed)) candidates.push_back({kSwap, changed});
  }
}

}  // namespace

std::vector<std::string> SuggestCreditCodes(absl::string_view code) {
  if (code.size() != kCreditCodeLength) return {};
  std::vector<Candidate> candidates;
  for (const std::string& variant : LegalVariants(code)) {
    if (variant != code && IsRight(variant)) candidates.push_back({kLookAlike, variant});
  }
  AddSubstitutions(code, candidates);
  AddSwaps(code, candidates);
  std::sort(candidates.begin(), candidates.end());
  std::vector<std::string> suggestions;
  for (const Candidate& candidate : candidates) {
    if (suggestions.size() == kMostSuggestions) break;
    const bool known = std::count(suggestions.begin(), suggestions.end(), candidate.code) > 0;
    if (!known) suggestions.push_back(candidate.code);
  }
  return suggestions;
}

}  // namespace zoufang::domain
