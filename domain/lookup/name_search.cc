#include "domain/lookup/name_search.h"

#include <algorithm>

#include "domain/credit_code.h"
#include "domain/lookup/scan.h"

namespace zoufang::domain {
namespace {

uint32_t Location(uint32_t segment, size_t row) {
  return static_cast<uint32_t>(segment * NameSegment::kMostRows + row);
}

bool IsLatin(char16_t unit) { return unit >= u'a' && unit <= u'z'; }

}  // namespace

void NameSearch::FindWords(const std::vector<std::u16string>& words) {
  std::vector<Word> made;
  for (const std::u16string& word : words) made.push_back(MakeWord(word));
  for (uint32_t i = 0; i < store_.segments().size(); ++i) FindIn(i, made);
}

NameSearch::Word NameSearch::MakeWord(const std::u16string& text) const {
  Word word{text, std::nullopt};
  if (std::any_of(text.begin(), text.end(), IsLatin)) word.pinyin.emplace(text, store_.pinyin());
  return word;
}

template <typename Visit>
void NameSearch::ForEachBegin(const NameSegment& segment, const Word& word, Visit visit) const {
  const size_t size = segment.units_size();
  if (!word.pinyin.has_value()) {
    // Asking for the last unit beside the first rules out most.
    const size_t distance = std::min(word.text.size() - 1, kMostScanDistance);
    ForEachPair(segment.units(), size, word.text[0], word.text[distance], distance, visit);
  } else if (const std::optional<char16_t> first = word.pinyin->first_unit()) {
    ForEachPair(segment.units(), size, *first, *first, 0, visit);
  } else {
    ForEachInitials(segment.initials(), segment.other_initials(), size, word.pinyin->initials(),
                    visit);
  }
}

void NameSearch::FindIn(uint32_t number, const std::vector<Word>& words) {
  const NameSegment& segment = *store_.segments()[number];
  const NameText* texts = segment.texts().data();  // Ends with one behind the last text.
  Place place{number, 0, 0, 0, 0};
  ForEachBegin(segment, words[0], [&](size_t at) {
    if (at >= place.end) {
      while (texts[place.number + 1].begin <= at) ++place.number;
      place.begin = texts[place.number].begin;
      place.end = texts[place.number + 1].begin - 1;
      place.places = texts[place.number].places;
    }
    // Frequent words are mostly turned away here, once the page is full.
    const int best = BestScore(segment, place, at, words[0]);
    if (!hits_.Admits(best)) return;
    if (!hits_.Admits(best, segment.Id(texts[place.number].row))) return;
    Consider(segment, place, at, words);
  });
}

namespace {

// Where and how `word` stands at the front of `rest`.
template <typename Word>
std::optional<PinyinMatcher::Match> MatchAt(const Word& word, const SpelledText& rest) {
  if (word.pinyin.has_value()) return word.pinyin->At(rest);
  if (!rest.units.starts_with(word.text)) return std::nullopt;
  return PinyinMatcher::Match{word.text.size(), MatchedBy::kName};
}

// The best that a match of `word` which begins with `first` can be called.
template <typename Word>
MatchedBy BestSpelling(const Word& word, char16_t first) {
  if (!word.pinyin.has_value() || first == word.text[0]) return MatchedBy::kName;
  return word.pinyin->has_syllables() ? MatchedBy::kPinyin : MatchedBy::kInitials;
}

template <typename Word>
bool MatchesAnywhere(const Word& word, const SpelledText& text) {
  for (size_t i = 0; i < text.units.size(); ++i) {
    if (MatchAt(word, text.From(i)).has_value()) return true;
  }
  return false;
}

}  // namespace

// What a match of `word` at `at` can score at best, whatever the row is.
int NameSearch::BestScore(const NameSegment& segment, const Place& place, size_t at,
                          const Word& word) const {
  const size_t size = place.end - place.begin;
  const size_t begin = at - place.begin;
  const MatchShape shape =
      ShapeOf(begin, std::min(size, begin + word.text.size()), place.places, size);
  return ScoreOf(shape, BestSpelling(word, segment.units()[at]), true, size);
}

void NameSearch::Consider(const NameSegment& segment, const Place& place, size_t at,
                          const std::vector<Word>& words) {
  const NameText& entry = segment.texts()[place.number];
  const NameRow& row = segment.rows()[entry.row];
  if (!filter_.Passes(row)) return;
  const size_t size = place.end - place.begin;
  const SpelledText text{{segment.units() + place.begin, size},
                         segment.initials() + place.begin,
                         segment.other_initials() + place.begin};
  const size_t begin = at - place.begin;
  const auto match = MatchAt(words[0], text.From(begin));
  if (!match.has_value()) return;
  for (size_t i = 1; i < words.size(); ++i) {
    if (!MatchesAnywhere(words[i], text)) return;
  }
  const MatchShape shape = ShapeOf(begin, begin + match->end, place.places, size);
  const bool by_name = match->by == MatchedBy::kName;
  RankedHit hit;
  hit.by = by_name && entry.former ? MatchedBy::kFormerName : match->by;
  hit.score = ScoreOf(shape, hit.by, row.active, size);
  // The matcher does not compare very long queries to their end, and several words are no name.
  hit.exact =
      by_name && shape == MatchShape::kWhole && words.size() == 1 && words[0].text.size() == size;
  hit.location = Location(place.segment, entry.row);
  hit.text = place.number;
  hit.id = segment.Id(entry.row);
  if (hits_.Admits(hit.score, hit.id)) hits_.Add(hit);
}

void NameSearch::FindCode(absl::string_view code) {
  if (code.empty() || code.size() >= NameSegment::kCodeStride) return;
  for (uint32_t i = 0; i < store_.segments().size(); ++i) FindCodeIn(i, code);
}

void NameSearch::FindCodeIn(uint32_t number, absl::string_view code) {
  const absl::string_view codes = store_.segments()[number]->codes();
  const size_t distance = std::min(code.size() - 1, kMostScanDistance);
  ForEachPair(codes.data(), codes.size(), code[0], code[distance], distance, [&](size_t at) {
    if (codes.substr(at, code.size()) != code) return;
    const size_t row = at / NameSegment::kCodeStride;
    const size_t begin = at - row * NameSegment::kCodeStride;
    const bool to_the_end = codes[at + code.size()] == '\0';
    const MatchShape shape =
        ShapeOf(begin, begin + code.size(), 0, begin + code.size() + (to_the_end ? 0 : 1));
    AddCode(number, static_cast<uint16_t>(row), shape);
  });
}

void NameSearch::AddCode(uint32_t number, uint16_t row, MatchShape shape) {
  const int best = ScoreOf(shape, MatchedBy::kCreditCode, true, kCreditCodeLength);
  const NameSegment& segment = *store_.segments()[number];
  if (!hits_.Admits(best) || !hits_.Admits(best, segment.Id(row))) return;
  if (!filter_.Passes(segment.rows()[row])) return;
  RankedHit hit;
  hit.by = MatchedBy::kCreditCode;
  hit.score = ScoreOf(shape, hit.by, segment.rows()[row].active, kCreditCodeLength);
  hit.exact = shape == MatchShape::kWhole;
  hit.location = Location(number, row);
  hit.id = segment.Id(row);
  if (hits_.Admits(hit.score, hit.id)) hits_.Add(hit);
}

void NameSearch::FindLookAlikes(const LookAlikeName& name, size_t most) {
  TopHits nearest(most);
  for (uint32_t i = 0; i < store_.segments().size(); ++i) FindLookAlikesIn(i, name, nearest);
  for (const RankedHit& hit : nearest.Sorted()) hits_.Add(hit);
}

void NameSearch::FindLookAlikesIn(uint32_t number, const LookAlikeName& name,
                                  TopHits& nearest) const {
  const NameSegment& segment = *store_.segments()[number];
  const std::vector<uint64_t>& signatures = segment.core_signatures();
  for (uint32_t i = 0; i < signatures.size(); ++i) {
    if (!name.MayResemble(signatures[i])) continue;
    const NameText& entry = segment.texts()[i];
    const NameRow& row = segment.rows()[entry.row];
    if (!filter_.Passes(row)) continue;
    const std::u16string_view text = segment.Text(i);
    const std::optional<int> distance = name.Distance(text, entry.places, entry.core);
    if (!distance.has_value()) continue;
    RankedHit hit;
    hit.by = entry.former ? MatchedBy::kFormerName : MatchedBy::kName;
    hit.look_alike = true;
    // Nearness stands where other matches have their length: nearer is better than shorter.
    hit.score = ScoreOf(MatchShape::kLookAlike, hit.by, row.active,
                        static_cast<size_t>(*distance) * 20 + std::min<size_t>(text.size(), 19));
    hit.location = Location(number, entry.row);
    hit.text = i;
    hit.id = segment.Id(entry.row);
    if (nearest.Admits(hit.score, hit.id)) nearest.Add(hit);
  }
}

}  // namespace zoufang::domain
