// What the look-up takes and gives. Names are UTF-8; lengths inside are in UTF-16 units.
#pragma once

#include <string>
#include <vector>

namespace zoufang::domain {

// One organisation as the look-up knows it.
struct NameEntry {
  std::string id;
  std::string credit_code;  // "" when it has none. Kept up to its 19th character.
  std::string name;
  std::vector<std::string> former_names;
  std::string division_code;  // Kept up to its 12th digit.
  int kind = 0;               // 0..63, the caller's numbers; used only by the filter.
  int status = 0;             // 0..63, likewise.
  bool active = true;         // Active ones come first among equal matches.
};

struct LookupQuery {
  std::string text;  // Code, name, pinyin, initials, or whole or part of them, mixed.
  std::string division_prefix;
  std::vector<int> kinds;  // Empty: all.
  std::vector<int> statuses;
  int limit = 20;
  int offset = 0;
};

enum class MatchedBy { kCreditCode, kName, kFormerName, kPinyin, kInitials };

struct LookupHit {
  std::string id;
  MatchedBy matched_by = MatchedBy::kName;
  int score = 0;             // Higher is better; comparable within one index only.
  bool exact = false;        // The whole code, name or former name was typed.
  bool look_alike = false;   // Resembles the typed name but is another: say so to the reader.
  std::string matched_text;  // The code, or the name or former name as it was registered.
};

struct LookupResult {
  std::vector<LookupHit> hits;  // Best first; one per organisation.
  bool more = false;
};

}  // namespace zoufang::domain
