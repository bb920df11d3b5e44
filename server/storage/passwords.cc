#include "server/storage/passwords.h"

#include <sodium.h>

#include "domain/errors.h"

namespace zoufang::storage {
namespace {

constexpr int kMostAtOnce = 2;

}  // namespace

// One of the places to compute in; waits for it.
class Passwords::Turn {
 public:
  explicit Turn(Passwords& passwords) : passwords_(passwords) {
    absl::MutexLock lock(&passwords_.mu_);
    const auto free = [this]() ABSL_NO_THREAD_SAFETY_ANALYSIS {
      return passwords_.running_ < kMostAtOnce;
    };
    passwords_.mu_.Await(absl::Condition(&free));
    ++passwords_.running_;
  }
  ~Turn() {
    absl::MutexLock lock(&passwords_.mu_);
    --passwords_.running_;
  }

 private:
  Passwords& passwords_;
};

Passwords::Passwords(PasswordCost cost) : cost_(cost) {
  nobodys_hash_ = Hash("nobody's password").value_or("");
}

absl::StatusOr<std::string> Passwords::Hash(absl::string_view password) {
  const Turn turn(*this);
  const bool cheap = cost_ == PasswordCost::kCheapest;
  std::string hash(crypto_pwhash_STRBYTES, '\0');
  const int failed =
      crypto_pwhash_str(hash.data(), password.data(), password.size(),
                        cheap ? crypto_pwhash_OPSLIMIT_MIN : crypto_pwhash_OPSLIMIT_INTERACTIVE,
                        cheap ? crypto_pwhash_MEMLIMIT_MIN : crypto_pwhash_MEMLIMIT_INTERACTIVE);
  if (failed != 0) return domain::ServerBusy();  // Out of memory: the only way it fails.
  return std::string(hash.c_str());
}

bool Passwords::Matches(const std::string& hash, absl::string_view password) {
  const Turn turn(*this);
  const std::string& against = hash.empty() ? nobodys_hash_ : hash;
  const bool same =
      crypto_pwhash_str_verify(against.c_str(), password.data(), password.size()) == 0;
  return same && !hash.empty();
}

}  // namespace zoufang::storage
