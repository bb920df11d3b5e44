// Takes administrative divisions in.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "sync/base/random.h"
#include "sync/hub/hub.h"
#include "zoufang/v1/admin_service.pb.h"

namespace zoufang::storage {

// Creates or updates the division of this code, as one mutation in a write transaction. `user_id`
// is who imports. A refused row changes nothing.
absl::StatusOr<v1::ImportResult> TakeDivision(hub::Hub& hub, const schema::Catalogue& catalogue,
                                              sql::Database& database, base::Random& random,
                                              const std::string& user_id,
                                              const v1::Division& division);

}  // namespace zoufang::storage
