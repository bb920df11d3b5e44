// Which registered names resemble a typed one without being it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/lookup/name_text.h"
#include "domain/lookup/pinyin.h"

namespace zoufang::domain {

// One bit per character of a core, hashed: an edit changes at most two bits.
uint64_t CoreSignature(std::u16string_view core);

// A name to compare with. Two names resemble each other when their places do not contradict each
// other (淄博市 and 张店区 do) and their cores are the same or nearly so: one character in four may
// differ, in shorter cores one that sounds alike. The kind at the end (总会, 协会) may differ.
// A name in full and the same without the places in front of it are one name, not look-alikes.
// Borrows the places and the table.
class LookAlikeName {
 public:
  // `name` is normalised.
  LookAlikeName(std::u16string_view name, const PlaceNames& places, const PinyinTable& pinyin);
  LookAlikeName(const LookAlikeName&) = delete;
  LookAlikeName& operator=(const LookAlikeName&) = delete;

  // False when there is too little to compare: a core of a single character.
  bool comparable() const { return parts_.core.size() >= 2; }
  // Comparable, and ends like an organisation's name, so a whole name and not a part was meant.
  bool whole() const { return comparable() && !parts_.suffix.empty(); }

  // A cheap test that no look-alike fails.
  bool MayResemble(uint64_t signature) const;
  // How far `text` is, whose first `places` units are places and whose next `core` units its core:
  // 0 nearest; nothing if it is no look-alike.
  std::optional<int> Distance(std::u16string_view text, size_t places, size_t core) const;

 private:
  std::optional<int> CoreDistance(std::u16string_view core) const;

  const std::u16string name_;
  const NameParts parts_;  // Of name_.
  const uint64_t signature_;
  const int most_bits_;  // In which the signature of a look-alike differs.
  std::vector<CharacterPinyin> core_pinyin_;
  const PlaceNames& places_;
  const PinyinTable& pinyin_;
};

}  // namespace zoufang::domain
