#include "sync/device/enrollment.h"

#include "sync/base/status.h"

namespace zoufang::device {

constexpr char kSelectEnrollment[] =
    "SELECT server, user_id, user_name, device_id, token, ca_file FROM _enrollment";

absl::StatusOr<std::optional<Enrollment>> LoadEnrollment(sql::Database& database) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kSelectEnrollment));
  ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found) return std::optional<Enrollment>();
  return std::optional<Enrollment>(Enrollment{.server = std::string(select.Text(0)),
                                              .user_id = std::string(select.Text(1)),
                                              .user_name = std::string(select.Text(2)),
                                              .device_id = std::string(select.Text(3)),
                                              .token = std::string(select.Text(4)),
                                              .ca_file = std::string(select.Text(5))});
}

constexpr char kStoreEnrollment[] =
    "INSERT OR REPLACE INTO _enrollment(one, server, user_id, user_name, device_id, token, ca_file)"
    " VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6)";

absl::Status StoreEnrollment(const Enrollment& enrollment, sql::Database& database) {
  ASSIGN_OR_RETURN(sql::Statement store, database.Prepare(kStoreEnrollment));
  store.Bind(1, enrollment.server);
  store.Bind(2, enrollment.user_id);
  store.Bind(3, enrollment.user_name);
  store.Bind(4, enrollment.device_id);
  store.Bind(5, enrollment.token);
  store.Bind(6, enrollment.ca_file);
  return store.Run();
}

}  // namespace zoufang::device
