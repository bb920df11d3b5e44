// The protobuf wire format, read and written without message objects: rows pass between SQLite and
// the network by the hundred thousand.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace zoufang::schema {

enum class WireType : uint32_t {
  kVarint = 0,
  kFixed64 = 1,
  kBytes = 2,
  kGroup = 3,
  kGroupEnd = 4,
  kFixed32 = 5,
};

constexpr uint32_t WireTag(int field_number, WireType type) {
  return static_cast<uint32_t>(field_number) << 3 | static_cast<uint32_t>(type);
}

// Reads from borrowed bytes. nullopt and false: the bytes are malformed.
class WireReader {
 public:
  explicit WireReader(absl::string_view bytes)
      : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}

  bool done() const { return at_ == end_; }
  const char* position() const { return at_; }

  std::optional<uint64_t> Varint() {
    if (at_ != end_ && static_cast<unsigned char>(*at_) < 0x80) {
      return static_cast<unsigned char>(*at_++);
    }
    return LongVarint();
  }
  // A field's number and wire type. Number 0 is malformed.
  std::optional<uint32_t> Tag() {
    const std::optional<uint64_t> tag = Varint();
    return tag.has_value() && *tag >> 3 != 0 && *tag <= UINT32_MAX
               ? std::optional(static_cast<uint32_t>(*tag))
               : std::nullopt;
  }
  std::optional<absl::string_view> Bytes() {
    const std::optional<uint64_t> size = Varint();
    if (!size.has_value() || *size > static_cast<uint64_t>(end_ - at_)) return std::nullopt;
    at_ += *size;
    return absl::string_view(at_ - *size, *size);
  }
  std::optional<uint64_t> Fixed64();
  // Passes over the value of the field whose tag was read, groups with all that is in them.
  bool Skip(uint32_t tag) { return SkipNested(tag, 0); }

 private:
  std::optional<uint64_t> LongVarint();
  bool SkipBytes(uint64_t count);
  bool SkipNested(uint32_t tag, int depth);

  const char* at_;
  const char* end_;
};

void AppendVarint(uint64_t value, std::string& out);
void AppendNumberField(int field_number, uint64_t value, std::string& out);
void AppendBytesField(int field_number, absl::string_view bytes, std::string& out);
void AppendRealField(int field_number, double value, std::string& out);
// A google.protobuf.Timestamp.
void AppendTimestampField(int field_number, int64_t micros, std::string& out);

}  // namespace zoufang::schema
