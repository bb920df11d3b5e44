// The registry as lists: divisions, organisations, and what the field knows of one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/storage/rows.h"
#include "zoufang/v1/division.pb.h"
#include "zoufang/v1/organization.pb.h"

namespace zoufang::storage {

struct DivisionQuery {
  std::string prefix;
  std::vector<int> levels;  // Empty: all.
  std::string after;        // The code of the last one of the page before.
  int limit = 0;
};

// In the order of codes.
absl::StatusOr<std::vector<v1::Division>> ListDivisions(sql::Database& database,
                                                        const schema::Catalogue& catalogue,
                                                        const DivisionQuery& query);

struct OrganizationQuery {
  std::vector<std::string> areas;  // Division-code prefixes; "" covers all.
  std::vector<int> kinds;          // Empty: all; so also below.
  std::vector<int> statuses;
  std::vector<int> listings;
  std::string after_name;  // Together with after_id: the last one of the page before.
  std::string after_id;
  int limit = 0;
};

// In the order of names.
absl::StatusOr<std::vector<v1::Organization>> ListOrganizations(sql::Database& database,
                                                                const schema::Catalogue& catalogue,
                                                                const OrganizationQuery& query);

// nullopt: there is none.
absl::StatusOr<std::optional<v1::OrganizationProfile>> FindProfile(
    sql::Database& database, const schema::Catalogue& catalogue, absl::string_view organization_id);

}  // namespace zoufang::storage
