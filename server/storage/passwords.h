// Slow hashes of what people know: passwords and complaint secrets.
#pragma once

#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"

namespace zoufang::storage {

enum class PasswordCost {
  kInteractive,  // 64 MiB and some 50 ms each.
  kCheapest,     // For tests only.
};

// Argon2id by libsodium. Thread-safe; computes at most two at a time, so that a burst of sign-ins
// takes no more than 128 MiB.
class Passwords {
 public:
  explicit Passwords(PasswordCost cost);

  // A salted hash with its parameters, as text.
  absl::StatusOr<std::string> Hash(absl::string_view password);
  // Takes as long for a hash that is empty (nobody's) as for one that is not, and then says no.
  bool Matches(const std::string& hash, absl::string_view password);

 private:
  class Turn;

  const PasswordCost cost_;
  absl::Mutex mu_;
  int running_ ABSL_GUARDED_BY(mu_) = 0;
  std::string nobodys_hash_;  // Set by the constructor.
};

}  // namespace zoufang::storage
