#include "sync/device/overlay.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace zoufang::device {
namespace {

using sync::v1::Edit;

std::set<std::string> Members(const sql::Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  if (text == nullptr) return {};
  const absl::StatusOr<std::vector<std::string>> members = schema::SetMembers(*text);
  if (!members.ok()) return {};
  return std::set<std::string>(members->begin(), members->end());
}

sql::Value OverlaySet(const sql::Value& shown, const sql::Value& old_value,
                      const sql::Value& new_value) {
  const std::set<std::string> before = Members(old_value), after = Members(new_value);
  std::set<std::string> members = Members(shown);
  for (const std::string& member : before) {
    if (!after.contains(member)) members.erase(member);
  }
  for (const std::string& member : after) {
    if (!before.contains(member)) members.insert(member);
  }
  return schema::SetText(std::vector<std::string>(members.begin(), members.end()));
}

int64_t Number(const sql::Value& value) {
  const auto* number = std::get_if<int64_t>(&value);
  return number == nullptr ? 0 : *number;
}

}  // namespace

sql::Value OverlayField(const schema::Field& field, const sql::Value& shown,
                        const sql::Value& old_value, const sql::Value& new_value) {
  // Also keeps NULL and a set's spelling as the author wrote them.
  if (shown == old_value) return new_value;
  if (field.merge == sync::v1::UNION) return OverlaySet(shown, old_value, new_value);
  if (field.merge == sync::v1::SUM) return Number(shown) + Number(new_value) - Number(old_value);
  return new_value;
}

void OverlayEdit(const schema::Entity& entity, const Edit& edit, std::optional<schema::Row>& row) {
  if (edit.kind() == Edit::DELETE) {
    row.reset();
    return;
  }
  const bool create = edit.kind() == Edit::CREATE;
  if (create == row.has_value()) return;
  if (create) {
    row = schema::DefaultRow(entity);
    row->values[0] = edit.row_id();
  }
  for (const auto& change : edit.fields()) {
    const int index = entity.IndexOf(static_cast<int>(change.number()));
    if (index <= 0) continue;  // A field that this program no longer has.
    sql::Value& shown = row->values[index];
    sql::Value value = schema::FromWire(change.new_value());
    shown = create ? std::move(value)
                   : OverlayField(entity.fields[index], shown, schema::FromWire(change.old_value()),
                                  value);
  }
}

}  // namespace zoufang::device
