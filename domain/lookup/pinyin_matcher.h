// Matches typed letters against Chinese characters.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/lookup/lookup.h"
#include "domain/lookup/pinyin.h"
#include "domain/lookup/scan.h"

namespace zoufang::domain {

// A text with the first letters of its units' readings, unit by unit (see CharacterPinyin).
struct SpelledText {
  std::u16string_view units;
  const char* initials;
  const char* other_initials;

  SpelledText From(size_t begin) const {
    return {units.substr(begin), initials + begin, other_initials + begin};
  }
};

// A small automaton: every character of a name takes from the query its first letter, one of its
// whole readings, at the query's end any beginning of a reading, or itself. So "zhangdianqu",
// "zdq", "zhangdq", "zhangd" and "张dq" all match 张店区, and 长沙 matches "changsha" and
// "zhangsha". States are positions in the query, as bits of a word, hence the bound. Borrows the
// table.
class PinyinMatcher {
 public:
  static constexpr size_t kMostUnits = 63;

  // `query` is normalised and not empty; what goes beyond kMostUnits is not compared.
  PinyinMatcher(std::u16string_view query, const PinyinTable& table);

  struct Match {
    size_t end;    // Units of the text that were taken.
    MatchedBy by;  // kName when every character took itself.
  };
  // Matches at the front of `text`.
  std::optional<Match> At(const SpelledText& text) const;

  // False if only first letters and characters themselves can match.
  bool has_syllables() const { return has_syllables_; }

  // Where in a text a match can begin: at this unit, or, when that is nothing, where these letters
  // show.
  std::optional<char16_t> first_unit() const { return first_unit_; }
  const InitialsPattern& initials() const { return initials_; }

 private:
  // Positions that a reading leads to from one position, by syllable and position.
  uint64_t Steps(const std::string& syllable, size_t position) const;
  uint64_t Next(char16_t unit, uint64_t states) const;
  bool AllInitials(const SpelledText& text) const;
  void FindStart();
  void FindSeconds();
  void FindLast();

  std::u16string query_;
  const PinyinTable& table_;
  std::vector<uint64_t> steps_;
  bool has_syllables_ = false;
  std::optional<char16_t> first_unit_;
  InitialsPattern initials_;
};

}  // namespace zoufang::domain
