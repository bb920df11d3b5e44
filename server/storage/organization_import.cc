#include "server/storage/organization_import.h"

#include <algorithm>
#include <utility>

#include "domain/credit_code.h"
#include "domain/entities.h"
#include "server/storage/organization_move.h"
#include "server/storage/save.h"
#include "sync/base/hash.h"
#include "sync/hub/edits.h"
#include "sync/schema/validate.h"

namespace zoufang::storage {
namespace {

using v1::ImportResult;
using v1::Organization;
using v1::OrganizationProfile;

void AddProblem(ImportResult& result, absl::string_view field, absl::string_view message) {
  v1::ImportProblem& problem = *result.add_problems();
  problem.set_field(std::string(field));
  problem.set_message(std::string(message));
}

// A re-imported registry gives every organisation the id that it had.
std::string IdFor(const Organization& organization) {
  const bool has_code = !organization.credit_code().empty();
  return base::UuidFromDigest(
      base::Sha256({"organization", has_code ? "code" : "name",
                    has_code ? organization.credit_code() : organization.name()}));
}

// Stored former names, given ones, and the name it had until now.
void KeepFormerNames(const Organization& stored, Organization& wanted) {
  std::vector<std::string> names(wanted.former_names().begin(), wanted.former_names().end());
  names.insert(names.end(), stored.former_names().begin(), stored.former_names().end());
  names.push_back(stored.name());
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  std::erase(names, wanted.name());
  wanted.mutable_former_names()->Assign(names.begin(), names.end());
}

}  // namespace

std::string ProfileId(absl::string_view organization_id) {
  return base::UuidFromDigest(base::Sha256({"profile", organization_id}));
}

OrganizationImport::OrganizationImport(hub::Hub& hub, const schema::Catalogue& catalogue,
                                       base::Random& random, std::string user_id)
    : hub_(hub),
      catalogue_(catalogue),
      random_(random),
      user_id_(std::move(user_id)),
      organizations_(catalogue) {}

absl::StatusOr<ImportResult> OrganizationImport::Take(sql::Database& database,
                                                      Organization organization) {
  ASSIGN_OR_RETURN(Plan plan, MakePlan(database, std::move(organization)));
  RETURN_IF_ERROR(Save(hub_, database, {.user_id = user_id_, .server = true}, random_.Bytes(16),
                       std::move(plan.edits)));
  return std::move(plan.result);
}

absl::StatusOr<ImportResult> OrganizationImport::Foresee(sql::Database& database,
                                                         Organization organization) {
  ASSIGN_OR_RETURN(Plan plan, MakePlan(database, std::move(organization)));
  return std::move(plan.result);
}

absl::StatusOr<OrganizationImport::Plan> OrganizationImport::MakePlan(sql::Database& database,
                                                                      Organization organization) {
  Plan plan;
  organization.set_credit_code(domain::NormalizeCreditCode(organization.credit_code()));
  ASSIGN_OR_RETURN(const auto stored, FindStored(database, organization, plan.result));
  organization.set_id(stored.has_value() ? stored->id() : IdFor(organization));
  const schema::Entity& entity = domain::EntityOf<Organization>(catalogue_);
  ASSIGN_OR_RETURN(const schema::Row row, hub::RowOf(entity, organization));
  for (const auto& violation : schema::CheckRow(entity, row, "")) {
    AddProblem(plan.result, violation.field, violation.zh);
    plan.result.set_status(ImportResult::REFUSED);
  }
  if (plan.result.status() == ImportResult::REFUSED) return plan;
  plan.result.set_id(organization.id());
  if (!organization.credit_code().empty()) {
    const auto check = domain::CheckCreditCode(organization.credit_code());
    if (!check.well_formed()) {
      AddProblem(plan.result, "credit_code", domain::ExplainInChinese(check));
    }
  }
  if (stored.has_value()) {
    KeepFormerNames(*stored, organization);
    RETURN_IF_ERROR(PlanUpdate(database, organization, plan));
  } else {
    RETURN_IF_ERROR(PlanCreate(organization, plan));
  }
  RETURN_IF_ERROR(PlanProfile(database, organization, plan));
  return plan;
}

absl::StatusOr<std::optional<Organization>> OrganizationImport::FindStored(
    sql::Database& database, const Organization& organization, ImportResult& result) {
  if (!organization.credit_code().empty()) {
    ASSIGN_OR_RETURN(auto by_code, organizations_.FindByCode(database, organization.credit_code()));
    if (by_code.has_value()) return by_code;
  }
  ASSIGN_OR_RETURN(const auto same_name, organizations_.FindByName(database, organization.name()));
  for (const Organization& one : same_name) {
    if (organization.credit_code().empty() || one.credit_code().empty()) return one;
  }
  if (!same_name.empty())
    AddProblem(result, "name", "登记库中已有同名而代码不同的社会组织，请核对。");
  return std::nullopt;
}

absl::Status OrganizationImport::PlanCreate(const Organization& organization, Plan& plan) {
  const schema::Entity& entity = domain::EntityOf<Organization>(catalogue_);
  ASSIGN_OR_RETURN(const schema::Row row, hub::RowOf(entity, organization));
  plan.edits.push_back(hub::CreateEdit(entity, row));
  plan.result.set_status(ImportResult::CREATED);
  return absl::OkStatus();
}

absl::Status OrganizationImport::PlanUpdate(sql::Database& database,
                                            const Organization& organization, Plan& plan) {
  const schema::Entity& entity = domain::EntityOf<Organization>(catalogue_);
  ASSIGN_OR_RETURN(const hub::StoredRow stored, hub::LoadRow(database, entity, organization.id()));
  ASSIGN_OR_RETURN(const schema::Row row, hub::RowOf(entity, organization));
  plan.edits.push_back(hub::UpdateEdit(entity, stored, row));
  const bool same = plan.edits.back().fields().empty();
  plan.result.set_status(same ? ImportResult::UNCHANGED : ImportResult::UPDATED);
  return absl::OkStatus();
}

absl::Status OrganizationImport::PlanProfile(sql::Database& database,
                                             const Organization& organization, Plan& plan) {
  const schema::Entity& entity = domain::EntityOf<OrganizationProfile>(catalogue_);
  const std::string id = ProfileId(organization.id());
  ASSIGN_OR_RETURN(const auto found,
                   Select<OrganizationProfile>(database, catalogue_, "WHERE id=?1", {id}));
  OrganizationProfile profile;
  profile.set_id(id);
  profile.set_organization_id(organization.id());
  profile.set_area_code(organization.area_code());
  ASSIGN_OR_RETURN(const schema::Row row, hub::RowOf(entity, profile));
  if (found.empty()) plan.edits.push_back(hub::CreateEdit(entity, row));
  return AddFollowers(database, catalogue_, organization.id(), organization.area_code(),
                      plan.edits);
}

}  // namespace zoufang::storage
