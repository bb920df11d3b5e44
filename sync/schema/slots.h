// A serialized entity message taken apart, its texts still where they were.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "absl/container/inlined_vector.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "sync/schema/catalogue.h"

namespace zoufang::schema {

// What the message says of one field.
struct Slot {
  bool present = false;
  int32_t nanos = 0;        // kTimestamp, beside the seconds in `number`.
  uint64_t number = 0;      // Numbers; the bits of a kReal.
  absl::string_view bytes;  // kText and kBytes.

  int64_t Micros() const;
  double Real() const;
};

struct Slots {
  // One for each of the entity's fields.
  absl::InlinedVector<Slot, 32> fields;
  // Members of sets with their field's index, as they come.
  absl::InlinedVector<std::pair<int, absl::string_view>, 8> members;
  // Fields that the entity does not have, or has with another wire type: tag and value, verbatim.
  std::string unknown;
};

// Takes `body` apart, of a field given twice the last as protobuf does. The slots borrow from
// `body`. INVALID_ARGUMENT UNDECODABLE: malformed, text that is not UTF-8, a time outside the years
// 1 to 9999, a real that is not a number.
absl::Status ReadSlots(const Entity& entity, absl::string_view body, Slots& slots);

}  // namespace zoufang::schema
