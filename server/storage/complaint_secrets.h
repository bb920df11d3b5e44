// What lets a citizen follow a complaint: its number and the hash of its secret.
#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "sync/sql/database.h"

namespace zoufang::storage {

struct ComplaintSecret {
  std::string number;
  std::string complaint_id;
  std::string secret_hash;  // By Passwords.
};

absl::Status InsertComplaintSecret(sql::Database& database, const ComplaintSecret& secret);
// nullopt: there is no such number.
absl::StatusOr<std::optional<ComplaintSecret>> FindComplaintSecret(sql::Database& database,
                                                                   absl::string_view number);

// The next serial of a day (YYYYMMDD), from 1, without a gap. In a write transaction.
absl::StatusOr<int64_t> NextComplaintSerial(sql::Database& database, absl::string_view day);

}  // namespace zoufang::storage
