// The comparable form of a name, and its parts: places, core, kind of organisation.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/string_view.h"

namespace zoufang::domain {

// Full-width folded, lower case, without spaces, brackets, quotation marks and dots; "ü" becomes
// "v" as typed in pinyin. Never contains U+0000.
std::u16string NormalizeName(absl::string_view utf8);

// A name cut in three: 淄博市张店区 | 慈善 | 总会. The core is never empty unless the name is.
struct NameParts {
  std::u16string_view places;
  std::u16string_view last_place;  // 张店: the most specific place without 市, 区 or 县.
  std::u16string_view core;
  std::u16string_view suffix;
};

// The places whose names stand before an organisation's own. Immutable.
class PlaceNames {
 public:
  // Knows `names` in their registered form ("张店区"), and cities, districts and counties without
  // their last character too.
  explicit PlaceNames(const std::vector<std::string>& names);

  // Units at the front of a normalised name that are places; leaves at least two units.
  size_t PrefixLength(std::u16string_view name) const;

  NameParts Split(std::u16string_view name) const;

 private:
  size_t LengthAt(std::u16string_view name) const;

  std::vector<std::u16string> names_;  // Longest first.
};

// Shandong, Zibo, its districts and counties, and its functional zones.
std::vector<std::string> ZiboPlaceNames();

// Units at the end of a normalised name that say what kind of organisation it is (协会, 服务中心).
size_t SuffixLength(std::u16string_view name);

}  // namespace zoufang::domain
