// What others are told of a case's steps.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "sync/schema/catalogue.h"
#include "sync/sql/database.h"

namespace zoufang::storage {

// Queues, for each channel, the notification of one entry of a case's history that its citizen may
// see; of others none. In the transaction that wrote the entry. The notification's id is the
// entry's, and it says no more than
//
//   {"type": "complaint.accept", "timestamp": "2026-03-02T01:00:00Z",
//    "data": {"number": "…", "state": "ACCEPTED", "due_on": "2026-03-09"}}
//
// Returns whether it queued any.
absl::StatusOr<bool> QueueCaseNotice(sql::Database& database, const schema::Catalogue& catalogue,
                                     const std::vector<std::string>& channels,
                                     const std::string& event_id, absl::Time now);

}  // namespace zoufang::storage
