#include "server/http/stream_places.h"

namespace zoufang::http {

StreamPlaces::Place StreamPlaces::Take(const std::string& address) {
  absl::MutexLock lock(&mu_);
  int& by_address = taken_by_[address];
  if (taken_ >= most_ || by_address >= most_each_) {
    if (by_address == 0) taken_by_.erase(address);
    return nullptr;
  }
  ++taken_;
  ++by_address;
  return {this, [address](StreamPlaces* places) { places->Leave(address); }};
}

bool StreamPlaces::AwaitEmpty(absl::Duration patience) {
  absl::MutexLock lock(&mu_);
  const auto empty = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) { return taken_ == 0; };
  return mu_.AwaitWithTimeout(absl::Condition(&empty), patience);
}

void StreamPlaces::Leave(const std::string& address) {
  absl::MutexLock lock(&mu_);
  --taken_;
  const auto found = taken_by_.find(address);
  if (--found->second == 0) taken_by_.erase(found);
}

}  // namespace zoufang::http
