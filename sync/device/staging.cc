#include "sync/device/staging.h"

#include <string>

#include "sync/base/errors.h"
#include "sync/base/status.h"

namespace zoufang::device {

constexpr char kSelectCursor[] =
    "SELECT cursor, pages, row_count, done FROM _staging_cursor WHERE scope=?1";

absl::StatusOr<std::optional<StagingState>> LoadStaging(int64_t scope, sql::Database& database) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kSelectCursor));
  select.Bind(1, scope);
  ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found) return std::optional<StagingState>();
  StagingState state{.pages = select.Int(1), .rows = select.Int(2), .done = select.Int(3) != 0};
  const absl::string_view cursor = select.Blob(0);
  if (!state.cursor.ParseFromArray(cursor.data(), static_cast<int>(cursor.size()))) {
    return base::DatabaseDamaged(database.path());
  }
  return std::optional<StagingState>(std::move(state));
}

constexpr char kInsertPage[] =
    "INSERT INTO _staging(scope, page, size, row_count, zstd) VALUES (?1, ?2, ?3, ?4, ?5)";
constexpr char kStoreCursor[] =
    "INSERT OR REPLACE INTO _staging_cursor(scope, cursor, pages, row_count, done)"
    " VALUES (?1, ?2, ?3, ?4, ?5)";

absl::Status StagePage(int64_t scope, const StagingState& before,
                       const sync::v1::SnapshotPage& page, sql::Database& database) {
  {
    ASSIGN_OR_RETURN(sql::Statement insert, database.Prepare(kInsertPage));
    insert.Bind(1, scope);
    insert.Bind(2, before.pages + 1);
    insert.Bind(3, page.rows().size());
    insert.Bind(4, page.rows().count());
    insert.BindBlobBorrowed(5, page.rows().zstd());
    RETURN_IF_ERROR(insert.Run());
  }
  ASSIGN_OR_RETURN(sql::Statement store, database.Prepare(kStoreCursor));
  store.Bind(1, scope);
  store.BindBlob(2, page.next().SerializeAsString());
  store.Bind(3, before.pages + 1);
  store.Bind(4, before.rows + page.rows().count());
  store.Bind(5, page.done());
  return store.Run();
}

constexpr char kDropCursor[] = "DELETE FROM _staging_cursor WHERE scope=?1";
constexpr char kDropPages[] = "DELETE FROM _staging WHERE scope=?1";

absl::Status DropStaging(int64_t scope, sql::Database& database) {
  for (const char* text : {kDropCursor, kDropPages}) {
    ASSIGN_OR_RETURN(sql::Statement drop, database.Prepare(text));
    drop.Bind(1, scope);
    RETURN_IF_ERROR(drop.Run());
  }
  return absl::OkStatus();
}

absl::Status DropInstalled(int64_t scope, sql::Database& database) {
  ASSIGN_OR_RETURN(const int64_t overwrites, database.QueryInt("PRAGMA secure_delete"));
  RETURN_IF_ERROR(database.Execute("PRAGMA secure_delete=OFF"));
  const absl::Status dropped = DropStaging(scope, database);
  const absl::Status restored =
      overwrites == 0 ? absl::OkStatus() : database.Execute("PRAGMA secure_delete=ON");
  return dropped.ok() ? restored : dropped;
}

constexpr char kSelectPages[] = "SELECT zstd, size FROM _staging WHERE scope=?1 ORDER BY page";

absl::Status ForEachStagedRow(int64_t scope, RowPageReader& reader, sql::Database& database,
                              absl::FunctionRef<absl::Status(const RowView&)> take) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kSelectPages));
  select.Bind(1, scope);
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return absl::OkStatus();
    RETURN_IF_ERROR(reader.ForEach(select.Blob(0), static_cast<uint32_t>(select.Int(1)), take));
  }
}

absl::StatusOr<int64_t> CountStagedRows(sql::Database& database) {
  return database.QueryInt("SELECT coalesce(sum(row_count), 0) FROM _staging_cursor WHERE done");
}

absl::StatusOr<int64_t> CountReceivedRows(sql::Database& database) {
  return database.QueryInt("SELECT coalesce(sum(row_count), 0) FROM _staging_cursor");
}

}  // namespace zoufang::device
