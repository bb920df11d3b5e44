#include "clients/fieldwork/conflicts.h"

#include <optional>
#include <utility>

#include "clients/fieldwork/errors.h"
#include "clients/fieldwork/field_text.h"
#include "clients/fieldwork/rows.h"
#include "clients/fieldwork/steps.h"
#include "domain/both_values.h"
#include "sync/base/status.h"

namespace zoufang::fieldwork {
namespace {

using sync::v1::Conflict;

// The field that an item is about; nullptr parts: of a newer version.
struct Subject {
  const schema::Entity* entity = nullptr;
  const schema::Field* field = nullptr;
};

Subject SubjectOf(const schema::Catalogue& catalogue, const Conflict& item) {
  Subject subject;
  subject.entity = catalogue.Find(static_cast<uint32_t>(item.row_entity()));
  if (subject.entity == nullptr) return subject;
  const int index = subject.entity->IndexOf(item.field_number());
  if (index >= 0) subject.field = &subject.entity->fields[index];
  return subject;
}

std::string JsonAsText(const schema::Field& field, const std::string& json) {
  const absl::StatusOr<sql::Value> value = schema::FromJson(field, json);
  return value.ok() ? FieldText(field, *value) : json;
}

// The name of the organisation that a row is about: its own, or that of the visit above it.
constexpr char kSelectOrganizationName[] =
    "SELECT name FROM organization WHERE id IN ("
    " SELECT organization_id FROM organization_profile WHERE id = ?1"
    " UNION ALL SELECT organization_id FROM visit WHERE id = ?1"
    " UNION ALL SELECT organization_id FROM risk_report WHERE id = ?1"
    " UNION ALL SELECT organization_id FROM visit WHERE id IN ("
    "  SELECT visit_id FROM visit_answer WHERE id = ?1"
    "  UNION ALL SELECT visit_id FROM finding WHERE id = ?1"
    "  UNION ALL SELECT visit_id FROM need WHERE id = ?1"
    "  UNION ALL SELECT visit_id FROM finding WHERE id IN ("
    "   SELECT finding_id FROM recheck WHERE id = ?1)"
    "  UNION ALL SELECT visit_id FROM attachment WHERE id = ?1))";

absl::StatusOr<std::string> OrganizationName(sql::Database& db, absl::string_view row_id) {
  ASSIGN_OR_RETURN(sql::Statement select, db.Prepare(kSelectOrganizationName));
  select.Bind(1, row_id);
  ASSIGN_OR_RETURN(const bool found, select.Step());
  return found ? std::string(select.Text(0)) : "";
}

absl::StatusOr<ConflictView> View(sql::Database& db, const schema::Catalogue& catalogue,
                                  Conflict item) {
  const Subject subject = SubjectOf(catalogue, item);
  ConflictView view;
  ASSIGN_OR_RETURN(view.subject, OrganizationName(db, item.row_id()));
  if (subject.field != nullptr) {
    view.entity_label = subject.entity->label_zh;
    view.field_label = subject.field->Label();
    view.base = JsonAsText(*subject.field, item.base_value());
    view.shown = JsonAsText(*subject.field, item.shown_value());
    view.kept = JsonAsText(*subject.field, item.kept_value());
    view.both = domain::HoldsBoth(*subject.field);
    ASSIGN_OR_RETURN(const std::optional<schema::Row> row,
                     FindEntityRow(db, *subject.entity, item.row_id()));
    if (row.has_value()) {
      const int index = subject.entity->IndexOf(item.field_number());
      view.current = FieldText(*subject.field, row->values[index]);
    }
  }
  view.item = std::move(item);
  return view;
}

constexpr char kAllConflicts[] = "ORDER BY \"state\", \"shown_at\", \"id\"";
// 1 is CONFLICT_STATE_OPEN.
constexpr char kOpenConflicts[] = "WHERE \"state\" = 1 ORDER BY \"shown_at\", \"id\"";

absl::StatusOr<sql::Value> BothOf(const schema::Field& field, const Conflict& item) {
  if (!domain::HoldsBoth(field)) return OneValueOnly(field.Label(), field.name);
  ASSIGN_OR_RETURN(const sql::Value shown, schema::FromJson(field, item.shown_value()));
  ASSIGN_OR_RETURN(const sql::Value kept, schema::FromJson(field, item.kept_value()));
  return domain::BothValues(field, shown, kept);
}

// nullopt: the row stays as it is.
absl::StatusOr<std::optional<sql::Value>> ChosenValue(const schema::Field& field,
                                                      const Conflict& item,
                                                      const Resolution& resolution) {
  if (resolution.choice == Resolution::Choice::kShown) return std::optional<sql::Value>();
  absl::StatusOr<sql::Value> value;
  switch (resolution.choice) {
    case Resolution::Choice::kBoth:
      value = BothOf(field, item);
      break;
    case Resolution::Choice::kKept:
      value = schema::FromJson(field, item.kept_value());
      break;
    default:
      value = ParseFieldText(field, resolution.value);
  }
  RETURN_IF_ERROR(value.status());
  return std::optional<sql::Value>(*std::move(value));
}

// A step to one of the two states, from the one that both replaced.
bool IsStepOfTheirs(const schema::Field& field, const Conflict& item, const sql::Value& value) {
  if (field.merge != sync::v1::STATE) return false;
  const auto base = schema::FromJson(field, item.base_value());
  const auto kept = schema::FromJson(field, item.kept_value());
  return base.ok() && kept.ok() && *kept == value && CheckStep(field, *base, value).ok();
}

absl::Status SetChosen(sql::Database& db, const Subject& subject, const Conflict& item,
                       const sql::Value& value) {
  const schema::Entity& entity = *subject.entity;
  const std::string& row_id = item.row_id();
  ASSIGN_OR_RETURN(const std::optional<schema::Row> row, FindEntityRow(db, entity, row_id));
  if (!row.has_value()) return RowNotOnTablet(entity.label_zh, entity.table, row_id);
  const int index = entity.IndexOf(subject.field->number);
  if (!IsStepOfTheirs(*subject.field, item, value)) {
    RETURN_IF_ERROR(CheckStep(*subject.field, row->values[index], value));
  }
  return UpdateField(db, entity, row_id, *subject.field, value);
}

absl::Status Resolve(sql::Database& db, const schema::Catalogue& catalogue, const Conflict& item,
                     const Resolution& resolution) {
  if (item.state() == sync::v1::CONFLICT_STATE_RESOLVED) {
    return ConflictAlreadyResolved(item.id());
  }
  const Subject subject = SubjectOf(catalogue, item);
  if (subject.field == nullptr) return ConflictOfNewerVersion(item.id());
  ASSIGN_OR_RETURN(const std::optional<sql::Value> value,
                   ChosenValue(*subject.field, item, resolution));
  if (value.has_value()) RETURN_IF_ERROR(SetChosen(db, subject, item, *value));
  const schema::Entity& conflict = domain::EntityOf<Conflict>(catalogue);
  RETURN_IF_ERROR(
      UpdateField(db, conflict, item.id(), "state", int64_t{sync::v1::CONFLICT_STATE_RESOLVED}));
  return UpdateField(db, conflict, item.id(), "resolution", resolution.reason);
}

}  // namespace

absl::StatusOr<std::vector<ConflictView>> ListConflicts(Tablet& tablet, bool with_resolved) {
  std::vector<ConflictView> views;
  const schema::Catalogue& catalogue = tablet.catalogue();
  RETURN_IF_ERROR(tablet.replica().Read([&](sql::Database& db) -> absl::Status {
    ASSIGN_OR_RETURN(
        std::vector<Conflict> items,
        SelectRows<Conflict>(db, catalogue, with_resolved ? kAllConflicts : kOpenConflicts, {}));
    for (Conflict& item : items) {
      ASSIGN_OR_RETURN(ConflictView view, View(db, catalogue, std::move(item)));
      views.push_back(std::move(view));
    }
    return absl::OkStatus();
  }));
  return views;
}

absl::Status ResolveConflict(Tablet& tablet, absl::string_view id, const Resolution& resolution) {
  const schema::Catalogue& catalogue = tablet.catalogue();
  return tablet.replica().Save([&](sql::Database& db) -> absl::Status {
    ASSIGN_OR_RETURN(const Conflict item, GetRow<Conflict>(db, catalogue, id));
    return Resolve(db, catalogue, item, resolution);
  });
}

}  // namespace zoufang::fieldwork
