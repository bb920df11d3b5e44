// Puts an organisation under another town or office.
#pragma once

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "sync/schema/catalogue.h"
#include "sync/sql/database.h"
#include "zoufang/sync/v1/mutation.pb.h"

namespace zoufang::storage {

// Adds the edits that bring what follows an organisation into `area_code`: its profile and its
// visits; their children follow by themselves. Reports stay where they were taken.
absl::Status AddFollowers(sql::Database& database, const schema::Catalogue& catalogue,
                          absl::string_view organization_id, absl::string_view area_code,
                          std::vector<sync::v1::Edit>& edits);

// How many entries the log of an area's scope has: what a move adds to it are the rows that came.
absl::StatusOr<int64_t> LogLength(sql::Database& database, absl::string_view area_code);

}  // namespace zoufang::storage
