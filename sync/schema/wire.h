// The protobuf wire format, read and written without message objects: rows pass between SQLite and
// the network by the hundred thousand.
#pragma once

#include <cstdint>
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

// Reads from borrowed bytes. Once something is malformed, ok() is false for good, nothing is left
// to read, and what is read is zero or empty. (No optionals: passing them costs a third of the
// time.)
class WireReader {
 public:
  explicit WireReader(absl::string_view bytes)
      : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}

  bool ok() const { return ok_; }
  bool done() const { return at_ == end_; }
  const char* position() const { return at_; }

  uint64_t Varint() {
    if (end_ - at_ < 2) return LongVarint();
    const auto first = static_cast<unsigned char>(at_[0]);
    const auto second = static_cast<unsigned char>(at_[1]);
    if (first < 0x80) {
      at_ += 1;
      return first;
    }
    if (second < 0x80) {
      at_ += 2;
      return (first & 0x7f) | uint64_t{second} << 7;
    }
    return LongVarint();
  }
  // A field's number and wire type. Number 0 is malformed.
  uint32_t Tag() {
    const uint64_t tag = Varint();
    if (tag >> 3 == 0 || tag > UINT32_MAX) Fail();
    return static_cast<uint32_t>(tag);
  }
  absl::string_view Bytes() {
    const uint64_t size = Varint();
    const char* start = at_;
    Advance(size);
    return ok_ ? absl::string_view(start, size) : absl::string_view();
  }
  uint64_t Fixed64();
  // Passes over the value of the field whose tag was read, groups with all that is in them.
  void Skip(uint32_t tag) { SkipNested(tag, 0); }

 private:
  uint64_t LongVarint();
  void SkipNested(uint32_t tag, int depth);
  void SkipGroup(uint32_t tag, int depth);
  void Advance(uint64_t count) {
    if (count > static_cast<uint64_t>(end_ - at_)) return Fail();
    at_ += count;
  }
  void Fail() {
    ok_ = false;
    at_ = end_;
  }

  const char* at_;
  const char* end_;
  bool ok_ = true;
};

void AppendVarint(uint64_t value, std::string& out);
void AppendNumberField(int field_number, uint64_t value, std::string& out);
void AppendBytesField(int field_number, absl::string_view bytes, std::string& out);
void AppendRealField(int field_number, double value, std::string& out);
// A google.protobuf.Timestamp.
void AppendTimestampField(int field_number, int64_t micros, std::string& out);

}  // namespace zoufang::schema
