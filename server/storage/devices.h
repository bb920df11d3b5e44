// Enrolled tablets.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "sync/sql/database.h"

namespace zoufang::storage {

struct Device {
  std::string id;
  std::string user_id;
  std::string user_name;  // Of its account.
  std::string name;
  std::string app_version;
  std::string install_id;  // "" before the first Attach.
  absl::Time last_seen;
  int64_t applied_seq = 0;
  int64_t clock_offset_ms = 0;                      // Server minus tablet, at the last push.
  int64_t pending = 0;                              // Mutations it held unsent, as it last told.
  absl::Time pending_since = absl::InfinitePast();  // When it first told of any; past: none.
  bool revoked = false;
};

// Registers a tablet: id, user_id, name and app_version count.
absl::Status InsertDevice(sql::Database& database, const Device& device, absl::Time now);
absl::StatusOr<std::optional<Device>> FindDevice(sql::Database& database, absl::string_view id);
// At most `limit` tablets after the id `after`, in the order of ids, which is that of enrolment.
absl::StatusOr<std::vector<Device>> ListDevices(sql::Database& database, absl::string_view after,
                                                int limit);
// Withdraws the tablet and its tokens at once.
absl::Status RevokeDevice(sql::Database& database, const Device& device, absl::Time now);
absl::Status RevokeDevicesOfUser(sql::Database& database, absl::string_view user_id,
                                 absl::Time now);

// Notes what an Attach, a Push or a Pull told of the tablet.
struct DeviceNews {
  std::string install_id;  // "": not told.
  std::optional<int64_t> applied_seq;
  std::optional<int64_t> clock_offset_ms;
  std::optional<int64_t> pending;
};
absl::Status NoteDevice(sql::Database& database, absl::string_view id, const DeviceNews& news,
                        absl::Time now);

}  // namespace zoufang::storage
