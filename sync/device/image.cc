#include "sync/device/image.h"

#include <utility>

#include "sync/base/status.h"

namespace zoufang::device {

Inclusion Image::Included(ScopeSet& scopes) const {
  switch (place) {
    case ImagePlace::kNone:
      return scopes.OfRowWithoutImage();
    case ImagePlace::kTransit:
      return {.seq = included};
    case ImagePlace::kTable:
    case ImagePlace::kShadow:
      break;
  }
  const Scope* home = scopes.At(scope);
  return {.seq = home == nullptr ? -1 : home->included};
}

constexpr char kSelectShadow[] =
    "SELECT rev, scope, body FROM _shadow WHERE row_id=?1 AND entity=?2";
constexpr char kSelectTransit[] =
    "SELECT rev, scope, body, included FROM _transit WHERE row_id=?1 AND entity=?2";

namespace {

absl::StatusOr<Image> Select(const Context& context, const char* sql, ImagePlace place,
                             uint32_t entity, absl::string_view id) {
  ASSIGN_OR_RETURN(sql::Statement select, context.db.Prepare(sql));
  select.BindBorrowed(1, id);
  select.Bind(2, entity);
  ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found) return Image();
  Image image{.place = place,
              .rev = select.Int(0),
              .scope = select.Int(1),
              .body = std::string(select.Blob(2))};
  if (place == ImagePlace::kTransit) image.included = select.Int(3);
  return image;
}

absl::StatusOr<Image> InTable(const Context& context, const schema::Entity& entity,
                              absl::string_view id) {
  ASSIGN_OR_RETURN(sql::Statement select, context.db.Prepare(context.SqlOf(entity).place));
  select.BindBorrowed(1, id);
  ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found || select.IsNull(1)) return Image();
  return Image{.place = ImagePlace::kTable, .rev = select.Int(0), .scope = select.Int(1)};
}

}  // namespace

absl::StatusOr<Image> FindImage(const Context& context, const schema::Entity& entity,
                                absl::string_view id) {
  ASSIGN_OR_RETURN(Image shadow,
                   Select(context, kSelectShadow, ImagePlace::kShadow, entity.number, id));
  if (shadow.place != ImagePlace::kNone) return shadow;
  ASSIGN_OR_RETURN(Image in_table, InTable(context, entity, id));
  if (in_table.place != ImagePlace::kNone) return in_table;
  return Select(context, kSelectTransit, ImagePlace::kTransit, entity.number, id);
}

absl::StatusOr<Image> FindImageAside(const Context& context, uint32_t entity,
                                     absl::string_view id) {
  ASSIGN_OR_RETURN(Image shadow, Select(context, kSelectShadow, ImagePlace::kShadow, entity, id));
  if (shadow.place != ImagePlace::kNone) return shadow;
  return Select(context, kSelectTransit, ImagePlace::kTransit, entity, id);
}

constexpr char kWriteShadow[] =
    "INSERT OR REPLACE INTO _shadow(row_id, entity, scope, rev, body) VALUES (?1, ?2, ?3, ?4, ?5)";

absl::Status WriteShadow(const Context& context, uint32_t entity, absl::string_view id,
                         const Image& image) {
  ASSIGN_OR_RETURN(sql::Statement write, context.db.Prepare(kWriteShadow));
  write.BindBorrowed(1, id);
  write.Bind(2, entity);
  write.Bind(3, image.scope);
  write.Bind(4, image.rev);
  write.BindBlobBorrowed(5, image.body);
  return write.Run();
}

constexpr char kWriteTransit[] =
    "INSERT OR REPLACE INTO _transit(row_id, entity, scope, rev, included, body)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

absl::Status WriteTransit(const Context& context, uint32_t entity, absl::string_view id,
                          const Image& image) {
  ASSIGN_OR_RETURN(sql::Statement write, context.db.Prepare(kWriteTransit));
  write.BindBorrowed(1, id);
  write.Bind(2, entity);
  write.Bind(3, image.scope);
  write.Bind(4, image.rev);
  write.Bind(5, image.included);
  write.BindBlobBorrowed(6, image.body);
  return write.Run();
}

namespace {

absl::Status DeleteBy(const Context& context, const char* sql, uint32_t entity,
                      absl::string_view id) {
  ASSIGN_OR_RETURN(sql::Statement remove, context.db.Prepare(sql));
  remove.BindBorrowed(1, id);
  remove.Bind(2, entity);
  return remove.Run();
}

}  // namespace

constexpr char kDeleteShadow[] = "DELETE FROM _shadow WHERE row_id=?1 AND entity=?2";

absl::Status DeleteShadow(const Context& context, uint32_t entity, absl::string_view id) {
  return DeleteBy(context, kDeleteShadow, entity, id);
}

constexpr char kDeleteTransit[] = "DELETE FROM _transit WHERE row_id=?1 AND entity=?2";

absl::Status DeleteTransit(const Context& context, uint32_t entity, absl::string_view id) {
  return DeleteBy(context, kDeleteTransit, entity, id);
}

absl::StatusOr<TableRow> ReadTableRow(const Context& context, const schema::Entity& entity,
                                      absl::string_view id) {
  ASSIGN_OR_RETURN(sql::Statement select, context.db.Prepare(context.SqlOf(entity).row));
  select.BindBorrowed(1, id);
  TableRow row;
  ASSIGN_OR_RETURN(row.found, select.Step());
  if (!row.found) return row;
  const int after = static_cast<int>(entity.fields.size());
  row.row = schema::ReadRow(entity, select, 0);
  row.row.unknown = std::string(select.Blob(after + 2));
  row.rev = select.Int(after);
  row.scope = select.Int(after + 1);
  return row;
}

}  // namespace zoufang::device
