#include "clients/fieldwork/typing.h"

#include "clients/fieldwork/edits.h"
#include "sync/base/status.h"

namespace zoufang::fieldwork {
namespace {

constexpr uint32_t kApplicationId = 0x5a465459;  // "ZFTY"
constexpr char kTables[] =
    "CREATE TABLE typed (entity TEXT NOT NULL, row_id TEXT NOT NULL, field TEXT NOT NULL,"
    " text TEXT NOT NULL, PRIMARY KEY (entity, row_id, field)) WITHOUT ROWID";

}  // namespace

absl::StatusOr<std::unique_ptr<Typing>> Typing::Open(const std::string& path) {
  ASSIGN_OR_RETURN(auto database, sql::Database::Open(path, {.application_id = kApplicationId}));
  RETURN_IF_ERROR(database->Migrate({{kTables}}));
  return std::unique_ptr<Typing>(new Typing(std::move(database)));
}

constexpr char kKeep[] =
    "INSERT INTO typed (entity, row_id, field, text) VALUES (?1, ?2, ?3, ?4)"
    " ON CONFLICT (entity, row_id, field) DO UPDATE SET text = ?4";

absl::Status Typing::Keep(const TypedText& text) {
  return db_->Write([&]() -> absl::Status {
    ASSIGN_OR_RETURN(sql::Statement keep, db_->Prepare(kKeep));
    keep.Bind(1, text.entity);
    keep.Bind(2, text.row_id);
    keep.Bind(3, text.field);
    keep.Bind(4, text.text);
    return keep.Run();
  });
}

constexpr char kForget[] = "DELETE FROM typed WHERE entity = ?1 AND row_id = ?2 AND field = ?3";

absl::Status Typing::Forget(const TypedText& place) {
  return db_->Write([&]() -> absl::Status {
    ASSIGN_OR_RETURN(sql::Statement forget, db_->Prepare(kForget));
    forget.Bind(1, place.entity);
    forget.Bind(2, place.row_id);
    forget.Bind(3, place.field);
    return forget.Run();
  });
}

constexpr char kAll[] = "SELECT entity, row_id, field, text FROM typed ORDER BY 1, 2, 3";

absl::StatusOr<std::vector<TypedText>> Typing::All() {
  std::vector<TypedText> all;
  ASSIGN_OR_RETURN(sql::Statement select, db_->Prepare(kAll));
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return all;
    all.push_back({std::string(select.Text(0)), std::string(select.Text(1)),
                   std::string(select.Text(2)), std::string(select.Text(3))});
  }
}

absl::Status Typing::Recover(Tablet& tablet) {
  ASSIGN_OR_RETURN(const std::vector<TypedText> all, All());
  for (const TypedText& typed : all) {
    const auto saved =
        EditRow(tablet, typed.entity, typed.row_id,
                {{.field = typed.field, .kind = FieldChange::Kind::kSet, .text = typed.text}});
    if (saved.ok()) RETURN_IF_ERROR(Forget(typed));
  }
  return absl::OkStatus();
}

}  // namespace zoufang::fieldwork
