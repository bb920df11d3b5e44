#include "server/storage/devices.h"

#include "server/storage/tokens.h"
#include "sync/base/status.h"

namespace zoufang::storage {
namespace {

// Columns: id, user_id, user_name, name, app_version, install_id, last_seen_us, applied_seq,
// clock_offset_ms, revoked, pending, pending_since_us.
Device FromRow(const sql::Statement& row) {
  return {
      .id = std::string(row.Text(0)),
      .user_id = std::string(row.Text(1)),
      .user_name = std::string(row.Text(2)),
      .name = std::string(row.Text(3)),
      .app_version = std::string(row.Text(4)),
      .install_id = std::string(row.Text(5)),
      .last_seen = absl::FromUnixMicros(row.Int(6)),
      .applied_seq = row.Int(7),
      .clock_offset_ms = row.Int(8),
      .pending = row.Int(10),
      .pending_since = row.IsNull(11) ? absl::InfinitePast() : absl::FromUnixMicros(row.Int(11)),
      .revoked = row.Int(9) != 0};
}

}  // namespace

constexpr char kInsertDevice[] =
    "INSERT INTO device(id, user_id, name, app_version, install_id, enrolled_us, last_seen_us,"
    " applied_seq, clock_offset_ms) VALUES (?1, ?2, ?3, ?4, '', ?5, ?5, 0, 0)";

absl::Status InsertDevice(sql::Database& database, const Device& device, absl::Time now) {
  ASSIGN_OR_RETURN(sql::Statement insert, database.Prepare(kInsertDevice));
  insert.Bind(1, device.id);
  insert.Bind(2, device.user_id);
  insert.Bind(3, device.name);
  insert.Bind(4, device.app_version);
  insert.Bind(5, absl::ToUnixMicros(now));
  return insert.Run();
}

constexpr char kSelectDevice[] =
    "SELECT device.id, user_id, user_name, name, app_version, install_id, last_seen_us, "
    "applied_seq,"
    " clock_offset_ms, revoked_us IS NOT NULL, pending, pending_since_us"
    " FROM device JOIN account ON account.id=user_id WHERE device.id=?1";

absl::StatusOr<std::optional<Device>> FindDevice(sql::Database& database, absl::string_view id) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kSelectDevice));
  select.Bind(1, id);
  ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found) return std::nullopt;
  return FromRow(select);
}

constexpr char kSelectPage[] =
    "SELECT device.id, user_id, user_name, name, app_version, install_id, last_seen_us, "
    "applied_seq,"
    " clock_offset_ms, revoked_us IS NOT NULL, pending, pending_since_us"
    " FROM device JOIN account ON account.id=user_id WHERE device.id>?1 ORDER BY device.id LIMIT "
    "?2";

absl::StatusOr<std::vector<Device>> ListDevices(sql::Database& database, absl::string_view after,
                                                int limit) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kSelectPage));
  select.Bind(1, after);
  select.Bind(2, limit);
  std::vector<Device> devices;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return devices;
    devices.push_back(FromRow(select));
  }
}

constexpr char kRevokeDevice[] =
    "UPDATE device SET revoked_us=?2 WHERE id=?1 AND revoked_us IS NULL";

absl::Status RevokeDevice(sql::Database& database, const Device& device, absl::Time now) {
  ASSIGN_OR_RETURN(sql::Statement update, database.Prepare(kRevokeDevice));
  update.Bind(1, device.id);
  update.Bind(2, absl::ToUnixMicros(now));
  RETURN_IF_ERROR(update.Run());
  return RevokeTokensOfDevice(database, device.user_id, device.id, now);
}

constexpr char kRevokeOfUser[] =
    "UPDATE device SET revoked_us=?2 WHERE user_id=?1 AND revoked_us IS NULL";

absl::Status RevokeDevicesOfUser(sql::Database& database, absl::string_view user_id,
                                 absl::Time now) {
  ASSIGN_OR_RETURN(sql::Statement update, database.Prepare(kRevokeOfUser));
  update.Bind(1, user_id);
  update.Bind(2, absl::ToUnixMicros(now));
  return update.Run();
}

constexpr char kNoteDevice[] =
    "UPDATE device SET last_seen_us=?2, install_id=coalesce(nullif(?3, ''), install_id),"
    " applied_seq=coalesce(?4, applied_seq), clock_offset_ms=coalesce(?5, clock_offset_ms),"
    " pending=coalesce(?6, pending),"
    " pending_since_us=CASE WHEN ?6 IS NULL THEN pending_since_us WHEN ?6=0 THEN NULL"
    " ELSE coalesce(pending_since_us, ?2) END WHERE id=?1";

absl::Status NoteDevice(sql::Database& database, absl::string_view id, const DeviceNews& news,
                        absl::Time now) {
  ASSIGN_OR_RETURN(sql::Statement update, database.Prepare(kNoteDevice));
  update.Bind(1, id);
  update.Bind(2, absl::ToUnixMicros(now));
  update.Bind(3, news.install_id);
  if (news.applied_seq.has_value()) update.Bind(4, *news.applied_seq);
  if (news.clock_offset_ms.has_value()) update.Bind(5, *news.clock_offset_ms);
  if (news.pending.has_value()) update.Bind(6, *news.pending);
  return update.Run();
}

}  // namespace zoufang::storage
