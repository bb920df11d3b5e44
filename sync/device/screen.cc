#include "sync/device/screen.h"

#include <optional>
#include <utility>

#include "sync/base/status.h"
#include "sync/device/image.h"
#include "sync/device/overlay.h"
#include "sync/schema/row.h"

namespace zoufang::device {

constexpr char kCaptureOff[] = "UPDATE _capturing SET \"on\"=0";
constexpr char kCaptureOn[] = "UPDATE _capturing SET \"on\"=1";

absl::Status WithoutCapture(sql::Database& database, absl::FunctionRef<absl::Status()> body) {
  for (const char* const text : {kCaptureOff, kCaptureOn}) {
    ASSIGN_OR_RETURN(sql::Statement set, database.Prepare(text));
    RETURN_IF_ERROR(set.Run());
    // An error rolls the switch back with everything else.
    if (text == kCaptureOff) RETURN_IF_ERROR(body());
  }
  return absl::OkStatus();
}

namespace {

// The image as a row; nullopt: there is none.
absl::StatusOr<std::optional<schema::Row>> RowOf(const Context& context,
                                                 const schema::Entity& entity, absl::string_view id,
                                                 const Image& image) {
  if (image.place == ImagePlace::kNone) return std::optional<schema::Row>();
  if (image.place == ImagePlace::kTable) {
    ASSIGN_OR_RETURN(TableRow row, ReadTableRow(context, entity, id));
    return std::optional<schema::Row>(std::move(row.row));
  }
  ASSIGN_OR_RETURN(schema::Row row, schema::DecodeRow(entity, image.body));
  return std::optional<schema::Row>(std::move(row));
}

}  // namespace

absl::Status ScreenWriter::Rebuild(const RowKey& key) {
  const schema::Entity* entity = context_.catalogue.Find(key.entity);
  if (entity == nullptr) return absl::OkStatus();
  ASSIGN_OR_RETURN(Image image, FindImage(context_, *entity, key.id));
  ASSIGN_OR_RETURN(const std::vector<HeldEdit> edits, held_.Of(key, image.Included(scopes_)));
  if (image.place == ImagePlace::kTable && edits.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(std::optional<schema::Row> row, RowOf(context_, *entity, key.id, image));
  if (image.place == ImagePlace::kTable) {
    image.body = schema::EncodeRow(*entity, *row);
    RETURN_IF_ERROR(WriteShadow(context_, key.entity, key.id, image));
  }
  for (const HeldEdit& held : edits) OverlayEdit(*entity, held.edit, row);
  if (image.place == ImagePlace::kShadow && edits.empty()) {
    RETURN_IF_ERROR(DeleteShadow(context_, key.entity, key.id));
  }
  if (!row.has_value()) return Hide(*entity, key.id);
  return Show(*entity, *row, image.rev, image.is_image() ? image.scope : 0);
}

absl::Status ScreenWriter::Show(const schema::Entity& entity, const schema::Row& row, int64_t rev,
                                int64_t scope) {
  ASSIGN_OR_RETURN(sql::Statement upsert, context_.db.Prepare(context_.SqlOf(entity).upsert));
  const int count = static_cast<int>(row.values.size());
  for (int i = 0; i < count; ++i) upsert.Bind(i + 1, row.values[i]);
  upsert.Bind(count + 1, rev);
  if (scope == 0) {
    upsert.BindNull(count + 2);
  } else {
    upsert.Bind(count + 2, scope);
  }
  if (row.unknown.empty()) {
    upsert.BindNull(count + 3);
  } else {
    upsert.BindBlob(count + 3, row.unknown);
  }
  return upsert.Run();
}

absl::Status ScreenWriter::Hide(const schema::Entity& entity, absl::string_view id) {
  ASSIGN_OR_RETURN(sql::Statement remove, context_.db.Prepare(context_.SqlOf(entity).remove));
  remove.BindBorrowed(1, id);
  return remove.Run();
}

}  // namespace zoufang::device
