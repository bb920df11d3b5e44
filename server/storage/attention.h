// Edits that were not taken in: read from what the hub keeps of them, and settled here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "sync/schema/catalogue.h"
#include "sync/sql/database.h"
#include "zoufang/sync/v1/mutation.pb.h"

namespace zoufang::storage {

// The index of an entry that stands for a whole mutation.
inline constexpr int kWholeMutation = -1;

// What somebody did about an entry.
struct Settlement {
  std::string user_name;
  std::string reason;
  absl::Time at;
  std::string again;  // The mutation in which it was submitted anew; "": dismissed.
};

// An edit that was parked, held or rejected; the content stays in its mutation for good.
struct AttentionEntry {
  int64_t n = 0;     // _mutation.n: the order of arrival.
  std::string uuid;  // 16 bytes.
  int edit = 0;      // Index, or kWholeMutation.
  bool held = false;
  std::string reason;
  std::vector<std::string> fields;  // Those that were parked; empty: all.
  std::string user_id;
  absl::Time received;
  bool readable = false;  // Whether `body` could be read.
  sync::v1::MutationBody body;
  sync::v1::MutationOutcome outcome;
  std::optional<Settlement> settled;

  // "<uuid in hex>-<index>", "…-all" for a whole mutation.
  std::string Id() const;
  // The edits that it is about.
  std::vector<sync::v1::Edit> Edits() const;
};

// Entries after (`after_n`, `after_edit`), in order.
absl::StatusOr<std::vector<AttentionEntry>> ListAttention(sql::Database& database, int64_t after_n,
                                                          int after_edit, bool with_settled,
                                                          int limit);
// NOT_FOUND ATTENTION_NOT_FOUND.
absl::StatusOr<AttentionEntry> FindAttention(sql::Database& database, absl::string_view id);
absl::Status Settle(sql::Database& database, const AttentionEntry& entry,
                    const Settlement& settlement);

// The scope in which an entry's row is now, or would be; "" when nobody can tell.
absl::StatusOr<std::string> ScopeOf(sql::Database& database, const schema::Catalogue& catalogue,
                                    const AttentionEntry& entry);

// The fields of an edit by name, old and new values: {"severity":{"old":3,"new":2}}.
std::string ContentJson(const schema::Catalogue& catalogue, const sync::v1::Edit& edit);

// The edit made again against the row as it is now: sets and sums as differences, other fields by
// their new values; a deletion of what is there now. `mended_json` gives new values by field name,
// instead of the edit's. Only the parked fields of a partly taken edit. NOT_FOUND ROW_MISSING when
// the row is not there; FIELDS_INVALID for what `mended_json` cannot say.
absl::StatusOr<sync::v1::Edit> MakeAgain(sql::Database& database,
                                         const schema::Catalogue& catalogue,
                                         const AttentionEntry& entry, const sync::v1::Edit& edit,
                                         const std::string& mended_json);

}  // namespace zoufang::storage
