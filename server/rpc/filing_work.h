// Work that somebody without an account does before each complaint, while there is a flood of them.
#pragma once

#include <deque>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "sync/base/clock.h"
#include "sync/base/random.h"

namespace zoufang::rpc {

// Metadata (over HTTP a header) that carries the work: "<challenge>.<nonce>", where SHA-256 of that
// text begins with so many zero bits as the challenge asks for; the nonce is 1 to 20 digits.
inline constexpr char kFilingWorkKey[] = "x-zoufang-work";

// A challenge is handed out with the refusal of a filing without work, costs nothing to hand out
// and is not remembered: it holds its time, signed under the server's key and a salt of this start.
// It is good for ten minutes and for one request_id, however often that is repeated. Thread-safe.
class FilingWork {
 public:
  // `bits` 0: no work is asked for.
  FilingWork(int bits, absl::string_view server_key, const base::Clock& clock,
             base::Random& random);

  // FAILED_PRECONDITION FILING_WORK_NEEDED, whose ErrorInfo holds a fresh `challenge` and its
  // `bits`: `work` is none, or is too old, too little, or was used for another request.
  absl::Status Check(absl::string_view work, absl::string_view request_id);

 private:
  std::string NewChallenge() const;
  std::string Sign(absl::string_view content) const;
  // When a challenge of ours ends; InfinitePast: it is not ours.
  absl::Time EndOf(absl::string_view challenge) const;
  bool Take(absl::string_view challenge, absl::string_view request_id, absl::Time end);

  const int bits_;
  const base::Clock& clock_;
  base::Random& random_;
  const std::string key_;
  absl::Mutex mu_;
  // Challenges that were used, until they end: each cost somebody its work.
  absl::flat_hash_map<std::string, std::string> used_ ABSL_GUARDED_BY(mu_);  // To request_id.
  std::deque<std::pair<absl::Time, std::string>> ends_ ABSL_GUARDED_BY(mu_);
};

}  // namespace zoufang::rpc
