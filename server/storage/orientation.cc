#include "server/storage/orientation.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/strip.h"

namespace zoufang::storage {
namespace {

constexpr size_t kHeader = 8;
constexpr size_t kEntry = 12;
constexpr uint32_t kOrientationTag = 0x0112;
constexpr uint32_t kShort = 3;

// Numbers in the block's byte order. The caller has checked that they lie within it.
class Numbers {
 public:
  Numbers(absl::string_view block, bool big) : block_(block), big_(big) {}

  uint32_t At(size_t at, size_t size) const {
    uint32_t value = 0;
    for (size_t i = 0; i < size; ++i) {
      value = value << 8 | static_cast<uint8_t>(block_[at + (big_ ? i : size - 1 - i)]);
    }
    return value;
  }

 private:
  const absl::string_view block_;
  const bool big_;
};

}  // namespace

int OrientationOf(absl::string_view exif) {
  absl::string_view block = exif;
  absl::ConsumePrefix(&block, absl::string_view("Exif\0\0", 6));
  const absl::string_view order = block.substr(0, 2);
  if (block.size() < kHeader + 2 || (order != "MM" && order != "II")) return kUpright;
  const Numbers numbers(block, order == "MM");
  const size_t directory = numbers.At(4, 4);
  if (numbers.At(2, 2) != 42 || directory < kHeader || directory > block.size() - 2) {
    return kUpright;
  }
  const size_t room = (block.size() - directory - 2) / kEntry;
  const size_t entries = std::min<size_t>(numbers.At(directory, 2), room);
  for (size_t i = 0; i < entries; ++i) {
    const size_t at = directory + 2 + i * kEntry;
    if (numbers.At(at, 2) != kOrientationTag) continue;
    const uint32_t value = numbers.At(at + 8, 2);
    const bool fits = numbers.At(at + 2, 2) == kShort && numbers.At(at + 4, 4) == 1;
    return fits && value >= 1 && value <= 8 ? static_cast<int>(value) : kUpright;
  }
  return kUpright;
}

std::string OrientationBlock(int orientation) {
  std::string block("MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0", 19);
  block.push_back(static_cast<char>(orientation));
  block.append(6, '\0');
  return block;
}

}  // namespace zoufang::storage
