#include "server/rpc/filing_work.h"

#include <sodium.h>

#include <algorithm>

#include "absl/numeric/bits.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "domain/complaint_errors.h"
#include "server/storage/keys.h"

namespace zoufang::rpc {
namespace {

constexpr absl::Duration kGoodFor = absl::Minutes(10);
constexpr size_t kSaltBytes = 16;
constexpr size_t kRandomBytes = 12;
constexpr size_t kSignatureBytes = 16;
constexpr size_t kMostNonceDigits = 20;

bool IsNonce(absl::string_view text) {
  return !text.empty() && text.size() <= kMostNonceDigits &&
         std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
}

int LeadingZeroBits(absl::string_view text) {
  unsigned char digest[crypto_hash_sha256_BYTES];
  crypto_hash_sha256(digest, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  int bits = 0;
  for (const unsigned char byte : digest) {
    bits += absl::countl_zero(byte);
    if (byte != 0) break;
  }
  return bits;
}

}  // namespace

FilingWork::FilingWork(int bits, absl::string_view server_key, const base::Clock& clock,
                       base::Random& random)
    : bits_(bits),
      clock_(clock),
      random_(random),
      key_(storage::Hmac(server_key, absl::StrCat("filing work\n", random.Bytes(kSaltBytes)))) {}

std::string FilingWork::Sign(absl::string_view content) const {
  return storage::Hmac(key_, content).substr(0, kSignatureBytes);
}

// Base64 of "<µs>,<bits>,<random>" and its signature: no full stop is in it.
std::string FilingWork::NewChallenge() const {
  const std::string content =
      absl::StrCat(absl::ToUnixMicros(clock_.Now()), ",", bits_, ",", random_.Bytes(kRandomBytes));
  return absl::WebSafeBase64Escape(absl::StrCat(Sign(content), content));
}

absl::Time FilingWork::EndOf(absl::string_view challenge) const {
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(challenge, &bytes) || bytes.size() <= kSignatureBytes) {
    return absl::InfinitePast();
  }
  const std::string content = bytes.substr(kSignatureBytes);
  const std::string signature = Sign(content);
  int64_t made_us = 0;
  if (sodium_memcmp(bytes.data(), signature.data(), kSignatureBytes) != 0 ||
      !absl::SimpleAtoi(content.substr(0, content.find(',')), &made_us)) {
    return absl::InfinitePast();
  }
  return absl::FromUnixMicros(made_us) + kGoodFor;
}

bool FilingWork::Take(absl::string_view challenge, absl::string_view request_id, absl::Time end) {
  absl::MutexLock lock(&mu_);
  const absl::Time now = clock_.Now();
  while (!ends_.empty() && ends_.front().first < now) {
    used_.erase(ends_.front().second);
    ends_.pop_front();
  }
  const auto [found, fresh] = used_.try_emplace(challenge, request_id);
  // Noted with the latest end that it may have, so that they stay in order.
  if (fresh) ends_.emplace_back(std::max(end, now + kGoodFor), challenge);
  return found->second == request_id;
}

absl::Status FilingWork::Check(absl::string_view work, absl::string_view request_id) {
  if (bits_ == 0) return absl::OkStatus();
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(work, absl::MaxSplits('.', 1));
  const auto& [challenge, nonce] = parts;
  const absl::Time end = IsNonce(nonce) ? EndOf(challenge) : absl::InfinitePast();
  if (clock_.Now() < end && LeadingZeroBits(work) >= bits_ && Take(challenge, request_id, end)) {
    return absl::OkStatus();
  }
  return domain::FilingWorkNeeded(NewChallenge(), bits_);
}

}  // namespace zoufang::rpc
