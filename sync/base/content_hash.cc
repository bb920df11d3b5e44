#include "sync/base/content_hash.h"

#include <sodium.h>

#include "absl/strings/escaping.h"

namespace zoufang::base {

struct ContentHash::State {
  crypto_hash_sha256_state sha;
};

ContentHash::ContentHash() : state_(std::make_unique<State>()) {
  crypto_hash_sha256_init(&state_->sha);
}

ContentHash::~ContentHash() = default;

void ContentHash::Update(absl::string_view bytes) {
  crypto_hash_sha256_update(&state_->sha, reinterpret_cast<const unsigned char*>(bytes.data()),
                            bytes.size());
}

std::string ContentHash::Finish() {
  std::string digest(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256_final(&state_->sha, reinterpret_cast<unsigned char*>(digest.data()));
  return absl::BytesToHexString(digest);
}

std::string HexSha256(absl::string_view content) {
  ContentHash hash;
  hash.Update(content);
  return hash.Finish();
}

}  // namespace zoufang::base
