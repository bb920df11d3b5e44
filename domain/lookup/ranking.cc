#include "domain/lookup/ranking.h"

#include <algorithm>

namespace zoufang::domain {

MatchShape ShapeOf(size_t begin, size_t end, size_t places, size_t size) {
  const bool to_the_end = end == size;
  if (begin == 0) return to_the_end ? MatchShape::kWhole : MatchShape::kPrefix;
  if (begin != places) return MatchShape::kContains;
  return to_the_end ? MatchShape::kWholeAfterPlaces : MatchShape::kPrefixAfterPlaces;
}

int ScoreOf(MatchShape shape, MatchedBy by, bool active, size_t text_size) {
  const int what = 9 - static_cast<int>(by);
  const int shortness = 499 - static_cast<int>(std::min<size_t>(text_size, 499));
  return (static_cast<int>(shape) * 10 + what) * 1000 + (active ? 500 : 0) + shortness;
}

void TopHits::Add(RankedHit hit) {
  const auto known = by_location_.find(hit.location);
  if (known != by_location_.end()) {
    hit.look_alike |= known->second->look_alike;
    if (known->second->score > hit.score) {
      const bool look_alike = hit.look_alike;
      hit = *known->second;
      hit.look_alike = look_alike;
    }
    hits_.erase(known->second);
    by_location_.erase(known);
  }
  const auto [it, inserted] = hits_.insert(hit);
  if (inserted) by_location_[hit.location] = it;
  if (hits_.size() > capacity_) {
    const auto worst = std::prev(hits_.end());
    by_location_.erase(worst->location);
    hits_.erase(worst);
  }
  if (full()) least_ = hits_.rbegin()->score;
}

}  // namespace zoufang::domain
