#include "sync/hub/edits.h"

#include "absl/strings/str_cat.h"
#include "sync/base/errors.h"
#include "sync/base/status.h"

namespace zoufang::hub {

absl::StatusOr<StoredRow> LoadRow(sql::Database& database, const schema::Entity& entity,
                                  absl::string_view id) {
  ASSIGN_OR_RETURN(sql::Statement select,
                   database.Prepare(absl::StrCat(
                       "SELECT ", entity.Columns("t."), ", t._rev, s.name FROM \"", entity.table,
                       "\" t JOIN _scope s ON s.n=t._scope WHERE t.id=?1")));
  select.Bind(1, id);
  ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found) return base::RowMissing(id);
  const int after = static_cast<int>(entity.fields.size());
  return StoredRow{.row = schema::ReadRow(entity, select, 0),
                   .rev = select.Int(after),
                   .scope = std::string(select.Text(after + 1))};
}

sync::v1::Edit CreateEdit(const schema::Entity& entity, const schema::Row& row) {
  sync::v1::Edit edit;
  edit.set_kind(sync::v1::Edit::CREATE);
  edit.set_entity(entity.number);
  edit.set_row_id(row.id());
  for (size_t i = 1; i < entity.fields.size(); ++i) {
    if (row.values[i] == schema::DefaultValue(entity.fields[i])) continue;
    auto* field = edit.add_fields();
    field->set_number(entity.fields[i].number);
    *field->mutable_new_value() = schema::ToWire(row.values[i]);
  }
  return edit;
}

sync::v1::Edit UpdateEdit(const schema::Entity& entity, const StoredRow& stored,
                          const schema::Row& wanted) {
  sync::v1::Edit edit;
  edit.set_kind(sync::v1::Edit::UPDATE);
  edit.set_entity(entity.number);
  edit.set_row_id(stored.row.id());
  edit.set_trunk(stored.rev);
  for (size_t i = 1; i < entity.fields.size(); ++i) {
    if (wanted.values[i] == stored.row.values[i]) continue;
    auto* field = edit.add_fields();
    field->set_number(entity.fields[i].number);
    *field->mutable_old_value() = schema::ToWire(stored.row.values[i]);
    *field->mutable_new_value() = schema::ToWire(wanted.values[i]);
    field->set_trunk(stored.rev);
  }
  return edit;
}

}  // namespace zoufang::hub
