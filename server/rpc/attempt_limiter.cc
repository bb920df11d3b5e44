#include "server/rpc/attempt_limiter.h"

#include "domain/errors.h"

namespace zoufang::rpc {
namespace {

// Keys held before idle ones are looked for: some 10 MB.
constexpr size_t kManyKeys = 100000;

}  // namespace

absl::Status AttemptLimiter::Begin(const std::vector<std::string>& keys) {
  const absl::Time now = clock_.Now();
  absl::MutexLock lock(&mu_);
  for (const std::string& key : keys) {
    const auto found = attempts_.find(key);
    if (found == attempts_.end()) continue;
    DropOld(found->second, now);
    if (found->second.size() >= most_) {
      return domain::TooManyAttempts(found->second.front() + window_ - now);
    }
  }
  if (attempts_.size() >= kManyKeys) DropIdleKeys(now);
  for (const std::string& key : keys) attempts_[key].push_back(now);
  return absl::OkStatus();
}

void AttemptLimiter::Forgive(const std::vector<std::string>& keys) {
  absl::MutexLock lock(&mu_);
  for (const std::string& key : keys) {
    const auto found = attempts_.find(key);
    if (found == attempts_.end() || found->second.empty()) continue;
    found->second.pop_back();
    if (found->second.empty()) attempts_.erase(found);
  }
}

void AttemptLimiter::DropOld(Times& times, absl::Time now) const {
  while (!times.empty() && times.front() + window_ <= now) times.pop_front();
}

void AttemptLimiter::DropIdleKeys(absl::Time now) {
  for (auto it = attempts_.begin(); it != attempts_.end();) {
    DropOld(it->second, now);
    const auto current = it++;
    if (current->second.empty()) attempts_.erase(current);
  }
}

}  // namespace zoufang::rpc
