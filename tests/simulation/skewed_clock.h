// A tablet's clock: the world's time with whatever is wrong with it.
#pragma once

#include <optional>

#include "sync/base/clock.h"

namespace zoufang::simulation {

class SkewedClock : public base::Clock {
 public:
  // `world` outlives it.
  explicit SkewedClock(const base::Clock& world) : world_(world) {}

  absl::Time Now() const override { return frozen_at_.value_or(world_.Now() + offset_); }
  void Shift(absl::Duration by) {
    offset_ += by;
    if (frozen_at_.has_value()) *frozen_at_ += by;
  }
  void Freeze() { frozen_at_ = Now(); }
  void SetRight() {
    offset_ = absl::ZeroDuration();
    frozen_at_.reset();
  }
  bool frozen() const { return frozen_at_.has_value(); }

 private:
  const base::Clock& world_;
  absl::Duration offset_;
  std::optional<absl::Time> frozen_at_;
};

}  // namespace zoufang::simulation
