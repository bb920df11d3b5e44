// Reads what happened to one row, out of the mutations' bodies.
//
// Which mutations touch a row is an index that is made when somebody asks, not when somebody saves:
// _touched names them up to _server.touched_to. Its keys are eight bytes of the row's id; two rows
// may share one, so every hit is checked against the body.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "sync/hub/context.h"
#include "zoufang/sync/v1/mutation.pb.h"

namespace zoufang::hub {

// One edit of the row, with what its mutation says.
struct RowChange {
  int64_t n = 0;  // The mutation's place in the history.
  std::string uuid;
  std::string author;      // User id; "": the server itself.
  std::string install_id;  // "": not from a tablet.
  bool clock_trusted = false;
  int64_t observed_us = 0;
  int64_t received_us = 0;
  sync::v1::Edit edit;
  sync::v1::EditOutcome outcome;
};

class RowHistory {
 public:
  explicit RowHistory(const Context& context) : context_(context) {}

  // Brings the index forward by a bounded number of mutations; false: it is complete. In a write
  // transaction.
  absl::StatusOr<bool> IndexMore();
  // The row's changes before `before_n` (0: all), the latest first, at most `limit`; of what the
  // index knows.
  absl::StatusOr<std::vector<RowChange>> Of(absl::string_view row_id, int64_t before_n, int limit);
  // The name of the scope the row is in, or was in when it was deleted; nullopt: no such row.
  absl::StatusOr<std::optional<std::string>> ScopeOf(absl::string_view row_id);

 private:
  absl::StatusOr<int64_t> Index(int64_t after);
  absl::StatusOr<std::optional<std::string>> LiveScopeOf(absl::string_view row_id);
  absl::StatusOr<std::optional<std::string>> LastScopeOf(absl::string_view row_id, int depth);

  const Context& context_;
};

}  // namespace zoufang::hub
