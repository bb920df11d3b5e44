// Counts for the console's overview: by organisation, area and department, never by person.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "sync/sql/database.h"
#include "zoufang/v1/desk_service.pb.h"

namespace zoufang::storage {

struct OverviewQuery {
  std::vector<std::string> areas;  // Division-code prefixes; "" covers all.
  absl::Time now;
  int days = 90;  // How far back visits count.
};

// Each fills its part of `overview`. In one read transaction, so that the parts fit together.
absl::Status CountAreas(sql::Database& database, const OverviewQuery& query,
                        v1::Overview& overview);
absl::Status CountDepartments(sql::Database& database, const OverviewQuery& query,
                              v1::Overview& overview);
absl::Status CountOrganizations(sql::Database& database, const OverviewQuery& query,
                                v1::Overview& overview);
absl::Status CountCases(sql::Database& database, const OverviewQuery& query,
                        v1::Overview& overview);
absl::Status CountTasks(sql::Database& database, const OverviewQuery& query,
                        v1::Overview& overview);

}  // namespace zoufang::storage
