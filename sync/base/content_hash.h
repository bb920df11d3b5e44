// The name of a file's content.
#pragma once

#include <memory>
#include <string>

#include "absl/strings/string_view.h"

namespace zoufang::base {

// SHA-256 of bytes as they come, piece by piece. Unlike Sha256, of the bare content: what any other
// tool computes for the same file.
class ContentHash {
 public:
  ContentHash();
  ~ContentHash();
  ContentHash(const ContentHash&) = delete;
  ContentHash& operator=(const ContentHash&) = delete;

  void Update(absl::string_view bytes);
  // 64 lower-case hexadecimal digits. Once.
  std::string Finish();

 private:
  struct State;
  const std::unique_ptr<State> state_;
};

std::string HexSha256(absl::string_view content);

}  // namespace zoufang::base
