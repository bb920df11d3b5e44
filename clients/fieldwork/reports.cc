#include "clients/fieldwork/reports.h"

#include <vector>

#include "absl/strings/str_join.h"
#include "clients/fieldwork/errors.h"
#include "clients/fieldwork/field_text.h"
#include "clients/fieldwork/registry.h"
#include "clients/fieldwork/rows.h"
#include "sync/base/status.h"
#include "zoufang/v1/report.pb.h"

namespace zoufang::fieldwork {

absl::StatusOr<std::string> ReportRisk(Tablet& tablet, const NewRiskReport& report) {
  ASSIGN_OR_RETURN(const std::string user_name, tablet.UserName());
  v1::RiskReport row;
  row.set_id(tablet.NewId());
  row.set_category(report.category);
  row.set_severity(report.severity);
  row.set_description(report.description);
  row.set_reported_by(user_name);
  RETURN_IF_ERROR(tablet.replica().Save([&](sql::Database& db) -> absl::Status {
    ASSIGN_OR_RETURN(const v1::Organization organization,
                     FindOrganization(db, tablet.catalogue(), report.organization));
    row.set_organization_id(organization.id());
    row.set_area_code(organization.area_code());
    return InsertRow(db, tablet.catalogue(), row);
  }));
  return row.id();
}

absl::StatusOr<std::string> TakeOralComplaint(Tablet& tablet, const NewOralComplaint& complaint) {
  ASSIGN_OR_RETURN(const std::string user_name, tablet.UserName());
  v1::OralComplaint row;
  row.set_id(tablet.NewId());
  row.set_area_code(complaint.area_code);
  row.set_subject_name(complaint.subject_name);
  row.set_category(complaint.category);
  row.set_narrative(complaint.narrative);
  row.set_taken_by(user_name);
  RETURN_IF_ERROR(tablet.replica().Save([&](sql::Database& db) -> absl::Status {
    if (!complaint.organization.empty()) {
      ASSIGN_OR_RETURN(const v1::Organization organization,
                       FindOrganization(db, tablet.catalogue(), complaint.organization));
      row.set_organization_id(organization.id());
      row.set_area_code(organization.area_code());
      if (row.subject_name().empty()) row.set_subject_name(organization.name());
    }
    return InsertRow(db, tablet.catalogue(), row);
  }));
  return row.id();
}

constexpr char kFirstArea[] =
    "SELECT area_code FROM organization_profile ORDER BY length(area_code) DESC, area_code LIMIT 1";

absl::StatusOr<std::string> FirstArea(Tablet& tablet) {
  std::string area;
  RETURN_IF_ERROR(tablet.replica().Read([&](sql::Database& db) -> absl::Status {
    ASSIGN_OR_RETURN(sql::Statement select, db.Prepare(kFirstArea));
    RETURN_IF_ERROR(select.Step().status());
    area = std::string(select.Text(0));
    return absl::OkStatus();
  }));
  return area;
}

absl::StatusOr<std::string> WriteFeedback(Tablet& tablet, const std::string& text,
                                          const std::string& app_version) {
  ASSIGN_OR_RETURN(const std::string user_name, tablet.UserName());
  v1::AppFeedback row;
  row.set_id(tablet.NewId());
  ASSIGN_OR_RETURN(*row.mutable_area_code(), FirstArea(tablet));
  row.set_text(text);
  row.set_app_version(app_version);
  row.set_written_by(user_name);
  RETURN_IF_ERROR(tablet.replica().Save(
      [&](sql::Database& db) { return InsertRow(db, tablet.catalogue(), row); }));
  return row.id();
}

namespace {

absl::StatusOr<const schema::Field*> FactByName(const schema::Entity& entity,
                                                absl::string_view name) {
  std::vector<std::string> known;
  for (const schema::Field& field : entity.fields) {
    if (field.number == 1) continue;
    if (name == field.name || name == field.Label()) return &field;
    known.push_back(field.name);
  }
  return FieldUnknown(entity.table, name, absl::StrJoin(known, ", "));
}

// Fills in what the registry says now of the fact that the correction is about.
absl::Status FillFromRegistry(sql::Database& db, const schema::Catalogue& catalogue,
                              const schema::Field& field, absl::string_view organization_key,
                              v1::Correction& row) {
  const schema::Entity& entity = domain::EntityOf<v1::Organization>(catalogue);
  ASSIGN_OR_RETURN(const v1::Organization organization,
                   FindOrganization(db, catalogue, organization_key));
  ASSIGN_OR_RETURN(const std::optional<schema::Row> facts,
                   FindEntityRow(db, entity, organization.id()));
  row.set_organization_id(organization.id());
  row.set_area_code(organization.area_code());
  row.set_current_value(FieldText(field, facts->values[entity.IndexOf(field.number)]));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> ReportCorrection(Tablet& tablet, const NewCorrection& correction) {
  const schema::Catalogue& catalogue = tablet.catalogue();
  ASSIGN_OR_RETURN(const std::string user_name, tablet.UserName());
  ASSIGN_OR_RETURN(const schema::Field* const field,
                   FactByName(domain::EntityOf<v1::Organization>(catalogue), correction.field));
  // The value is kept as text, but one that the field could not hold is a slip of the hand.
  RETURN_IF_ERROR(ParseFieldText(*field, correction.value).status());
  v1::Correction row;
  row.set_id(tablet.NewId());
  row.set_field_name(field->name);
  row.set_proposed_value(correction.value);
  row.set_evidence(correction.evidence);
  row.set_reported_by(user_name);
  RETURN_IF_ERROR(tablet.replica().Save([&](sql::Database& db) -> absl::Status {
    RETURN_IF_ERROR(FillFromRegistry(db, catalogue, *field, correction.organization, row));
    return InsertRow(db, catalogue, row);
  }));
  return row.id();
}

}  // namespace zoufang::fieldwork
