#include "sync/schema/promote.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "sync/base/status.h"
#include "sync/schema/identifier.h"
#include "sync/schema/row.h"

namespace zoufang::schema {
namespace {

struct Kept {
  std::string id;
  std::string unknown;
};

absl::StatusOr<std::vector<Kept>> RowsWithUnknown(const Entity& entity, sql::Database& database) {
  ASSIGN_OR_RETURN(sql::Statement rows, database.Prepare(absl::StrCat(
                                            "SELECT \"id\", _unknown FROM ", Quoted(entity.table),
                                            " WHERE _unknown IS NOT NULL")));
  std::vector<Kept> kept;
  while (true) {
    ASSIGN_OR_RETURN(const bool found, rows.Step());
    if (!found) return kept;
    kept.push_back({std::string(rows.Text(0)), std::string(rows.Blob(1))});
  }
}

// "UPDATE visit SET a = ?3, b = ?4, _unknown = ?2 WHERE id = ?1"
std::string UpdateOf(const Entity& entity, const std::vector<int>& fields) {
  std::string sql = absl::StrCat("UPDATE ", Quoted(entity.table), " SET ");
  for (size_t i = 0; i < fields.size(); ++i) {
    absl::StrAppend(&sql, Quoted(entity.fields[fields[i]].name), " = ?", i + 3, ", ");
  }
  return absl::StrCat(sql, "_unknown = ?2 WHERE \"id\" = ?1");
}

}  // namespace

absl::Status PromoteUnknown(const Entity& entity, const std::vector<int>& fields,
                            sql::Database& database) {
  ASSIGN_OR_RETURN(const std::vector<Kept> rows, RowsWithUnknown(entity, database));
  ASSIGN_OR_RETURN(sql::Statement update, database.Prepare(UpdateOf(entity, fields)));
  for (const Kept& kept : rows) {
    const absl::StatusOr<Row> row = DecodeRow(entity, kept.unknown);
    if (!row.ok()) continue;  // It does not fit the new declaration: it stays as it came.
    update.Bind(1, kept.id);
    if (row->unknown.empty()) update.BindNull(2);
    if (!row->unknown.empty()) update.BindBlob(2, row->unknown);
    for (size_t i = 0; i < fields.size(); ++i) {
      update.Bind(static_cast<int>(i) + 3, row->values[fields[i]]);
    }
    RETURN_IF_ERROR(update.Run());
  }
  return absl::OkStatus();
}

}  // namespace zoufang::schema
