// What the triggers wrote down, and what it adds up to.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "sync/device/context.h"
#include "sync/schema/row.h"
#include "sync/schema/tables.h"

namespace zoufang::device {

// What a table holds beside a row's declared columns.
struct RowTag {
  int64_t rev = 0;
  int64_t scope = 0;  // 0: NULL.
  std::string unknown;
};

// One row of _capture.
struct Captured {
  std::string uuid;
  const schema::Entity* entity = nullptr;
  schema::Op op = schema::Op::kInsert;
  std::string row_id;
  RowTag tag;                         // kDelete, kPeek: of the old row.
  std::optional<schema::Row> before;  // kUpdate, kDelete, kPeek.
  std::optional<schema::Row> after;   // kInsert, kUpdate.
};

// A row's change by a whole mutation: before its first captured change, after its last.
struct RowChange {
  const schema::Entity* entity = nullptr;
  std::string id;
  std::optional<schema::Row> before;
  std::optional<schema::Row> after;
  // The row of `before` was deleted or replaced on the way.
  bool uprooted = false;
  // What the table held beside it, when it was or will be uprooted by what was captured. Otherwise
  // the table still holds it.
  std::optional<RowTag> tag;
};

// What one mutation is made of. Several changes of one row are one change here, because a conflict
// item is named after row, field and mutations.
struct ChangeSet {
  std::string uuid;
  std::vector<RowChange> changes;
};

absl::StatusOr<bool> AnythingCaptured(sql::Database& database);
// Everything captured, in order. INVALID_ARGUMENT UNKNOWN_ENTITY.
absl::StatusOr<std::vector<Captured>> ReadCaptured(const Context& context);
absl::Status ClearCaptured(sql::Database& database);

// All as one mutation: what one Save did.
ChangeSet Together(std::vector<Captured> captured);
// Each change as a mutation of its own, under its own uuid: what other tools did. A row that was
// replaced, or deleted and at once inserted again, is one change.
std::vector<ChangeSet> Apart(std::vector<Captured> captured);

}  // namespace zoufang::device
