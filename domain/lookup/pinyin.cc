#include "domain/lookup/pinyin.h"

#include <algorithm>
#include <memory>
#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/unistr.h>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "absl/synchronization/mutex.h"
#include "domain/lookup/polyphones.h"

namespace zoufang::domain {
namespace {

// ICU's transliterator takes 0.2 s to build and promises nothing to threads: one, under a lock.
class HanLatin {
 public:
  // The reading with its tone mark in decomposed form, e.g. "lu" U+0308 U+030C; empty on failure.
  icu::UnicodeString Decomposed(char16_t unit) {
    icu::UnicodeString text(unit);
    UErrorCode error = U_ZERO_ERROR;
    const icu::Normalizer2* nfd = icu::Normalizer2::getNFDInstance(error);
    absl::MutexLock lock(&mu_);
    if (!transliterator_) {
      transliterator_.reset(
          icu::Transliterator::createInstance("Han-Latin", UTRANS_FORWARD, error));
    }
    if (U_FAILURE(error) || !transliterator_) return icu::UnicodeString();
    transliterator_->transliterate(text);
    return nfd->normalize(text, error);
  }

 private:
  absl::Mutex mu_;
  std::unique_ptr<icu::Transliterator> transliterator_ ABSL_GUARDED_BY(mu_);
};

constexpr char16_t kDiaeresis = 0x0308;

// ü is typed as v or as u.
std::vector<std::string> ReadingsByIcu(char16_t unit) {
  static HanLatin& han_latin = *new HanLatin;
  const icu::UnicodeString text = han_latin.Decomposed(unit);
  std::string reading;
  std::string with_v;
  for (int i = 0; i < text.length(); ++i) {
    const char16_t c = text.charAt(i);
    if (c < 0x80 && absl::ascii_islower(static_cast<char>(c))) {
      reading.push_back(static_cast<char>(c));
      with_v.push_back(static_cast<char>(c));
    } else if (c == kDiaeresis && !with_v.empty()) {
      with_v.back() = 'v';
    }
  }
  if (reading.empty()) return {};
  if (with_v == reading) return {reading};
  return {with_v, reading};
}

std::vector<std::string> Readings(char16_t unit) {
  if (unit < 0x80) {
    return absl::ascii_isalnum(static_cast<char>(unit))
               ? std::vector<std::string>{std::string(1, static_cast<char>(unit))}
               : std::vector<std::string>{};
  }
  std::vector<std::string> readings = ReadingsByIcu(unit);
  for (absl::string_view other : absl::StrSplit(OtherReadings(unit), ' ', absl::SkipEmpty())) {
    if (std::find(readings.begin(), readings.end(), other) == readings.end()) {
      readings.emplace_back(other);
    }
  }
  return readings;
}

}  // namespace

bool CharacterPinyin::SharesReadingWith(const CharacterPinyin& other) const {
  const absl::Span<const uint16_t> mine = readings();
  const absl::Span<const uint16_t> others = other.readings();
  return std::find_first_of(mine.begin(), mine.end(), others.begin(), others.end()) != mine.end();
}

PinyinTable::PinyinTable() : numbers_(0x10000), characters_(1) {}

void PinyinTable::Learn(std::u16string_view text) {
  for (char16_t unit : text) {
    if (numbers_[unit] == 0) LearnUnit(unit);
  }
}

void PinyinTable::LearnUnit(char16_t unit) {
  CharacterPinyin character;
  for (const std::string& reading : Readings(unit)) {
    if (character.count == CharacterPinyin::kMost) break;
    if (character.initial == 0) character.initial = character.other_initial = reading[0];
    if (character.initial == character.other_initial) character.other_initial = reading[0];
    if (reading[0] != character.initial && reading[0] != character.other_initial) continue;
    character.syllables[character.count++] = SyllableNumber(reading);
  }
  numbers_[unit] = static_cast<uint16_t>(characters_.size());
  characters_.push_back(character);
}

uint16_t PinyinTable::SyllableNumber(absl::string_view syllable) {
  const auto [it, inserted] =
      syllable_numbers_.try_emplace(syllable, static_cast<uint16_t>(syllables_.size()));
  if (inserted) syllables_.emplace_back(syllable);
  return it->second;
}

CharacterPinyin PinyinTable::Read(char16_t unit) const {
  if (numbers_[unit] != 0) return Of(unit);
  CharacterPinyin character;
  for (const std::string& reading : Readings(unit)) {
    const auto known = syllable_numbers_.find(reading);
    if (known == syllable_numbers_.end() || character.count == CharacterPinyin::kMost) continue;
    character.syllables[character.count++] = known->second;
  }
  return character;
}

}  // namespace zoufang::domain
