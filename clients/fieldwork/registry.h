// The registry on the tablet: look-up without network.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/fieldwork/tablet.h"
#include "domain/lookup/lookup.h"
#include "domain/lookup/name_index.h"
#include "zoufang/v1/organization.pb.h"
#include "zoufang/v1/visit.pb.h"

namespace zoufang::fieldwork {

// An organisation by its id or credit code. A code that cannot be one is refused with the nearest
// right ones (CREDIT_CODE_INVALID); ORGANIZATION_NOT_FOUND. Within a read or a save.
absl::StatusOr<v1::Organization> FindOrganization(sql::Database& db,
                                                  const schema::Catalogue& catalogue,
                                                  absl::string_view key);

struct RegistryHit {
  v1::Organization organization;
  domain::LookupHit match;
};

struct RegistryAnswer {
  std::vector<RegistryHit> hits;  // Best first.
  bool more = false;
};

// All names of the tablet in memory, as of Load. Thread-compatible.
class Registry {
 public:
  explicit Registry(Tablet& tablet) : tablet_(tablet) {}

  absl::Status Load();
  // A typed credit code whose check character is wrong, and that nobody has, is refused with the
  // nearest right ones: CREDIT_CODE_INVALID.
  absl::StatusOr<RegistryAnswer> Search(const domain::LookupQuery& query);

 private:
  Tablet& tablet_;
  domain::NameIndex index_;
};

// What an officer wants to see before a visit.
struct OrganizationCard {
  v1::Organization organization;
  std::string area_name;                           // "张店区 和平街道"; "" when unknown.
  std::optional<v1::OrganizationProfile> profile;  // nullopt: outside the officer's area.
  std::vector<v1::Visit> visits;                   // The latest first, at most ten.
  std::vector<v1::Finding> open_findings;
};

absl::StatusOr<OrganizationCard> GetOrganizationCard(Tablet& tablet, absl::string_view key);

}  // namespace zoufang::fieldwork
