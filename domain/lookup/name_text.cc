#include "domain/lookup/name_text.h"

#include <algorithm>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace zoufang::domain {
namespace {

// Longest first, so that 行业协会 goes before 协会 and the cores of 餐饮行业协会 and 餐饮商会
// agree.
constexpr std::u16string_view kSuffixes[] = {u"社会工作服务中心",
                                             u"志愿服务中心",
                                             u"公益服务中心",
                                             u"职业培训学校",
                                             u"社会服务中心",
                                             u"行业协会",
                                             u"行业商会",
                                             u"同业公会",
                                             u"同业商会",
                                             u"服务中心",
                                             u"发展中心",
                                             u"研究中心",
                                             u"培训中心",
                                             u"联合总会",
                                             u"培训学校",
                                             u"俱乐部",
                                             u"研究会",
                                             u"促进会",
                                             u"联合会",
                                             u"联谊会",
                                             u"基金会",
                                             u"幼儿园",
                                             u"研究院",
                                             u"研究所",
                                             u"服务队",
                                             u"服务社",
                                             u"服务站",
                                             u"养老院",
                                             u"敬老院",
                                             u"总商会",
                                             u"协会",
                                             u"学会",
                                             u"总会",
                                             u"商会",
                                             u"公会",
                                             u"中心",
                                             u"学校",
                                             u"医院",
                                             u"学院",
                                             u"之家",
                                             u"会",
                                             u"院",
                                             u"园",
                                             u"校",
                                             u"社",
                                             u"团",
                                             u"队",
                                             u"站",
                                             u"所",
                                             u"馆",
                                             u"室",
                                             u"苑"};

constexpr size_t kLeastRest = 2;  // Units that must be left behind the places.

bool IsPlain(char16_t unit) {
  return (unit >= 0x4E00 && unit <= 0x9FFF) || (unit >= u'a' && unit <= u'z') ||
         (unit >= u'0' && unit <= u'9');
}

bool IsKept(char16_t unit) { return U16_IS_SURROGATE(unit) || unit == u'〇' || u_isalnum(unit); }

icu::UnicodeString Fold(const icu::UnicodeString& text) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCCasefoldInstance(error);
  if (U_FAILURE(error)) return text;
  icu::UnicodeString folded = nfkc->normalize(text, error);
  return U_FAILURE(error) ? text : folded;
}

std::u16string_view WithoutLevel(std::u16string_view place) {
  const bool has_level = place.size() > 2 && std::u16string_view(u"市区县").find(place.back()) !=
                                                 std::u16string_view::npos;
  return has_level ? place.substr(0, place.size() - 1) : place;
}

}  // namespace

std::u16string NormalizeName(absl::string_view utf8) {
  icu::UnicodeString text =
      icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<int>(utf8.size())));
  const char16_t* units = text.getBuffer();
  if (std::all_of(units, units + text.length(), IsPlain)) {
    return std::u16string(units, text.length());
  }
  text = Fold(text);
  std::u16string name;
  for (int i = 0; i < text.length(); ++i) {
    const char16_t unit = text.charAt(i) == u'ü' ? u'v' : text.charAt(i);
    if (IsKept(unit)) name.push_back(unit);
  }
  return name;
}

PlaceNames::PlaceNames(const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    names_.push_back(NormalizeName(name));
    const std::u16string_view bare = WithoutLevel(names_.back());
    if (bare.size() != names_.back().size()) names_.emplace_back(bare);
  }
  std::sort(names_.begin(), names_.end(), [](const std::u16string& a, const std::u16string& b) {
    return a.size() != b.size() ? a.size() > b.size() : a < b;
  });
}

size_t PlaceNames::LengthAt(std::u16string_view name) const {
  for (const std::u16string& place : names_) {
    if (place.size() + kLeastRest <= name.size() && name.starts_with(place)) return place.size();
  }
  return 0;
}

size_t PlaceNames::PrefixLength(std::u16string_view name) const {
  size_t length = 0;
  while (const size_t next = LengthAt(name.substr(length))) length += next;
  return length;
}

NameParts PlaceNames::Split(std::u16string_view name) const {
  NameParts parts;
  size_t length = 0;
  while (const size_t next = LengthAt(name.substr(length))) {
    parts.last_place = WithoutLevel(name.substr(length, next));
    length += next;
  }
  parts.places = name.substr(0, length);
  const std::u16string_view own = name.substr(length);
  const size_t suffix = SuffixLength(own);
  const size_t core = suffix < own.size() ? own.size() - suffix : own.size();
  parts.core = own.substr(0, core);
  parts.suffix = own.substr(core);
  return parts;
}

std::vector<std::string> ZiboPlaceNames() {
  return {"山东省",
          "淄博市",
          "淄川区",
          "张店区",
          "博山区",
          "临淄区",
          "周村区",
          "桓台县",
          "高青县",
          "沂源县",
          "淄博高新区",
          "高新区",
          "淄博高新技术产业开发区",
          "淄博经济开发区",
          "经济开发区",
          "经开区",
          "文昌湖区",
          "文昌湖省级旅游度假区"};
}

size_t SuffixLength(std::u16string_view name) {
  for (std::u16string_view suffix : kSuffixes) {
    if (name.ends_with(suffix)) return suffix.size();
  }
  return 0;
}

}  // namespace zoufang::domain
