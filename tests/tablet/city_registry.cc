#include "tests/tablet/city_registry.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "sync/base/status.h"

namespace zoufang::testing {
namespace {

constexpr int kAtOnce = 500;
constexpr uint64_t kSeed = 20260401;

v1::Organization Made(const city::Organization& made) {
  v1::Organization organization;
  v1::OrganizationKind kind = v1::ORGANIZATION_KIND_UNSPECIFIED;
  v1::OrganizationKind_Parse("ORGANIZATION_KIND_" + made.kind, &kind);
  organization.set_name(made.name);
  organization.set_credit_code(made.credit_code);
  organization.set_kind(kind);
  organization.set_status(v1::REGISTRATION_STATUS_REGISTERED);
  organization.set_area_code(made.area_code);
  organization.set_address(made.address);
  organization.set_legal_representative(made.legal_representative);
  organization.set_supervising_unit(made.supervising_unit);
  organization.set_registration_authority(made.registration_authority);
  organization.set_industry(made.industry);
  organization.set_phone(made.phone);
  organization.set_registered_on(made.registered_on);
  organization.set_certificate_valid_to(made.certificate_valid_to);
  organization.set_term_ends_on(made.term_ends_on);
  organization.set_annual_report_year(made.annual_report_year);
  organization.set_party_clause(made.party_clause);
  return organization;
}

}  // namespace

CityRegistry::CityRegistry(TestServer& server, int most) : server_(server) {
  std::ifstream file(ZOUFANG_DATA_DIR "/zibo_divisions.csv");
  auto divisions = city::ParseDivisions(std::string(std::istreambuf_iterator<char>(file), {}));
  if (!divisions.ok()) return;
  divisions_ = *std::move(divisions);
  city_ = std::make_unique<city::City>(kSeed, divisions_, most);
}

absl::Status CityRegistry::Import(int count) {
  if (city_ == nullptr) return absl::InternalError("the divisions cannot be read");
  ASSIGN_OR_RETURN(const std::string token, server_.SignInAdmin());
  for (int done = 0; done < count; done += kAtOnce) {
    v1::ImportOrganizationsRequest request;
    for (int i = done; i < std::min(count, done + kAtOnce); ++i) {
      *request.add_organizations() = Made(city_->Next());
    }
    RETURN_IF_ERROR(
        Call(server_.admin(), &v1::AdminService::Stub::ImportOrganizations, request, token)
            .status());
  }
  return absl::OkStatus();
}

}  // namespace zoufang::testing
