// The audit, read.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "sync/sql/database.h"
#include "zoufang/v1/desk_service.pb.h"

namespace zoufang::storage {

struct AuditQuery {
  std::string user_name;  // "": everybody's.
  std::string method;     // Its beginning.
  std::string subject;    // "": all.
  int64_t from_us = INT64_MIN;
  int64_t until_us = INT64_MAX;
  int64_t before = INT64_MAX;  // The number of the last entry of the page before.
  int limit = 0;
};

struct AuditRow {
  int64_t n = 0;
  v1::AuditItem item;
};

// The latest first.
absl::StatusOr<std::vector<AuditRow>> SearchAudit(sql::Database& database, const AuditQuery& query);

}  // namespace zoufang::storage
