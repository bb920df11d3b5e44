// Who uses the tablet.
#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "sync/sql/database.h"

namespace zoufang::device {

// Who uses the tablet, and with which token. Kept in the file.
struct Enrollment {
  std::string server;  // host:port
  std::string user_id;
  std::string user_name;
  std::string device_id;
  std::string token;
  std::string ca_file;  // PEM of the server's authority; empty: plaintext on loopback.
};

// nullopt: not enrolled yet.
absl::StatusOr<std::optional<Enrollment>> LoadEnrollment(sql::Database& database);
// In a write transaction.
absl::Status StoreEnrollment(const Enrollment& enrollment, sql::Database& database);

}  // namespace zoufang::device
