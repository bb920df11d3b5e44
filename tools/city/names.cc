#include "tools/city/names.h"

#include <array>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace zoufang::city {
namespace {

constexpr int kTriesPerWidth = 4;
constexpr absl::string_view kCity = "淄博市";

// Endings that are taken for one another.
constexpr std::array<std::pair<absl::string_view, absl::string_view>, 12> kEndings = {{
    {"慈善总会", "慈善会"},
    {"行业协会", "行业商会"},
    {"产业促进会", "产业协会"},
    {"同业公会", "协会"},
    {"协会", "联合会"},
    {"协会", "总会"},
    {"商会", "总商会"},
    {"学会", "研究会"},
    {"促进会", "协会"},
    {"社会工作服务中心", "社工服务中心"},
    {"服务中心", "发展中心"},
    {"培训学校", "培训中心"},
}};

// FNV-1a: the same on every machine.
uint64_t Fingerprint(absl::string_view text) {
  uint64_t hash = 0xCBF29CE484222325u;
  for (unsigned char c : text) hash = (hash ^ c) * 0x100000001B3u;
  return hash;
}

// `width` characters; wider ones when the short names of a kind are used up.
std::string Brand(int width, Dice& dice) {
  std::string brand(dice.Pick(BrandFirst()));
  for (int i = 1; i < width; ++i) absl::StrAppend(&brand, dice.Pick(BrandSecond()));
  return brand;
}

std::string Places(const Seat& seat, Dice& dice) {
  if (seat.registered_at == nullptr) return seat.divisions->city_name;
  const std::string city = dice.OneIn(4) ? seat.divisions->city_name : "";
  return absl::StrCat(city, seat.registered_at->name);
}

// What stands between the places and the field. Associations get a fancy name only if they must.
std::string Own(Sort sort, const Seat& seat, int width, Dice& dice) {
  if (sort == Sort::kFoundation) return Brand(2 + width, dice);
  if (sort == Sort::kServiceInstitution) {
    const int where = seat.registered_at == nullptr ? 0 : dice.Between(0, 3);
    std::string own = where == 1 ? seat.town->name : where == 2 ? seat.village->name : "";
    return absl::StrCat(own, Brand(2 + width, dice));
  }
  if (width == 0) return seat.registered_at != nullptr && dice.OneIn(3) ? seat.town->name : "";
  return width == 1 ? seat.town->name : Brand(width, dice);
}

std::string Ending(Sort sort, const Field& field, Dice& dice) {
  switch (sort) {
    case Sort::kIndustryAssociation:
      if (dice.OneIn(8)) return absl::StrCat(dice.Pick(HomeTowns()), "商会");
      return absl::StrCat(field.name, dice.Pick(TradeSuffixes()));
    case Sort::kOtherAssociation:
      return absl::StrCat(field.name, dice.Pick(CauseSuffixes()));
    case Sort::kServiceInstitution:
      return std::string(field.name);
    case Sort::kFoundation:
      break;
  }
  return absl::StrCat(field.name, "基金会");
}

}  // namespace

bool NameMaker::Take(absl::string_view name) { return given_.insert(Fingerprint(name)).second; }

std::string NameMaker::Make(Sort sort, const Field& field, const Seat& seat, Dice& dice) {
  for (int width = 0;; ++width) {
    for (int i = 0; i < kTriesPerWidth; ++i) {
      const std::string places = Places(seat, dice);
      const std::string own = Own(sort, seat, width, dice);
      std::string name = absl::StrCat(places, own, Ending(sort, field, dice));
      if (Take(name)) return name;
    }
  }
}

std::string NameMaker::MakeLookAlike(absl::string_view name, Dice& dice) {
  for (const auto& [ending, other] : kEndings) {
    if (!absl::EndsWith(name, ending) || dice.OneIn(3)) continue;
    std::string like = absl::StrCat(absl::StripSuffix(name, ending), other);
    if (Take(like)) return like;
  }
  if (!absl::StartsWith(name, kCity)) return "";
  const std::string shorter = absl::StrCat("淄博", absl::StripPrefix(name, kCity));
  return Take(shorter) ? shorter : "";
}

std::string FormerNameOf(absl::string_view name, Dice& dice) {
  for (const auto& [ending, other] : kEndings) {
    if (absl::EndsWith(name, other) && dice.OneIn(2)) {
      return absl::StrCat(absl::StripSuffix(name, other), ending);
    }
    if (absl::EndsWith(name, ending) && dice.OneIn(2)) {
      return absl::StrCat(absl::StripSuffix(name, ending), other);
    }
  }
  if (!absl::StartsWith(name, kCity)) return absl::StrCat(kCity, name);
  return absl::StrCat(name, "（筹）");
}

}  // namespace zoufang::city
