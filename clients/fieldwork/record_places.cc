#include "clients/fieldwork/record_places.h"

#include <utility>
#include <variant>

#include "clients/fieldwork/rows.h"
#include "clients/fieldwork/work_notes.h"
#include "sync/base/status.h"

namespace zoufang::fieldwork {
namespace {

using schema::Entity;
using sync::v1::Edit;

std::string TextOf(const Entity& entity, int index, const std::optional<schema::Row>& row,
                   const Edit* edit) {
  if (row.has_value()) {
    const auto* const text = std::get_if<std::string>(&row->values[index]);
    return text == nullptr ? "" : *text;
  }
  if (edit == nullptr) return "";
  for (const auto& field : edit->fields()) {
    if (static_cast<int>(field.number()) == entity.fields[index].number) {
      return field.new_value().text();
    }
  }
  return "";
}

// 0: the row is gone, which alone could tell.
uint32_t ParentEntity(const Entity& entity, const std::optional<schema::Row>& row) {
  if (entity.parent != 0 || !row.has_value()) return entity.parent;
  const auto* const number = std::get_if<int64_t>(&row->values[entity.parent_entity_field]);
  return number == nullptr ? 0 : static_cast<uint32_t>(*number);
}

}  // namespace

absl::StatusOr<std::optional<RecordPlace>> RecordPlaces::Noted(uint32_t number,
                                                               const std::string& row_id) {
  if (book_ == nullptr) return std::optional<RecordPlace>();
  return NotedPlace(*book_, number, row_id);
}

absl::StatusOr<std::optional<RecordPlace>> RecordPlaces::Find(uint32_t number,
                                                              const std::string& row_id,
                                                              const Edit* edit) {
  const Entity* const entity = catalogue_.Find(number);
  if (entity == nullptr || row_id.empty()) return std::optional<RecordPlace>();
  ASSIGN_OR_RETURN(const std::optional<schema::Row> row, FindEntityRow(tablet_, *entity, row_id));
  if (const int field = entity->IndexOf("organization_id"); field >= 0) {
    std::string organization = TextOf(*entity, field, row, edit);
    if (organization.empty()) return Noted(number, row_id);
    return std::optional<RecordPlace>(RecordPlace{number, row_id, std::move(organization)});
  }
  if (entity->is_child()) {
    const std::string parent = TextOf(*entity, entity->parent_field, row, edit);
    ASSIGN_OR_RETURN(auto place, Find(ParentEntity(*entity, row), parent, nullptr));
    if (place.has_value()) return place;
  }
  return Noted(number, row_id);
}

}  // namespace zoufang::fieldwork
