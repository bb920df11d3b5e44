// Which match is better, and the best few of many.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "domain/lookup/lookup.h"

namespace zoufang::domain {

// How a match lies in its text, best last.
enum class MatchShape {
  kContains,
  kPrefixAfterPlaces,
  kPrefix,
  kLookAlike,
  kWholeAfterPlaces,
  kWhole
};

// The shape of a match at [begin, end) of a text of `size` units whose first `places` are places.
inline MatchShape ShapeOf(size_t begin, size_t end, size_t places, size_t size) {
  const bool to_the_end = end == size;
  if (begin == 0) return to_the_end ? MatchShape::kWhole : MatchShape::kPrefix;
  if (begin != places) return MatchShape::kContains;
  return to_the_end ? MatchShape::kWholeAfterPlaces : MatchShape::kPrefixAfterPlaces;
}

// Higher is better: shape, then what matched (code, name, former name, pinyin, initials), then
// active ones, then shorter texts. Never negative.
inline int ScoreOf(MatchShape shape, MatchedBy by, bool active, size_t text_size) {
  const int what = 9 - static_cast<int>(by);
  const int shortness = text_size < 499 ? 499 - static_cast<int>(text_size) : 0;
  return (static_cast<int>(shape) * 10 + what) * 1000 + (active ? 500 : 0) + shortness;
}

// One row's match. `id` borrows from the index and breaks ties, so that pages do not overlap.
struct RankedHit {
  int score = 0;
  MatchedBy by = MatchedBy::kName;
  bool exact = false;
  bool look_alike = false;
  uint32_t location = 0;
  uint32_t text = 0;  // Number of the matched text in its segment; unused for codes.
  absl::string_view id;
};

// The best `capacity` hits, one per location: the better score stays, a look-alike stays marked.
class TopHits {
 public:
  // `capacity` is at least 1.
  explicit TopHits(size_t capacity) : capacity_(capacity) {}

  // False if every hit of at most this score would be dropped at once.
  bool Admits(int score) const { return score >= least_; }
  // False if this very hit would be.
  bool Admits(int score, absl::string_view id) const {
    return score > least_ || (score == least_ && (!full() || id < hits_.rbegin()->id));
  }
  void Add(RankedHit hit);

  size_t size() const { return hits_.size(); }
  std::vector<RankedHit> Sorted() const { return {hits_.begin(), hits_.end()}; }

 private:
  struct BestFirst {
    bool operator()(const RankedHit& a, const RankedHit& b) const {
      return a.score != b.score ? a.score > b.score : a.id < b.id;
    }
  };
  using Hits = std::set<RankedHit, BestFirst>;

  bool full() const { return hits_.size() == capacity_; }

  const size_t capacity_;
  int least_ = 0;  // The worst hit's score once full.
  Hits hits_;
  absl::flat_hash_map<uint32_t, Hits::iterator> by_location_;
};

}  // namespace zoufang::domain
