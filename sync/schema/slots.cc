#include "sync/schema/slots.h"

#include <cmath>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "sync/base/errors.h"
#include "sync/base/status.h"
#include "sync/schema/utf8.h"
#include "sync/schema/wire.h"

namespace zoufang::schema {
namespace {

// google.protobuf.Timestamp: 0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z.
constexpr int64_t kMinSeconds = -62135596800;
constexpr int64_t kMaxSeconds = 253402300799;
constexpr int32_t kNanosPerSecond = 1000000000;

WireType WireTypeOf(Kind kind) {
  switch (kind) {
    case Kind::kText:
    case Kind::kBytes:
    case Kind::kTimestamp:
    case Kind::kSet:
      return WireType::kBytes;
    case Kind::kReal:
      return WireType::kFixed64;
    default:
      return WireType::kVarint;
  }
}

absl::Status Malformed(const Entity& entity) {
  return base::Undecodable(absl::StrCat(entity.name, ": malformed message"));
}

absl::Status Bad(const Entity& entity, const Field& field, absl::string_view what) {
  return base::Undecodable(absl::StrCat(entity.name, ".", field.name, ": ", what));
}

// Reads the parts of a timestamp into the slot. A repeated message merges, as protobuf does. False:
// malformed.
bool ReadTimestamp(absl::string_view message, Slot& slot) {
  WireReader reader(message);
  while (!reader.done()) {
    const uint32_t tag = reader.Tag();
    if (tag == WireTag(1, WireType::kVarint)) {
      slot.number = reader.Varint();
    } else if (tag == WireTag(2, WireType::kVarint)) {
      slot.nanos = static_cast<int32_t>(reader.Varint());
    } else {
      reader.Skip(tag);
    }
  }
  return reader.ok();
}

bool TimestampInRange(const Slot& slot) {
  const auto seconds = static_cast<int64_t>(slot.number);
  return seconds >= kMinSeconds && seconds <= kMaxSeconds && slot.nanos >= 0 &&
         slot.nanos < kNanosPerSecond;
}

// The number as its proto type holds it: bits above an int32's or enum's 32 are cut off.
uint64_t Narrowed(const Field& field, uint64_t value) {
  if (field.kind == Kind::kBool) return value != 0;
  if (!field.is_int32 && field.kind != Kind::kEnum) return value;
  return static_cast<uint64_t>(static_cast<int64_t>(static_cast<int32_t>(value)));
}

absl::Status ReadNumber(const Entity& entity, const Field& field, WireReader& reader, Slot& slot) {
  slot.present = true;
  slot.number = Narrowed(field, field.kind == Kind::kReal ? reader.Fixed64() : reader.Varint());
  // SQLite has no NaN: it would become NULL.
  if (field.kind == Kind::kReal && std::isnan(slot.Real())) return Bad(entity, field, "NaN");
  return absl::OkStatus();
}

absl::Status ReadBytes(const Entity& entity, int index, WireReader& reader, Slots& slots) {
  const Field& field = entity.fields[index];
  Slot& slot = slots.fields[index];
  const absl::string_view bytes = reader.Bytes();
  slot.present = true;
  if (field.kind == Kind::kTimestamp) {
    if (!ReadTimestamp(bytes, slot)) return Malformed(entity);
    return TimestampInRange(slot) ? absl::OkStatus() : Bad(entity, field, "time out of range");
  }
  if (field.kind != Kind::kBytes && !IsUtf8(bytes)) return Bad(entity, field, "not UTF-8");
  if (field.kind == Kind::kSet) {
    slots.members.emplace_back(index, bytes);
  } else {
    slot.bytes = bytes;
  }
  return absl::OkStatus();
}

void KeepUnknown(uint32_t tag, const char* start, WireReader& reader, Slots& slots) {
  reader.Skip(tag);
  slots.unknown.append(start, reader.position() - start);
}

// Fields come in the order of their numbers as a rule, often one after the other.
int IndexAfter(const Entity& entity, int previous, int number) {
  const auto next = static_cast<size_t>(previous + 1);
  if (next < entity.fields.size() && entity.fields[next].number == number) return previous + 1;
  return entity.IndexOf(number);
}

}  // namespace

int64_t Slot::Micros() const { return static_cast<int64_t>(number) * 1000000 + nanos / 1000; }

double Slot::Real() const {
  double real;
  std::memcpy(&real, &number, sizeof(real));
  return real;
}

absl::Status ReadSlots(const Entity& entity, absl::string_view body, Slots& slots) {
  slots.fields.assign(entity.fields.size(), Slot());
  slots.members.clear();
  slots.unknown.clear();
  WireReader reader(body);
  int index = -1;
  while (!reader.done()) {
    const char* start = reader.position();
    const uint32_t tag = reader.Tag();
    index = IndexAfter(entity, index, static_cast<int>(tag >> 3));
    const auto type = static_cast<WireType>(tag & 7);
    if (index < 0 || type != WireTypeOf(entity.fields[index].kind)) {
      KeepUnknown(tag, start, reader, slots);
    } else if (type == WireType::kBytes) {
      RETURN_IF_ERROR(ReadBytes(entity, index, reader, slots));
    } else {
      RETURN_IF_ERROR(ReadNumber(entity, entity.fields[index], reader, slots.fields[index]));
    }
  }
  return reader.ok() ? absl::OkStatus() : Malformed(entity);
}

}  // namespace zoufang::schema
