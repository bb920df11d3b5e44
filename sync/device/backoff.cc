#include "sync/device/backoff.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "absl/strings/cord.h"
#include "google/rpc/error_details.pb.h"

namespace zoufang::device {
namespace {

constexpr absl::Duration kFirst = absl::Seconds(1);
constexpr absl::Duration kMost = absl::Minutes(2);
constexpr int kMaxDoublings = 7;  // 1 s * 2^7 is above kMost.

// What the server asks for; zero when it does not say.
absl::Duration RetryDelay(const absl::Status& status) {
  const auto payload = status.GetPayload("type.googleapis.com/google.rpc.RetryInfo");
  google::rpc::RetryInfo info;
  if (!payload.has_value() || !info.ParseFromString(std::string(*payload))) {
    return absl::ZeroDuration();
  }
  const absl::Duration delay =
      absl::Seconds(info.retry_delay().seconds()) + absl::Nanoseconds(info.retry_delay().nanos());
  return std::clamp(delay, absl::ZeroDuration(), kMost);
}

}  // namespace

absl::Duration Jittered(absl::Duration least, absl::Duration most, base::Random& random) {
  uint32_t draw = 0;
  for (const char byte : random.Bytes(4)) draw = draw << 8 | static_cast<uint8_t>(byte);
  return least + (most - least) * (draw / 4294967296.0);
}

void Backoff::Fail(absl::Time now, const absl::Status& failure, base::Random& random) {
  const absl::Duration whole = std::min(kMost, kFirst * (1 << std::min(failures_, kMaxDoublings)));
  ++failures_;
  not_before_ = now + std::max(Jittered(whole / 2, whole, random), RetryDelay(failure));
}

void Backoff::Succeed() {
  failures_ = 0;
  not_before_ = absl::InfinitePast();
}

}  // namespace zoufang::device
