#include "sync/schema/wire.h"

#include <array>
#include <cstring>

namespace zoufang::schema {
namespace {

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the wire format is little endian");

constexpr int kMaxVarintBytes = 10;
// As protobuf's own limit.
constexpr int kMaxGroupDepth = 100;
constexpr int64_t kMicrosPerSecond = 1000000;

char* WriteVarint(uint64_t value, char* at) {
  for (; value >= 0x80; value >>= 7) *at++ = static_cast<char>(value | 0x80);
  *at++ = static_cast<char>(value);
  return at;
}

}  // namespace

uint64_t WireReader::LongVarint() {
  uint64_t value = 0;
  for (int i = 0; i < kMaxVarintBytes && at_ != end_; ++i) {
    const auto byte = static_cast<unsigned char>(*at_++);
    value |= static_cast<uint64_t>(byte & 0x7f) << (7 * i);
    if (byte < 0x80) return value;
  }
  Fail();
  return 0;
}

uint64_t WireReader::Fixed64() {
  uint64_t value = 0;
  const char* start = at_;
  Advance(sizeof(value));
  if (ok_) std::memcpy(&value, start, sizeof(value));
  return value;
}

void WireReader::SkipNested(uint32_t tag, int depth) {
  switch (static_cast<WireType>(tag & 7)) {
    case WireType::kVarint:
      Varint();
      return;
    case WireType::kFixed64:
      return Advance(8);
    case WireType::kBytes:
      Bytes();
      return;
    case WireType::kFixed32:
      return Advance(4);
    case WireType::kGroup:
      return SkipGroup(tag, depth);
    default:
      return Fail();
  }
}

void WireReader::SkipGroup(uint32_t tag, int depth) {
  if (depth >= kMaxGroupDepth) return Fail();
  const uint32_t end_tag = tag + 1;
  for (uint32_t inner = Tag(); ok_ && inner != end_tag; inner = Tag()) {
    SkipNested(inner, depth + 1);
  }
}

void AppendVarint(uint64_t value, std::string& out) {
  std::array<char, kMaxVarintBytes> bytes;
  out.append(bytes.data(), WriteVarint(value, bytes.data()) - bytes.data());
}

void AppendNumberField(int field_number, uint64_t value, std::string& out) {
  std::array<char, 2 * kMaxVarintBytes> bytes;
  char* at = WriteVarint(WireTag(field_number, WireType::kVarint), bytes.data());
  at = WriteVarint(value, at);
  out.append(bytes.data(), at - bytes.data());
}

void AppendBytesField(int field_number, absl::string_view bytes, std::string& out) {
  std::array<char, 2 * kMaxVarintBytes> head;
  char* at = WriteVarint(WireTag(field_number, WireType::kBytes), head.data());
  at = WriteVarint(bytes.size(), at);
  out.append(head.data(), at - head.data());
  out.append(bytes.data(), bytes.size());
}

void AppendRealField(int field_number, double value, std::string& out) {
  AppendVarint(WireTag(field_number, WireType::kFixed64), out);
  std::array<char, sizeof(value)> bytes;
  std::memcpy(bytes.data(), &value, sizeof(value));
  out.append(bytes.data(), bytes.size());
}

void AppendTimestampField(int field_number, int64_t micros, std::string& out) {
  int64_t seconds = micros / kMicrosPerSecond;
  int64_t rest = micros % kMicrosPerSecond;
  if (rest < 0) {  // Nanoseconds count forward, also before 1970.
    --seconds;
    rest += kMicrosPerSecond;
  }
  std::array<char, 3 * kMaxVarintBytes> content;
  char* at = content.data();
  if (seconds != 0) {
    *at++ = WireTag(1, WireType::kVarint);
    at = WriteVarint(static_cast<uint64_t>(seconds), at);
  }
  if (rest != 0) {
    *at++ = WireTag(2, WireType::kVarint);
    at = WriteVarint(static_cast<uint64_t>(rest * 1000), at);
  }
  AppendBytesField(field_number, absl::string_view(content.data(), at - content.data()), out);
}

}  // namespace zoufang::schema
