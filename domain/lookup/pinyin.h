// How Chinese characters are read, without tones.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace zoufang::domain {

// The readings of one UTF-16 unit. A name keeps no joined variants (they would multiply with each
// polyphone); every position carries its alternatives and the matcher tries them all.
struct CharacterPinyin {
  static constexpr size_t kMost = 4;
  std::array<uint16_t, kMost> syllables{};  // Numbers into PinyinTable::syllables().
  uint8_t count = 0;
  // The first letters of the readings; the same twice when there is one, 0 when there is none.
  // Readings with a third first letter are dropped, so these two tell where a match may begin.
  char initial = 0;
  char other_initial = 0;

  absl::Span<const uint16_t> readings() const { return {syllables.data(), count}; }
  bool SharesReadingWith(const CharacterPinyin& other) const;
};

// Readings of every unit learnt so far: ICU's Han-Latin and the curated polyphones. ASCII letters
// and digits read as themselves. Without ICU's data only the curated readings are known.
// Thread-compatible.
class PinyinTable {
 public:
  PinyinTable();

  // Makes the readings of `text` known. Reading one character the first time costs microseconds.
  void Learn(std::u16string_view text);

  // Empty for a unit that was never learnt or has no reading.
  const CharacterPinyin& Of(char16_t unit) const { return characters_[numbers_[unit]]; }

  const std::vector<std::string>& syllables() const { return syllables_; }

  // The same for a unit that need not have been learnt; leaves out syllables that no learnt unit
  // has.
  CharacterPinyin Read(char16_t unit) const;

 private:
  void LearnUnit(char16_t unit);
  uint16_t SyllableNumber(absl::string_view syllable);

  std::vector<uint16_t> numbers_;  // By unit, into characters_; 0 is the empty one.
  std::vector<CharacterPinyin> characters_;
  std::vector<std::string> syllables_;
  absl::flat_hash_map<std::string, uint16_t> syllable_numbers_;
};

}  // namespace zoufang::domain
