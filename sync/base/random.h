// The one seam for randomness, and the ids made of it.
#pragma once

#include <cstdint>
#include <random>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace zoufang::base {

// Gives random bytes. Thread-safe.
class Random {
 public:
  virtual ~Random() = default;
  virtual std::string Bytes(size_t count) = 0;
};

// The operating system's generator, fit for tokens and secrets.
class SystemRandom : public Random {
 public:
  std::string Bytes(size_t count) override;
};

// The same bytes for the same seed: for tests, simulations and synthetic data. Never for secrets.
class SeededRandom : public Random {
 public:
  explicit SeededRandom(uint64_t seed) : engine_(seed) {}
  std::string Bytes(size_t count) override;

 private:
  absl::Mutex mu_;
  std::mt19937_64 engine_ ABSL_GUARDED_BY(mu_);
};

// Returns a UUIDv7 (RFC 9562) in its 36-character form; ids sort by the time they were made.
std::string NewUuid(absl::Time now, Random& random);

// Returns the UUIDv8 form of the first 16 bytes of `digest`: an id that follows from what it names.
// `digest` holds at least 16 bytes.
std::string UuidFromDigest(absl::string_view digest);

// True for the 36-character form of any UUID, in lower-case hexadecimal.
bool IsUuid(absl::string_view text);

}  // namespace zoufang::base
