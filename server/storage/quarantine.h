// What withdrawn tablets handed in, until a person decides.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "sync/sql/database.h"

namespace zoufang::storage {

struct Quarantined {
  std::string uuid;  // 16 bytes: the mutation's own.
  std::string device_id;
  std::string user_id;  // Of the tablet.
  std::string user_name;
  std::string install_id;
  int64_t seq = 0;
  std::string body;  // As it came; perhaps unreadable.
  absl::Time surrendered;
  std::optional<absl::Time> decided;
  std::string outcome;  // A serialized MutationOutcome, once it was ingested.
};

// Keeps one mutation; the same again changes nothing.
absl::Status InsertQuarantined(sql::Database& database, const Quarantined& mutation);

struct QuarantineQuery {
  std::string device_id;         // "": of all.
  int64_t after_us = INT64_MIN;  // Together with after_uuid: the last one of the page before.
  std::string after_uuid;
  int limit = 0;
};
// Those that nobody has decided on, the oldest first.
absl::StatusOr<std::vector<Quarantined>> ListQuarantined(sql::Database& database,
                                                         const QuarantineQuery& query);
// NOT_FOUND QUARANTINED_NOT_FOUND. `id` is the uuid in hex.
absl::StatusOr<Quarantined> FindQuarantined(sql::Database& database, absl::string_view id);

struct QuarantineDecision {
  std::string user_name;
  std::string reason;
  absl::Time at;
  std::string outcome;  // "": dismissed.
};
absl::Status DecideQuarantined(sql::Database& database, absl::string_view uuid,
                               const QuarantineDecision& decision);

}  // namespace zoufang::storage
