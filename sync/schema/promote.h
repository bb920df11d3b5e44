// What happens to kept unknown fields when the schema learns them.
#pragma once

#include <vector>

#include "absl/status/status.h"
#include "sync/schema/catalogue.h"
#include "sync/sql/database.h"

namespace zoufang::schema {

// Moves the values of `fields` (indexes; columns just added) from the rows' _unknown into their
// columns. Without it the next encoding would hold them twice.
absl::Status PromoteUnknown(const Entity& entity, const std::vector<int>& fields,
                            sql::Database& database);

}  // namespace zoufang::schema
