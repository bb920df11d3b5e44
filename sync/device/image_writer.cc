#include "sync/device/image_writer.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "sync/base/errors.h"
#include "sync/base/hash.h"
#include "sync/base/log.h"
#include "sync/base/status.h"

namespace zoufang::device {

void ImageWriter::Count(Scope* scope, absl::string_view id, int64_t rev, int sign) {
  if (scope == nullptr) return;
  const uint64_t part = base::RowDigest(id, rev);
  scope->digest += sign > 0 ? part : ~part + 1;
  scope->rows += sign;
}

absl::StatusOr<ImageWriter::Table*> ImageWriter::TableOf(uint32_t entity) {
  const auto found = tables_.find(entity);
  if (found != tables_.end()) return &found->second;
  const schema::Entity* known = context_.catalogue.Find(entity);
  if (known == nullptr) return nullptr;
  const EntitySql& sql = context_.SqlOf(*known);
  ASSIGN_OR_RETURN(sql::Statement place, context_.db.Prepare(sql.place));
  ASSIGN_OR_RETURN(sql::Statement insert, context_.db.Prepare(sql.insert));
  ASSIGN_OR_RETURN(sql::Statement upsert, context_.db.Prepare(sql.upsert));
  Table table{known, std::move(place), std::move(insert), std::move(upsert)};
  return &tables_.emplace(entity, std::move(table)).first->second;
}

// --- put -----------------------------------------------------------------------------------------

absl::Status ImageWriter::Put(Scope& scope, int64_t included, const RowView& row) {
  const absl::string_view id = schema::IdInBody(row.body);
  if (id.empty()) return base::ReplyMalformed("a row without id");
  ASSIGN_OR_RETURN(const auto foreign, foreign_.Find(row.entity, id));
  if (foreign.has_value()) {
    Count(scopes_.At(foreign->scope), id, foreign->rev, -1);
    RETURN_IF_ERROR(foreign_.Remove(row.entity, id));
  }
  ASSIGN_OR_RETURN(Table* const table, TableOf(row.entity));
  if (table == nullptr) return PutForeign(scope, row, id);
  ASSIGN_OR_RETURN(const int64_t last_held, held_.LastSeq(row.entity, id));
  if (last_held == 0) return PutInTable(scope, row, id, *table, Old::kCounted);
  RETURN_IF_ERROR(DeleteTransit(context_, row.entity, id));
  if (last_held > included) return PutAside(scope, row, id, *table);
  bool in_shadow = false;
  RETURN_IF_ERROR(UncountShadow(id, row.entity, in_shadow));
  const RowKey key = {row.entity, std::string(id)};
  unsettled_.erase(key);
  settled_.insert(key);
  return PutInTable(scope, row, id, *table, in_shadow ? Old::kUncounted : Old::kCounted);
}

absl::Status ImageWriter::PutInTable(Scope& scope, const RowView& row, absl::string_view id,
                                     Table& table, Old old) {
  if (expect_new_) {
    const absl::Status bound = Bind(scope, row, *table.entity, table.insert);
    if (!bound.ok()) return PutUnreadable(scope, row, id, table, old);
    RETURN_IF_ERROR(table.insert.Run());
    if (context_.db.changes() > 0) {
      Count(&scope, id, row.rev, 1);
      return absl::OkStatus();
    }
  }
  const absl::Status bound = Bind(scope, row, *table.entity, table.upsert);
  if (!bound.ok()) return PutUnreadable(scope, row, id, table, old);
  if (old == Old::kCounted) RETURN_IF_ERROR(UncountTable(id, table));
  Count(&scope, id, row.rev, 1);
  return table.upsert.Run();
}

absl::Status ImageWriter::PutAside(Scope& scope, const RowView& row, absl::string_view id,
                                   Table& table) {
  if (!schema::DecodeRow(*table.entity, row.body).ok()) {
    return PutUnreadable(scope, row, id, table, Old::kCounted);
  }
  bool in_shadow = false;
  RETURN_IF_ERROR(UncountShadow(id, row.entity, in_shadow));
  if (!in_shadow) RETURN_IF_ERROR(UncountTable(id, table));
  RETURN_IF_ERROR(WriteShadow(context_, row.entity, id,
                              {.place = ImagePlace::kShadow,
                               .rev = row.rev,
                               .scope = scope.n,
                               .body = std::string(row.body)}));
  Count(&scope, id, row.rev, 1);
  const RowKey key = {row.entity, std::string(id)};
  settled_.erase(key);
  unsettled_.insert(key);
  return absl::OkStatus();
}

absl::Status ImageWriter::PutUnreadable(Scope& scope, const RowView& row, absl::string_view id,
                                        Table& table, Old old) {
  bool in_shadow = false;
  RETURN_IF_ERROR(UncountShadow(id, row.entity, in_shadow));
  if (!in_shadow && old == Old::kCounted) RETURN_IF_ERROR(UncountTable(id, table));
  RETURN_IF_ERROR(RemoveFromTable(*table.entity, id));
  unsettled_.insert({row.entity, std::string(id)});
  return PutForeign(scope, row, id);
}

absl::Status ImageWriter::PutForeign(Scope& scope, const RowView& row, absl::string_view id) {
  base::Log(base::Severity::kWarning, "row_of_newer_schema",
            {{"entity", static_cast<int64_t>(row.entity)}, {"row", id}});
  Count(&scope, id, row.rev, 1);
  return foreign_.Put(scope.n, id, row);
}

absl::Status ImageWriter::Bind(const Scope& scope, const RowView& row, const schema::Entity& entity,
                               sql::Statement& statement) {
  ASSIGN_OR_RETURN(unknown_, schema::BindBody(entity, row.body, 1, statement, scratch_));
  const int count = static_cast<int>(entity.fields.size());
  statement.Bind(count + 1, row.rev);
  statement.Bind(count + 2, scope.n);
  if (unknown_.empty()) {
    statement.BindNull(count + 3);
  } else {
    statement.BindBlobBorrowed(count + 3, unknown_);
  }
  return absl::OkStatus();
}

absl::Status ImageWriter::UncountShadow(absl::string_view id, uint32_t entity, bool& found) {
  ASSIGN_OR_RETURN(const Image image, FindImageAside(context_, entity, id));
  found = image.place == ImagePlace::kShadow;
  if (!found) return absl::OkStatus();
  Count(scopes_.At(image.scope), id, image.rev, -1);
  return DeleteShadow(context_, entity, id);
}

absl::Status ImageWriter::UncountTable(absl::string_view id, Table& table) {
  table.place.BindBorrowed(1, id);
  ASSIGN_OR_RETURN(const bool found, table.place.Step());
  if (found && !table.place.IsNull(1)) {
    Count(scopes_.At(table.place.Int(1)), id, table.place.Int(0), -1);
  }
  table.place.Reset();
  return absl::OkStatus();
}

// --- remove --------------------------------------------------------------------------------------

absl::Status ImageWriter::Remove(Scope& scope, uint32_t entity, absl::string_view id,
                                 Leaving leaving) {
  ASSIGN_OR_RETURN(const auto foreign, foreign_.Find(entity, id));
  if (foreign.has_value() && foreign->scope == scope.n) {
    Count(&scope, id, foreign->rev, -1);
    return foreign_.Remove(entity, id);
  }
  const schema::Entity* known = context_.catalogue.Find(entity);
  if (known == nullptr) return absl::OkStatus();
  ASSIGN_OR_RETURN(const Image image, FindImage(context_, *known, id));
  if (!image.is_image() || image.scope != scope.n) return absl::OkStatus();
  Count(&scope, id, image.rev, -1);
  ASSIGN_OR_RETURN(const int64_t last_held, held_.LastSeq(entity, id));
  if (last_held == 0) return RemoveFromTable(*known, id);
  return RemoveHeld({entity, std::string(id)}, leaving);
}

absl::Status ImageWriter::RemoveFromTable(const schema::Entity& entity, absl::string_view id) {
  ASSIGN_OR_RETURN(sql::Statement remove, context_.db.Prepare(context_.SqlOf(entity).remove));
  remove.BindBorrowed(1, id);
  return remove.Run();
}

absl::Status ImageWriter::RemoveHeld(const RowKey& row, Leaving leaving) {
  const schema::Entity& entity = *context_.catalogue.Find(row.entity);
  ASSIGN_OR_RETURN(Image image, FindImage(context_, entity, row.id));
  if (leaving == Leaving::kPerhaps) {
    if (image.place == ImagePlace::kTable) {
      ASSIGN_OR_RETURN(const TableRow shown, ReadTableRow(context_, entity, row.id));
      image.body = schema::EncodeRow(entity, shown.row);
    }
    image.included = image.Included(scopes_).seq;
    RETURN_IF_ERROR(WriteTransit(context_, row.entity, row.id, image));
  }
  RETURN_IF_ERROR(DeleteShadow(context_, row.entity, row.id));
  unsettled_.insert(row);
  return RemoveFromTable(entity, row.id);
}

constexpr char kSelectShadowsOf[] = "SELECT row_id FROM _shadow WHERE scope=?1 AND entity=?2";

absl::Status ImageWriter::RemoveHeldOf(const Scope& scope, const schema::Entity& entity,
                                       Leaving leaving) {
  std::vector<RowKey> rows;
  for (const absl::string_view text : {absl::string_view(kSelectShadowsOf),
                                       absl::string_view(context_.SqlOf(entity).held_in_scope)}) {
    ASSIGN_OR_RETURN(sql::Statement select, context_.db.Prepare(text));
    select.Bind(1, scope.n);
    if (text == kSelectShadowsOf) select.Bind(2, entity.number);
    while (true) {
      ASSIGN_OR_RETURN(const bool more, select.Step());
      if (!more) break;
      rows.push_back({entity.number, std::string(select.Text(0))});
    }
  }
  for (const RowKey& row : rows) RETURN_IF_ERROR(RemoveHeld(row, leaving));
  return absl::OkStatus();
}

absl::Status ImageWriter::RemoveAll(Scope& scope, Leaving leaving) {
  if (scope.standing == ScopeStanding::kNew) return absl::OkStatus();
  for (const schema::Entity& entity : context_.catalogue.entities()) {
    if (!held_.empty()) RETURN_IF_ERROR(RemoveHeldOf(scope, entity, leaving));
    ASSIGN_OR_RETURN(sql::Statement remove,
                     context_.db.Prepare(context_.SqlOf(entity).remove_scope));
    remove.Bind(1, scope.n);
    RETURN_IF_ERROR(remove.Run());
  }
  scope.digest = 0;
  scope.rows = 0;
  return foreign_.RemoveAll(scope.n);
}

// --- transit -------------------------------------------------------------------------------------

absl::Status ImageWriter::EndTransit(absl::string_view where, int64_t scope) {
  std::vector<RowKey> rows;
  {
    ASSIGN_OR_RETURN(sql::Statement select, context_.db.Prepare(absl::StrCat(
                                                "SELECT entity, row_id FROM _transit", where)));
    if (!where.empty()) select.Bind(1, scope);
    while (true) {
      ASSIGN_OR_RETURN(const bool more, select.Step());
      if (!more) break;
      rows.push_back({static_cast<uint32_t>(select.Int(0)), std::string(select.Text(1))});
    }
  }
  for (RowKey& row : rows) {
    RETURN_IF_ERROR(DeleteTransit(context_, row.entity, row.id));
    unsettled_.insert(std::move(row));
  }
  return absl::OkStatus();
}

absl::Status ImageWriter::EndTransitFrom(int64_t scope) {
  return EndTransit(" WHERE scope=?1", scope);
}

absl::Status ImageWriter::EndTransit() { return EndTransit("", 0); }

}  // namespace zoufang::device
