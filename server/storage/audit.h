// Who changed what by a service, from where, when.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "sync/sql/database.h"

namespace zoufang::storage {

struct AuditEntry {
  absl::string_view user_id;
  absl::string_view device_id;
  absl::string_view call_id;  // The call's x-request-id: finds its log line.
  absl::string_view method;
  absl::string_view subject;  // The id of what was changed.
};

// In the write transaction of the change itself.
absl::Status Audit(sql::Database& database, const AuditEntry& entry, absl::Time now);

}  // namespace zoufang::storage
