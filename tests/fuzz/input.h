// Choices read from a fuzzer's bytes.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace zoufang::fuzz {

// Every choice takes bytes from the front; when they are used up, each is the first there is, so
// that any bytes are an input and a shorter one is a simpler one.
class Input {
 public:
  Input(const uint8_t* data, size_t size) : rest_(reinterpret_cast<const char*>(data), size) {}

  bool empty() const { return rest_.empty(); }
  uint8_t Byte() {
    if (rest_.empty()) return 0;
    const auto byte = static_cast<uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return byte;
  }
  // 0 to choices-1; `choices` is at most 256.
  int Choice(int choices) { return choices <= 1 ? 0 : Byte() % choices; }
  bool OneIn(int chances) { return Choice(chances) == chances - 1; }
  template <typename T>
  const T& OneOf(const std::vector<T>& list) {
    return list[Choice(static_cast<int>(list.size()))];
  }
  // A small number, one at the edge of its type, or any.
  int64_t Number() {
    constexpr int64_t kEdges[] = {
        0, -1, 1, INT32_MAX, INT32_MIN, INT64_MAX, INT64_MIN, 1 << 20, 1'780'000'000'000'000};
    switch (Choice(4)) {
      case 0:
      case 1:
        return Byte();
      case 2:
        return kEdges[Choice(std::size(kEdges))];
      default: {
        uint64_t number = 0;
        for (int i = 0; i < 8; ++i) number = number << 8 | Byte();
        return static_cast<int64_t>(number);
      }
    }
  }
  std::string Bytes(size_t most) {
    const size_t size = std::min({static_cast<size_t>(Byte()), most, rest_.size()});
    std::string bytes(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return bytes;
  }
  std::string Rest() { return std::string(std::exchange(rest_, {})); }

 private:
  absl::string_view rest_;
};

}  // namespace zoufang::fuzz
