#include "server/rpc/visit_create.h"

#include "absl/strings/str_cat.h"
#include "domain/entities.h"
#include "domain/errors.h"
#include "server/rpc/checks.h"
#include "server/storage/organizations.h"
#include "server/storage/save.h"
#include "sync/base/status.h"
#include "sync/hub/edits.h"
#include "sync/schema/validate.h"

namespace zoufang::rpc {
namespace {

constexpr int kMostChildren = 200;

// Gives a child its id and its visit, and checks its fields under `path`.
template <typename Message>
absl::Status CompleteChildren(const schema::Catalogue& catalogue, const std::string& request_uuid,
                              const std::string& visit_id, absl::string_view path,
                              google::protobuf::RepeatedPtrField<Message>& children,
                              Checks& checks) {
  const schema::Entity& entity = domain::EntityOf<Message>(catalogue);
  checks.Require(children.size() <= kMostChildren, path, "最多200条", "at most 200");
  for (int i = 0; i < children.size(); ++i) {
    if (children[i].id().empty()) {
      children[i].set_id(storage::RowIdFor(request_uuid, entity.table, i));
    }
    children[i].set_visit_id(visit_id);
    ASSIGN_OR_RETURN(const schema::Row row, hub::RowOf(entity, children[i]));
    checks.Add(schema::CheckRow(entity, row, absl::StrCat(path, "[", i, "]")));
  }
  return absl::OkStatus();
}

template <typename Message>
absl::Status AddCreates(const schema::Catalogue& catalogue,
                        const google::protobuf::RepeatedPtrField<Message>& children,
                        std::vector<sync::v1::Edit>& edits) {
  const schema::Entity& entity = domain::EntityOf<Message>(catalogue);
  for (const Message& child : children) {
    ASSIGN_OR_RETURN(const schema::Row row, hub::RowOf(entity, child));
    edits.push_back(hub::CreateEdit(entity, row));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status NewVisit::Complete(sql::Database& database, v1::VisitDetails& details) {
  v1::Visit& visit = *details.mutable_visit();
  Checks organization_id;
  organization_id.RequireUuid(visit.organization_id(), "details.visit.organization_id");
  RETURN_IF_ERROR(organization_id.Result());
  const storage::Organizations organizations(catalogue_);
  ASSIGN_OR_RETURN(const auto organization, organizations.Find(database, visit.organization_id()));
  if (!organization.has_value()) return domain::OrganizationNotFound(visit.organization_id());
  if (!caller_.CoversArea(organization->area_code())) {
    return domain::OutsideArea(organization->area_code());
  }
  const schema::Entity& entity = domain::EntityOf<v1::Visit>(catalogue_);
  if (visit.id().empty()) visit.set_id(storage::RowIdFor(request_uuid_, entity.table, 0));
  visit.set_area_code(organization->area_code());
  visit.set_state(v1::VISIT_STATE_DRAFT);
  visit.clear_void_reason();
  Checks checks;
  ASSIGN_OR_RETURN(const schema::Row row, hub::RowOf(entity, visit));
  checks.Add(schema::CheckRow(entity, row, "details.visit"));
  RETURN_IF_ERROR(CompleteChildren(catalogue_, request_uuid_, visit.id(), "details.answers",
                                   *details.mutable_answers(), checks));
  for (v1::Finding& finding : *details.mutable_findings()) {
    finding.set_state(v1::FINDING_STATE_OPEN);
  }
  RETURN_IF_ERROR(CompleteChildren(catalogue_, request_uuid_, visit.id(), "details.findings",
                                   *details.mutable_findings(), checks));
  RETURN_IF_ERROR(CompleteChildren(catalogue_, request_uuid_, visit.id(), "details.needs",
                                   *details.mutable_needs(), checks));
  return checks.Result();
}

absl::StatusOr<std::vector<sync::v1::Edit>> NewVisit::Edits(const v1::VisitDetails& details) {
  const schema::Entity& entity = domain::EntityOf<v1::Visit>(catalogue_);
  ASSIGN_OR_RETURN(const schema::Row row, hub::RowOf(entity, details.visit()));
  std::vector<sync::v1::Edit> edits = {hub::CreateEdit(entity, row)};
  RETURN_IF_ERROR(AddCreates(catalogue_, details.answers(), edits));
  RETURN_IF_ERROR(AddCreates(catalogue_, details.findings(), edits));
  RETURN_IF_ERROR(AddCreates(catalogue_, details.needs(), edits));
  return edits;
}

}  // namespace zoufang::rpc
