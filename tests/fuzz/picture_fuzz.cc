// Photos as they are handed in: bytes -> the bare picture, and what must hold of it.
#include "server/storage/image_parts.h"
#include "server/storage/orientation.h"
#include "tests/fuzz/input.h"
#include "tests/fuzz/require.h"

namespace zoufang::fuzz {
namespace {

void CheckBare(const std::string& type, const std::string& content) {
  const absl::StatusOr<std::string> bare = storage::BarePicture(type, content);
  RequireReason(bare.status(), {"ATTACHMENT_MALFORMED"});
  if (!bare.ok()) return;
  // Its parts, and at most an Exif with what that needs.
  Require(bare->size() <= content.size() + 64, "nothing is made up");
  const absl::StatusOr<std::string> again = storage::BarePicture(type, *bare);
  Require(again.ok() && *again == *bare, "a bare picture stays as it is");
}

}  // namespace
}  // namespace zoufang::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace zoufang::fuzz;  // NOLINT: the one function of this program.
  constexpr const char* kTypes[] = {"image/jpeg", "image/png", "image/webp"};
  Input input(data, size);
  const std::string type = kTypes[input.Choice(3)];
  const std::string content = input.Rest();
  const int orientation = zoufang::storage::OrientationOf(content);
  Require(orientation >= 1 && orientation <= 8, "one of the eight");
  CheckBare(type, content);
  return 0;
}
