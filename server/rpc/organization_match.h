// Says of a name or a code whether it is registered.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "server/storage/lookup.h"
#include "server/storage/organizations.h"
#include "zoufang/v1/organization_service.pb.h"

namespace zoufang::rpc {

// The wire form of hits with their rows; a hit whose row is gone is left out.
absl::StatusOr<std::vector<v1::OrganizationMatch>> LoadMatches(
    sql::Database& database, const storage::Organizations& organizations,
    const std::vector<domain::LookupHit>& hits);

// Judges one query after the other inside one read.
class OrganizationMatcher {
 public:
  OrganizationMatcher(sql::Database& database, const storage::Organizations& organizations,
                      const storage::Lookup& lookup)
      : database_(database), organizations_(organizations), lookup_(lookup) {}

  absl::StatusOr<v1::MatchResult> Match(const v1::MatchQuery& query);

 private:
  absl::StatusOr<v1::MatchResult> MatchCode(const std::string& code, const std::string& name);
  absl::StatusOr<v1::MatchResult> MatchName(const std::string& name);

  sql::Database& database_;
  const storage::Organizations& organizations_;
  const storage::Lookup& lookup_;
};

}  // namespace zoufang::rpc
