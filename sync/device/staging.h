// Pages of scopes that are being taken, kept as received until a pull installs them (protocol T12).
#pragma once

#include <cstdint>
#include <optional>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "sync/device/row_pages.h"
#include "sync/sql/database.h"
#include "zoufang/sync/v1/sync_service.pb.h"

namespace zoufang::device {

// How far the staging of one scope is.
struct StagingState {
  sync::v1::SnapshotCursor cursor;  // What to ask for next.
  int64_t pages = 0;
  int64_t rows = 0;
  bool done = false;  // All of it is here.
};

// nullopt: nothing of the scope is staged.
absl::StatusOr<std::optional<StagingState>> LoadStaging(int64_t scope, sql::Database& database);

// In a write transaction.
absl::Status StagePage(int64_t scope, const StagingState& before,
                       const sync::v1::SnapshotPage& page, sql::Database& database);
absl::Status DropStaging(int64_t scope, sql::Database& database);
// The same once its rows are installed. The freed pages are not overwritten: what is on them is in
// the tables now.
absl::Status DropInstalled(int64_t scope, sql::Database& database);

// Calls `take` for each staged row, in the order received.
absl::Status ForEachStagedRow(int64_t scope, RowPageReader& reader, sql::Database& database,
                              absl::FunctionRef<absl::Status(const RowView&)> take);

// Rows staged for all scopes together that are completely here.
absl::StatusOr<int64_t> CountStagedRows(sql::Database& database);
// The same with what has come of scopes that are not: how far a first sync is.
absl::StatusOr<int64_t> CountReceivedRows(sql::Database& database);

}  // namespace zoufang::device
