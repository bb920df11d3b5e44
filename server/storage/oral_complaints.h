// What citizens told officers becomes cases.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "sync/hub/hub.h"
#include "sync/schema/catalogue.h"
#include "sync/sql/database.h"

namespace zoufang::storage {

// The edits that make the case of an OralComplaint row, under the clock `profile`, and write its
// number back into the row. The case's id follows from the row's, so that a row makes one case for
// good; none when it is made. In a write transaction.
absl::StatusOr<std::vector<sync::v1::Edit>> OralComplaintEdits(sql::Database& database,
                                                               const schema::Catalogue& catalogue,
                                                               const std::string& oral_id,
                                                               const std::string& profile,
                                                               absl::Time now);

// Makes the cases of rows that have none yet: those that came before the server made any. Returns
// how many. In a write transaction.
absl::StatusOr<int> ConvertOralComplaints(sql::Database& database, hub::Hub& hub,
                                          const schema::Catalogue& catalogue,
                                          const std::string& profile, absl::Time now);

}  // namespace zoufang::storage
