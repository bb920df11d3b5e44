// Counts for the administrator.
#pragma once

#include "absl/status/statusor.h"
#include "sync/schema/catalogue.h"
#include "sync/sql/database.h"
#include "zoufang/v1/admin_service.pb.h"

namespace zoufang::storage {

// Everything but the incarnation, which is the hub's. In a read transaction.
absl::StatusOr<v1::ServerStatus> ReadServerStatus(sql::Database& database,
                                                  const schema::Catalogue& catalogue);

}  // namespace zoufang::storage
