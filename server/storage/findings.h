// Findings across visits, as the console lists them.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/storage/rows.h"
#include "zoufang/v1/desk_service.pb.h"

namespace zoufang::storage {

struct FindingQuery {
  std::vector<std::string> areas;  // Division-code prefixes; "" covers all.
  std::string organization_id;     // "": of all.
  std::vector<int> states;         // Empty: all.
  std::string after;               // FindingPlace of the last one of the page before; "": begin.
  int limit = 0;
};

// Where a finding stands in the list: by its due date, those without one last, then by its id.
std::string FindingPlace(const v1::Finding& finding);

// Inside the caller's transaction.
absl::StatusOr<std::vector<v1::FindingItem>> ListFindings(sql::Database& database,
                                                          const schema::Catalogue& catalogue,
                                                          const FindingQuery& query);
// NOT_FOUND FINDING_NOT_FOUND.
absl::StatusOr<v1::FindingItem> FindFinding(sql::Database& database,
                                            const schema::Catalogue& catalogue,
                                            absl::string_view id);

}  // namespace zoufang::storage
