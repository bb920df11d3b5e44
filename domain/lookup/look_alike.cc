#include "domain/lookup/look_alike.h"

#include <algorithm>
#include <utility>

namespace zoufang::domain {
namespace {

constexpr int kEdit = 2;       // A character put in, left out or replaced.
constexpr int kSameSound = 1;  // Replaced by one that sounds alike.

int AllowedDistance(size_t core_size) {
  if (core_size < 4) return kSameSound;
  return core_size < 8 ? kEdit : 2 * kEdit;
}

// The most edits within the allowed distance of a core that may be one longer.
int AllowedEdits(size_t core_size) {
  return core_size < 4 ? 1 : core_size < 7 ? 2 : core_size < 8 ? 3 : 4;
}

bool Contradict(std::u16string_view a, std::u16string_view b) {
  return !a.empty() && !b.empty() && a != b;
}

// True if `longer` is `shorter` with places in front.
bool OnlyPlacesAhead(std::u16string_view longer, size_t places, std::u16string_view shorter) {
  return longer.size() >= shorter.size() && longer.ends_with(shorter) &&
         longer.size() - shorter.size() <= places;
}

}  // namespace

uint64_t CoreSignature(std::u16string_view core) {
  uint64_t signature = 0;
  for (char16_t unit : core) signature |= uint64_t{1} << ((unit * 0x9E3779B1u) >> 26);
  return signature;
}

LookAlikeName::LookAlikeName(std::u16string_view name, const PlaceNames& places,
                             const PinyinTable& pinyin)
    : name_(name),
      parts_(places.Split(name_)),
      signature_(CoreSignature(parts_.core)),
      most_bits_(2 * AllowedEdits(parts_.core.size())),
      places_(places),
      pinyin_(pinyin) {
  for (char16_t unit : parts_.core) core_pinyin_.push_back(pinyin.Read(unit));
}

bool LookAlikeName::MayResemble(uint64_t signature) const {
  uint64_t different = signature ^ signature_;
  for (int i = 0; i < most_bits_; ++i) different &= different - 1;  // Clears one bit each time.
  return different == 0;
}

std::optional<int> LookAlikeName::Distance(std::u16string_view text, size_t places,
                                           size_t core) const {
  const std::optional<int> distance = CoreDistance(text.substr(places, core));
  if (!distance.has_value() || OnlyPlacesAhead(text, places, name_)) return std::nullopt;
  const NameParts parts = places_.Split(text);
  if (Contradict(parts.last_place, parts_.last_place)) return std::nullopt;
  return 2 * *distance + (parts.suffix != parts_.suffix) + (parts.places != parts_.places);
}

std::optional<int> LookAlikeName::CoreDistance(std::u16string_view core) const {
  const std::u16string_view own = parts_.core;
  const int allowed = AllowedDistance(std::max(own.size(), core.size()));
  const size_t longer = std::max(own.size(), core.size());
  if ((longer - std::min(own.size(), core.size())) * kEdit > static_cast<size_t>(allowed)) {
    return std::nullopt;
  }
  std::vector<int> row(core.size() + 1);
  for (size_t j = 0; j <= core.size(); ++j) row[j] = static_cast<int>(j) * kEdit;
  for (size_t i = 1; i <= own.size(); ++i) {
    int diagonal = std::exchange(row[0], static_cast<int>(i) * kEdit);
    for (size_t j = 1; j <= core.size(); ++j) {
      const bool same = own[i - 1] == core[j - 1];
      const bool sounds_alike = core_pinyin_[i - 1].SharesReadingWith(pinyin_.Of(core[j - 1]));
      const int replace = same ? 0 : sounds_alike ? kSameSound : kEdit;
      const int best = std::min({diagonal + replace, row[j - 1] + kEdit, row[j] + kEdit});
      diagonal = std::exchange(row[j], best);
    }
  }
  return row.back() <= allowed ? std::optional<int>(row.back()) : std::nullopt;
}

}  // namespace zoufang::domain
