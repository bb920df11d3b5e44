// One search through a store: what is looked for, and the passes over the segments.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "domain/lookup/look_alike.h"
#include "domain/lookup/lookup.h"
#include "domain/lookup/name_store.h"
#include "domain/lookup/pinyin_matcher.h"
#include "domain/lookup/ranking.h"
#include "domain/lookup/row_filter.h"

namespace zoufang::domain {

// Runs passes over every segment and keeps the best hits of all of them. Borrows the store.
class NameSearch {
 public:
  NameSearch(const NameStore& store, RowFilter filter, size_t capacity)
      : store_(store), filter_(std::move(filter)), hits_(capacity) {}

  // Texts that contain `words[0]` and, somewhere, every other one. Words are normalised.
  void FindWords(const std::vector<std::u16string>& words);
  // Codes that contain `code`, which is normalised.
  void FindCode(absl::string_view code);
  // At most `most` names and former names that resemble `name`.
  void FindLookAlikes(const LookAlikeName& name, size_t most);

  size_t found() const { return hits_.size(); }
  std::vector<RankedHit> Best() const { return hits_.Sorted(); }

 private:
  struct Word {
    std::u16string text;
    std::optional<PinyinMatcher> pinyin;  // When it has Latin letters.
  };
  // A text of a segment, with what ranking asks of it.
  struct Place {
    uint32_t segment = 0;
    uint32_t number = 0;
    size_t begin = 0;  // In the segment's units, as `end`.
    size_t end = 0;
    size_t places = 0;
  };

  Word MakeWord(const std::u16string& text) const;
  template <typename Visit>
  void ForEachBegin(const NameSegment& segment, const Word& word, Visit visit) const;
  void FindIn(uint32_t number, const std::vector<Word>& words);
  int BestScore(const NameSegment& segment, const Place& place, size_t at, const Word& word) const;
  void Consider(const NameSegment& segment, const Place& place, size_t at,
                const std::vector<Word>& words);
  void FindCodeIn(uint32_t number, absl::string_view code);
  void AddCode(uint32_t number, uint16_t row, MatchShape shape);
  void FindLookAlikesIn(uint32_t number, const LookAlikeName& name, TopHits& nearest) const;

  const NameStore& store_;
  const RowFilter filter_;
  TopHits hits_;
};

}  // namespace zoufang::domain
