// The three-way merge of one field: pure, the same result for the same input on any machine.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sync/schema/catalogue.h"
#include "sync/sql/value.h"

namespace zoufang::merge {

// Who wrote a value, when, and where it stands in the row's history.
struct Stamp {
  int64_t rev = 0;
  std::string uuid;            // Of the mutation, 16 bytes.
  int64_t observed_at_us = 0;  // By its author's clock.
  std::string author;          // User id.
};

// A set's live adds: element -> the (rev, mutation) pairs that put it there.
using SetAdds = std::map<std::string, std::set<std::pair<int64_t, std::string>>>;

// What the row holds.
struct Current {
  sql::Value value;
  Stamp stamp;
  SetAdds adds;  // UNION only.
};

// What the edit brings. `stamp.rev` is the rev the row will have if anything changes.
struct Incoming {
  sql::Value old_value;  // What its author saw.
  sql::Value new_value;
  int64_t trunk = 0;        // The server's rev that its author had seen of this field.
  bool trunk_lost = false;  // The row never had that rev here: the server was restored since.
  std::vector<std::string> after;  // Mutations of its author's own chain that it stands on.
  Stamp stamp;
  bool clock_trusted = false;
};

enum class Verdict {
  kUnchanged,  // The row shows the new value already, or the policy absorbed it.
  kSet,        // `cell` is the field's new state, as the author wrote it.
  kMerged,     // `cell` is the field's new state, made of both.
  kConflict,   // Both are kept; `cell`, when set, shows the incoming one.
  kParked,     // Not taken: a person decides. `reason` says why.
};

struct Merged {
  Verdict verdict = Verdict::kUnchanged;
  std::optional<Current> cell;  // The field's new state; none: it stays as it is.
  bool incoming_shown = false;  // kConflict: which of the two the row shows.
  const char* reason = "";      // kParked: STATE_NOT_ALLOWED, WRITTEN_ONCE.
};

// Whether the author of an edit, who saw `old_value` at `trunk`, had not seen what the field holds.
bool IsUnseen(const Current& current, const sql::Value& old_value, int64_t trunk, bool trunk_lost);

// Merges one edit of one field. The edit is concurrent if and only if the field changed after its
// trunk or the trunk is lost, and its current value is neither the edit's old nor its new one;
// there is no exception for the author's own earlier edits. SERVER fields are the caller's
// business: they merge as set.
Merged MergeField(const schema::Field& field, const Current& current, const Incoming& incoming);

// The state of a field that is written for the first time.
Current FirstValue(const schema::Field& field, sql::Value value, Stamp stamp);

}  // namespace zoufang::merge
