#include "domain/lookup/pinyin_matcher.h"

#include <algorithm>

namespace zoufang::domain {
namespace {

uint64_t Bit(size_t position) { return uint64_t{1} << position; }

}  // namespace

PinyinMatcher::PinyinMatcher(std::u16string_view query, const PinyinTable& table)
    : query_(query.substr(0, kMostUnits)), table_(table) {
  steps_.reserve(table.syllables().size() * query_.size());
  for (const std::string& syllable : table.syllables()) {
    for (size_t position = 0; position < query_.size(); ++position) {
      steps_.push_back(Steps(syllable, position));
      has_syllables_ |= (steps_.back() & ~Bit(position + 1)) != 0;
    }
  }
  FindStart();
}

uint64_t PinyinMatcher::Steps(const std::string& syllable, size_t position) const {
  size_t same = 0;
  while (same < syllable.size() && position + same < query_.size() &&
         query_[position + same] == static_cast<unsigned char>(syllable[same])) {
    ++same;
  }
  if (same == 0) return 0;
  const bool whole = same == syllable.size() || position + same == query_.size();
  return Bit(position + 1) | (whole ? Bit(position + same) : 0);
}

void PinyinMatcher::FindStart() {
  if (query_[0] >= 0x80) {
    first_unit_ = query_[0];
    return;
  }
  initials_.first = static_cast<char>(query_[0]);
  FindSeconds();
  if (!has_syllables_) FindLast();
}

// When each character takes one letter, every letter's place is known.
void PinyinMatcher::FindLast() {
  const size_t distance = std::min(query_.size() - 1, kMostScanDistance);
  if (distance < 2 || query_[distance] >= 0x80) return;
  initials_.last = static_cast<char>(query_[distance]);
  initials_.distance = distance;
}

// What the second character can take, over all that the first can.
void PinyinMatcher::FindSeconds() {
  uint64_t ends = Bit(1);
  for (size_t i = 0; i < steps_.size(); i += query_.size()) ends |= steps_[i];
  std::string& seconds = initials_.seconds;
  for (; ends != 0; ends &= ends - 1) {
    const size_t end = static_cast<size_t>(__builtin_ctzll(ends));
    const bool anything = end == query_.size() || query_[end] >= 0x80;
    if (anything || seconds.size() == InitialsPattern::kMostSeconds) {
      seconds.clear();
      return;
    }
    const char second = static_cast<char>(query_[end]);
    if (seconds.find(second) == std::string::npos) seconds.push_back(second);
  }
}

uint64_t PinyinMatcher::Next(char16_t unit, uint64_t states) const {
  uint64_t next = 0;
  for (; states != 0; states &= states - 1) {
    const size_t position = static_cast<size_t>(__builtin_ctzll(states));
    if (query_[position] == unit) next |= Bit(position + 1);
    for (uint16_t syllable : table_.Of(unit).readings()) {
      next |= steps_[syllable * query_.size() + position];
    }
  }
  return next;
}

bool PinyinMatcher::AllInitials(const SpelledText& text) const {
  if (text.units.size() < query_.size()) return false;
  for (size_t i = 0; i < query_.size(); ++i) {
    const char16_t wanted = query_[i];
    if (wanted != static_cast<unsigned char>(text.initials[i]) &&
        wanted != static_cast<unsigned char>(text.other_initials[i]) && wanted != text.units[i]) {
      return false;
    }
  }
  return true;
}

std::optional<PinyinMatcher::Match> PinyinMatcher::At(const SpelledText& text) const {
  if (AllInitials(text)) {
    const bool itself = text.units.starts_with(query_);
    return Match{query_.size(), itself ? MatchedBy::kName : MatchedBy::kInitials};
  }
  if (!has_syllables_) return std::nullopt;
  uint64_t states = Bit(0);
  for (size_t i = 0; i < text.units.size() && states != 0; ++i) {
    states = Next(text.units[i], states);
    if ((states & Bit(query_.size())) != 0) return Match{i + 1, MatchedBy::kPinyin};
  }
  return std::nullopt;
}

}  // namespace zoufang::domain
