// Notifications that wait for their delivery, one row for each channel.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "sync/sql/database.h"

namespace zoufang::storage {

struct Notification {
  int64_t n = 0;
  std::string id;    // The same at every attempt and for every channel.
  std::string body;  // JSON.
  int attempts = 0;  // That failed.
};

// In the write transaction of what it tells of: both are durable or neither. Once for each id.
absl::Status QueueNotification(sql::Database& database, absl::string_view channel,
                               const Notification& notification, absl::Time now);
// Those due by `now`, the longest due first.
absl::StatusOr<std::vector<Notification>> DueNotifications(sql::Database& database,
                                                           absl::string_view channel,
                                                           absl::Time now, int limit);
// When the next one is due; InfiniteFuture: none waits.
absl::StatusOr<absl::Time> NextNotification(sql::Database& database, absl::string_view channel);
// The receiver has it.
absl::Status RemoveNotification(sql::Database& database, int64_t n);
// It failed once more, and is due again at `next`.
absl::Status DeferNotification(sql::Database& database, int64_t n, absl::Time next);

}  // namespace zoufang::storage
