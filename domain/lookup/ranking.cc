#include "domain/lookup/ranking.h"

#include <iterator>

namespace zoufang::domain {

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
