#include "server/storage/outbox.h"

#include "sync/base/status.h"

namespace zoufang::storage {

constexpr char kInsert[] =
    "INSERT INTO notification(channel, id, body, made_us, attempts, due_us)"
    " VALUES (?1, ?2, ?3, ?4, 0, ?4) ON CONFLICT DO NOTHING";

absl::Status QueueNotification(sql::Database& database, absl::string_view channel,
                               const Notification& notification, absl::Time now) {
  ASSIGN_OR_RETURN(sql::Statement insert, database.Prepare(kInsert));
  insert.Bind(1, channel);
  insert.Bind(2, notification.id);
  insert.Bind(3, notification.body);
  insert.Bind(4, absl::ToUnixMicros(now));
  return insert.Run();
}

constexpr char kDue[] =
    "SELECT n, id, body, attempts FROM notification WHERE channel=?1 AND due_us<=?2"
    " ORDER BY due_us, n LIMIT ?3";

absl::StatusOr<std::vector<Notification>> DueNotifications(sql::Database& database,
                                                           absl::string_view channel,
                                                           absl::Time now, int limit) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kDue));
  select.Bind(1, channel);
  select.Bind(2, absl::ToUnixMicros(now));
  select.Bind(3, limit);
  std::vector<Notification> due;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return due;
    due.push_back({.n = select.Int(0),
                   .id = std::string(select.Text(1)),
                   .body = std::string(select.Text(2)),
                   .attempts = static_cast<int>(select.Int(3))});
  }
}

constexpr char kNext[] = "SELECT min(due_us) FROM notification WHERE channel=?1";

absl::StatusOr<absl::Time> NextNotification(sql::Database& database, absl::string_view channel) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kNext));
  select.Bind(1, channel);
  ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found || select.IsNull(0)) return absl::InfiniteFuture();
  return absl::FromUnixMicros(select.Int(0));
}

constexpr char kRemove[] = "DELETE FROM notification WHERE n=?1";

absl::Status RemoveNotification(sql::Database& database, int64_t n) {
  ASSIGN_OR_RETURN(sql::Statement remove, database.Prepare(kRemove));
  remove.Bind(1, n);
  return remove.Run();
}

constexpr char kDefer[] = "UPDATE notification SET attempts=attempts+1, due_us=?2 WHERE n=?1";

absl::Status DeferNotification(sql::Database& database, int64_t n, absl::Time next) {
  ASSIGN_OR_RETURN(sql::Statement update, database.Prepare(kDefer));
  update.Bind(1, n);
  update.Bind(2, absl::ToUnixMicros(next));
  return update.Run();
}

}  // namespace zoufang::storage
