// Conflict items as the services read them.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/storage/rows.h"
#include "zoufang/sync/v1/conflict.pb.h"

namespace zoufang::storage {

struct ConflictQuery {
  std::string row_id;              // "": of any row.
  std::vector<std::string> areas;  // Division-code prefixes; "" covers all.
  bool with_resolved = false;
  int64_t after_us = INT64_MIN;  // Together with after_id: the last one of the page before.
  std::string after_id;
  int limit = 0;
};

// The oldest first, by when the shown value was observed.
absl::StatusOr<std::vector<sync::v1::Conflict>> ListConflicts(sql::Database& database,
                                                              const schema::Catalogue& catalogue,
                                                              const ConflictQuery& query);

}  // namespace zoufang::storage
