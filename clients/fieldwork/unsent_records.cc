#include "clients/fieldwork/unsent_records.h"

#include <algorithm>
#include <map>

#include "clients/fieldwork/attention.h"
#include "clients/fieldwork/record_places.h"
#include "sync/base/status.h"

namespace zoufang::fieldwork {
namespace {

void AddOnce(std::vector<std::string>& list, const std::string& text) {
  if (std::find(list.begin(), list.end(), text) == list.end()) list.push_back(text);
}

void Add(const UnsentView& view, const RecordPlace& place, UnsentRecord& record) {
  const sync::v1::Edit& edit = view.item.edit;
  record.saved = view.item.saved;
  if (edit.kind() != sync::v1::Edit::UPDATE) {
    if (edit.entity() != place.entity) AddOnce(record.what, view.entity_label);
    return;
  }
  for (const LostField& field : view.fields) AddOnce(record.what, field.label);
}

}  // namespace

constexpr char kSelectName[] = "SELECT name FROM organization WHERE id = ?1";

absl::StatusOr<std::string> OrganizationName(sql::Database& db, absl::string_view id) {
  ASSIGN_OR_RETURN(sql::Statement select, db.Prepare(kSelectName));
  select.Bind(1, id);
  ASSIGN_OR_RETURN(const bool found, select.Step());
  return found ? std::string(select.Text(0)) : std::string();
}

absl::StatusOr<std::vector<UnsentRecord>> ListUnsentRecords(Tablet& tablet) {
  ASSIGN_OR_RETURN(const std::vector<UnsentView> views, ListUnsent(tablet));
  const schema::Catalogue& catalogue = tablet.catalogue();
  std::vector<UnsentRecord> records;
  std::map<std::string, size_t> known;
  RETURN_IF_ERROR(tablet.replica().Read([&](sql::Database& db) -> absl::Status {
    for (const UnsentView& view : views) {
      const sync::v1::Edit& edit = view.item.edit;
      ASSIGN_OR_RETURN(const auto found, RecordPlaces(db, catalogue, nullptr).Of(edit));
      const RecordPlace place = found.value_or(RecordPlace{edit.entity(), edit.row_id(), ""});
      const auto [at, fresh] = known.try_emplace(place.id, records.size());
      if (fresh) {
        const schema::Entity* const entity = catalogue.Find(place.entity);
        ASSIGN_OR_RETURN(std::string name, OrganizationName(db, place.organization_id));
        records.push_back({.id = place.id,
                           .label = entity == nullptr ? "" : entity->label_zh,
                           .organization_name = std::move(name)});
      }
      Add(view, place, records[at->second]);
    }
    return absl::OkStatus();
  }));
  return records;
}

}  // namespace zoufang::fieldwork
