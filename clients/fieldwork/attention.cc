#include "clients/fieldwork/attention.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "clients/fieldwork/errors.h"
#include "clients/fieldwork/field_text.h"
#include "clients/fieldwork/rows.h"
#include "sync/base/status.h"
#include "sync/device/outcomes.h"
#include "sync/schema/set_edit.h"

namespace zoufang::fieldwork {
namespace {

using device::Attention;
using schema::Entity;
using schema::Field;
using sync::v1::Edit;
using sync::v1::FieldEdit;

std::vector<LostField> FieldsOf(const Entity& entity, const Edit& lost) {
  std::vector<LostField> fields;
  for (const FieldEdit& edit : lost.fields()) {
    const int index = entity.IndexOf(static_cast<int>(edit.number()));
    if (index < 0) continue;
    const Field& field = entity.fields[index];
    fields.push_back({.name = field.name,
                      .label = field.Label(),
                      .before = FieldText(field, schema::FromWire(edit.old_value())),
                      .after = FieldText(field, schema::FromWire(edit.new_value()))});
  }
  return fields;
}

AttentionView View(const schema::Catalogue& catalogue, Attention item) {
  AttentionView view{.item = std::move(item)};
  const Entity* entity = catalogue.Find(view.item.entity);
  if (entity == nullptr) return view;
  view.entity = entity->table;
  view.entity_label = entity->label_zh;
  if (view.item.content.has_value()) view.fields = FieldsOf(*entity, *view.item.content);
  return view;
}

absl::StatusOr<Attention> Find(Tablet& tablet, absl::string_view id) {
  ASSIGN_OR_RETURN(std::vector<Attention> items, tablet.replica().AttentionList());
  const auto found = std::find_if(items.begin(), items.end(),
                                  [&](const Attention& item) { return item.Id() == id; });
  if (found == items.end()) return AttentionUnknown(id);
  return std::move(*found);
}

absl::Status UpdateAgain(sql::Database& db, const Entity& entity, const Edit& lost) {
  ASSIGN_OR_RETURN(const std::optional<schema::Row> row, FindEntityRow(db, entity, lost.row_id()));
  if (!row.has_value()) return RowNotOnTablet(entity.label_zh, entity.table, lost.row_id());
  for (const FieldEdit& edit : lost.fields()) {
    const int index = entity.IndexOf(static_cast<int>(edit.number()));
    if (index <= 0) continue;
    const Field& field = entity.fields[index];
    absl::StatusOr<sql::Value> value = field.merge == sync::v1::UNION
                                           ? schema::RepeatSetEdit(edit, row->values[index])
                                           : schema::FromWire(edit.new_value());
    RETURN_IF_ERROR(value.status());
    RETURN_IF_ERROR(UpdateField(db, entity, lost.row_id(), field, *value));
  }
  return absl::OkStatus();
}

absl::Status CreateAgain(sql::Database& db, const Entity& entity, const Edit& lost, bool other_id,
                         Tablet& tablet) {
  schema::Row row = schema::DefaultRow(entity);
  row.values[0] = other_id ? tablet.NewId() : lost.row_id();
  for (const FieldEdit& edit : lost.fields()) {
    const int index = entity.IndexOf(static_cast<int>(edit.number()));
    if (index > 0) row.values[index] = schema::FromWire(edit.new_value());
  }
  const std::vector<std::string> marks(entity.fields.size(), "?");
  ASSIGN_OR_RETURN(
      sql::Statement insert,
      db.Prepare(absl::StrCat("INSERT OR REPLACE INTO \"", entity.table, "\"(", entity.Columns(),
                              ") VALUES (", absl::StrJoin(marks, ","), ")")));
  for (size_t i = 0; i < row.values.size(); ++i) {
    insert.Bind(static_cast<int>(i) + 1, row.values[i]);
  }
  return insert.Run();
}

absl::Status DeleteAgain(sql::Database& db, const Entity& entity, const Edit& lost) {
  ASSIGN_OR_RETURN(sql::Statement remove, db.Prepare(absl::StrCat("DELETE FROM \"", entity.table,
                                                                  "\" WHERE \"id\" = ?1")));
  remove.Bind(1, lost.row_id());
  RETURN_IF_ERROR(remove.Run());
  return db.changes() == 0 ? RowNotOnTablet(entity.label_zh, entity.table, lost.row_id())
                           : absl::OkStatus();
}

// A cell of CSV.
std::string Cell(absl::string_view text) {
  return absl::StrCat("\"", absl::StrReplaceAll(text, {{"\"", "\"\""}}), "\"");
}

}  // namespace

absl::StatusOr<std::vector<AttentionView>> ListAttention(Tablet& tablet) {
  ASSIGN_OR_RETURN(std::vector<Attention> items, tablet.replica().AttentionList());
  std::vector<AttentionView> views;
  for (Attention& item : items) views.push_back(View(tablet.catalogue(), std::move(item)));
  return views;
}

absl::StatusOr<std::vector<UnsentView>> ListUnsent(Tablet& tablet) {
  ASSIGN_OR_RETURN(std::vector<device::Unsent> items, tablet.replica().UnsentList());
  std::vector<UnsentView> views;
  for (device::Unsent& item : items) {
    UnsentView& view = views.emplace_back(UnsentView{.item = std::move(item)});
    const Entity* entity = tablet.catalogue().Find(view.item.edit.entity());
    if (entity == nullptr) continue;
    view.entity = entity->table;
    view.entity_label = entity->label_zh;
    view.fields = FieldsOf(*entity, view.item.edit);
  }
  return views;
}

absl::Status SaveAgain(Tablet& tablet, absl::string_view id) {
  ASSIGN_OR_RETURN(const Attention item, Find(tablet, id));
  const Entity* entity = tablet.catalogue().Find(item.entity);
  if (!item.content.has_value() || entity == nullptr || item.verdict == "HELD") {
    return AttentionNotAgain(id);
  }
  const Edit& lost = *item.content;
  return tablet.replica().Save([&](sql::Database& db) -> absl::Status {
    switch (lost.kind()) {
      case Edit::CREATE:
        RETURN_IF_ERROR(CreateAgain(db, *entity, lost, item.reason == "EXISTS", tablet));
        break;
      case Edit::DELETE:
        RETURN_IF_ERROR(DeleteAgain(db, *entity, lost));
        break;
      default:
        RETURN_IF_ERROR(UpdateAgain(db, *entity, lost));
    }
    return device::SettleAttention(item, device::Settling::kSavedAgain, "", tablet.Now(), db);
  });
}

absl::Status DismissAttention(Tablet& tablet, absl::string_view id, absl::string_view reason) {
  ASSIGN_OR_RETURN(const Attention item, Find(tablet, id));
  return tablet.replica().Save([&](sql::Database& db) {
    return device::SettleAttention(item, device::Settling::kDismissed, reason, tablet.Now(), db);
  });
}

std::string AttentionAsCsv(const std::vector<AttentionView>& views) {
  std::string csv = "id,verdict,reason,message,entity,row_id,field,before,after\r\n";
  for (const AttentionView& view : views) {
    std::vector<LostField> fields = view.fields;
    if (fields.empty()) fields.emplace_back();
    for (const LostField& field : fields) {
      const std::vector<std::string> cells = {
          view.item.Id(),   view.item.verdict, view.item.reason, view.item.message, view.entity,
          view.item.row_id, field.name,        field.before,     field.after};
      absl::StrAppend(&csv,
                      absl::StrJoin(cells, ",",
                                    [](std::string* out, const std::string& c) {
                                      absl::StrAppend(out, Cell(c));
                                    }),
                      "\r\n");
    }
  }
  return csv;
}

}  // namespace zoufang::fieldwork
