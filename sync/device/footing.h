// What an edit of a row stands on (protocol T2).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "sync/device/context.h"
#include "sync/device/held.h"
#include "sync/device/image.h"
#include "sync/device/scopes.h"

namespace zoufang::device {

// Held, not yet included edits of one field.
struct FieldPast {
  int64_t trunk = 0;               // Of the first of them.
  std::vector<std::string> after;  // Their uuids, with their own after sets. UNION only: no other
                                   // policy asks for them, and they would grow with every edit.
};

// Of one row, before the edit that is being made.
struct Footing {
  int64_t rev = 0;                           // Of the image or transit row; 0: none.
  absl::flat_hash_map<int, FieldPast> past;  // By field number.

  // The rev that the author had seen of the field. Edits of sums and sets are deltas on the image,
  // so that is always the image's.
  int64_t TrunkOf(const schema::Field& field) const;
  const std::vector<std::string>& AfterOf(const schema::Field& field) const;
};

// From the row's image and the held edits that lie on it.
Footing FootingOf(const schema::Entity& entity, const Image& image,
                  const std::vector<HeldEdit>& edits);

}  // namespace zoufang::device
