// What each request_id was answered.
#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "sync/sql/database.h"

namespace zoufang::storage {

struct Answer {
  std::string payload_hash;
  std::string response;  // Serialized.
  absl::Time at;         // When it was given first.
};

// nullopt: the request is new. `request` is 16 bytes that identify it for good.
absl::StatusOr<std::optional<Answer>> FindAnswer(sql::Database& database,
                                                 absl::string_view request);
absl::Status InsertAnswer(sql::Database& database, absl::string_view request, const Answer& answer);

}  // namespace zoufang::storage
