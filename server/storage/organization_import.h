// Takes the registry's rows in.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/storage/organizations.h"
#include "sync/base/random.h"
#include "sync/hub/hub.h"
#include "zoufang/v1/admin_service.pb.h"

namespace zoufang::storage {

// The registry is the authority: a row replaces what is stored, except former names, which only
// grow (a changed name becomes one). An organisation is found by its credit code, or else by its
// exact name if it has no other code. Each new one gets its profile, in the same mutation; a
// changed area moves the profile and the visits.
class OrganizationImport {
 public:
  // `user_id` is who imports.
  OrganizationImport(hub::Hub& hub, const schema::Catalogue& catalogue, base::Random& random,
                     std::string user_id);

  // Takes one row, normalised, in a write transaction; a refused row changes nothing.
  absl::StatusOr<v1::ImportResult> Take(sql::Database& database, v1::Organization organization);
  // What Take would do, in any transaction.
  absl::StatusOr<v1::ImportResult> Foresee(sql::Database& database, v1::Organization organization);

 private:
  struct Plan {
    v1::ImportResult result;
    std::vector<sync::v1::Edit> edits;
  };

  absl::StatusOr<Plan> MakePlan(sql::Database& database, v1::Organization organization);
  absl::StatusOr<std::optional<v1::Organization>> FindStored(sql::Database& database,
                                                             const v1::Organization& organization,
                                                             v1::ImportResult& result);
  absl::Status PlanCreate(const v1::Organization& organization, Plan& plan);
  absl::Status PlanUpdate(sql::Database& database, const v1::Organization& organization,
                          Plan& plan);
  absl::Status PlanProfile(sql::Database& database, const v1::Organization& organization,
                           Plan& plan);

  hub::Hub& hub_;
  const schema::Catalogue& catalogue_;
  base::Random& random_;
  const std::string user_id_;
  const Organizations organizations_;
};

// The id of an organisation's profile follows from the organisation's.
std::string ProfileId(absl::string_view organization_id);

}  // namespace zoufang::storage
