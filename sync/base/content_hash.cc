#include "sync/base/content_hash.h"

#include "absl/strings/escaping.h"
#include "sync/base/sha256.h"

namespace zoufang::base {

struct ContentHash::State {
  Sha256Stream sha;
};

ContentHash::ContentHash() : state_(std::make_unique<State>()) {}

ContentHash::~ContentHash() = default;

void ContentHash::Update(absl::string_view bytes) { state_->sha.Add(bytes); }

std::string ContentHash::Finish() {
  const Sha256Stream::Digest digest = state_->sha.Finish();
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(digest.data()), digest.size()));
}

std::string HexSha256(absl::string_view content) {
  ContentHash hash;
  hash.Update(content);
  return hash.Finish();
}

}  // namespace zoufang::base
