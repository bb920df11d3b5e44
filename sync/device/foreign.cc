#include "sync/device/foreign.h"

#include <string>
#include <utility>
#include <vector>

#include "sync/base/status.h"
#include "sync/device/screen.h"
#include "sync/schema/row.h"

namespace zoufang::device {

absl::Status ForeignRows::Open() {
  ASSIGN_OR_RETURN(const int64_t any, db_.QueryInt("SELECT EXISTS (SELECT 1 FROM _foreign)"));
  any_ = any != 0;
  return absl::OkStatus();
}

constexpr char kSelectPlace[] = "SELECT scope, rev FROM _foreign WHERE row_id=?1 AND entity=?2";

absl::StatusOr<std::optional<ForeignRows::Place>> ForeignRows::Find(uint32_t entity,
                                                                    absl::string_view id) {
  if (!any_) return std::optional<Place>();
  ASSIGN_OR_RETURN(sql::Statement select, db_.Prepare(kSelectPlace));
  select.BindBorrowed(1, id);
  select.Bind(2, entity);
  ASSIGN_OR_RETURN(const bool found, select.Step());
  return found ? std::optional(Place{select.Int(0), select.Int(1)}) : std::nullopt;
}

constexpr char kDeleteRow[] = "DELETE FROM _foreign WHERE row_id=?1 AND entity=?2";

absl::Status ForeignRows::Remove(uint32_t entity, absl::string_view id) {
  ASSIGN_OR_RETURN(sql::Statement remove, db_.Prepare(kDeleteRow));
  remove.BindBorrowed(1, id);
  remove.Bind(2, entity);
  return remove.Run();
}

constexpr char kDeleteScope[] = "DELETE FROM _foreign WHERE scope=?1";

absl::Status ForeignRows::RemoveAll(int64_t scope) {
  if (!any_) return absl::OkStatus();
  ASSIGN_OR_RETURN(sql::Statement remove, db_.Prepare(kDeleteScope));
  remove.Bind(1, scope);
  return remove.Run();
}

constexpr char kInsertRow[] =
    "INSERT INTO _foreign(row_id, entity, scope, rev, body) VALUES (?1, ?2, ?3, ?4, ?5)";

absl::Status ForeignRows::Put(int64_t scope, absl::string_view id, const RowView& row) {
  any_ = true;
  ASSIGN_OR_RETURN(sql::Statement insert, db_.Prepare(kInsertRow));
  insert.BindBorrowed(1, id);
  insert.Bind(2, row.entity);
  insert.Bind(3, scope);
  insert.Bind(4, row.rev);
  insert.BindBlobBorrowed(5, row.body);
  return insert.Run();
}

namespace {

constexpr char kSelectRows[] = "SELECT row_id, scope, rev, body FROM _foreign WHERE entity=?1";

absl::Status Adopt(const Context& context, const schema::Entity& entity) {
  ASSIGN_OR_RETURN(sql::Statement select, context.db.Prepare(kSelectRows));
  ASSIGN_OR_RETURN(sql::Statement upsert, context.db.Prepare(context.SqlOf(entity).upsert));
  ASSIGN_OR_RETURN(sql::Statement remove, context.db.Prepare(kDeleteRow));
  select.Bind(1, entity.number);
  schema::BindScratch scratch;
  std::vector<std::string> adopted;
  const int count = static_cast<int>(entity.fields.size());
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) break;
    const absl::StatusOr<std::string> unknown =
        schema::BindBody(entity, select.Blob(3), 1, upsert, scratch);
    if (!unknown.ok()) continue;  // Still not ours to read.
    upsert.Bind(count + 1, select.Int(2));
    upsert.Bind(count + 2, select.Int(1));
    upsert.BindNull(count + 3);
    if (!unknown->empty()) upsert.BindBlob(count + 3, *unknown);
    RETURN_IF_ERROR(upsert.Run());
    adopted.emplace_back(select.Text(0));
  }
  for (const std::string& id : adopted) {
    remove.BindBorrowed(1, id);
    remove.Bind(2, entity.number);
    RETURN_IF_ERROR(remove.Run());
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status AdoptForeign(const Context& context) {
  ASSIGN_OR_RETURN(const int64_t any,
                   context.db.QueryInt("SELECT EXISTS (SELECT 1 FROM _foreign)"));
  if (any == 0) return absl::OkStatus();
  return WithoutCapture(context.db, [&context]() -> absl::Status {
    for (const schema::Entity& entity : context.catalogue.entities()) {
      RETURN_IF_ERROR(Adopt(context, entity));
    }
    return absl::OkStatus();
  });
}

}  // namespace zoufang::device
