// A way by which notifications leave the house.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace zoufang::notify {

// What one attempt sends.
struct Letter {
  std::string id;    // For the receiver to know a repetition by.
  std::string body;  // JSON.
  absl::Time sent_at;
};

// Used by one thread, but for Cancel. Further ways are further classes.
class Channel {
 public:
  virtual ~Channel() = default;
  // Names its rows in the outbox and its lines in the log; never changes.
  virtual absl::string_view name() const = 0;
  // Returns OK once the receiver has it for good. UNAVAILABLE: nothing would get through now;
  // anything else: this letter was not taken, another may be. Messages name no secret. Blocks.
  virtual absl::Status Deliver(const Letter& letter) = 0;
  // Ends an attempt at work, from any thread. For good.
  virtual void Cancel() {}
};

}  // namespace zoufang::notify
