#include "sync/schema/tables.h"

#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "sync/base/status.h"
#include "sync/schema/identifier.h"
#include "sync/schema/promote.h"

namespace zoufang::schema {
namespace {

// "TEXT NOT NULL DEFAULT ''".
absl::string_view TypeOf(const Field& field) {
  switch (field.kind) {
    case Kind::kText:
      return field.nullable ? "TEXT" : "TEXT NOT NULL DEFAULT ''";
    case Kind::kBytes:
      return field.nullable ? "BLOB" : "BLOB NOT NULL DEFAULT x''";
    case Kind::kReal:
      return field.nullable ? "REAL" : "REAL NOT NULL DEFAULT 0";
    case Kind::kSet:
      return "TEXT NOT NULL DEFAULT '[]'";
    default:
      return field.nullable ? "INTEGER" : "INTEGER NOT NULL DEFAULT 0";
  }
}

std::string ColumnOf(const Field& field) {
  return absl::StrCat(Quoted(field.name), " ", TypeOf(field));
}

absl::Status CreateTable(const Entity& entity, End end, sql::Database& database) {
  std::string sql =
      absl::StrCat("CREATE TABLE ", Quoted(entity.table), " (\"id\" TEXT NOT NULL PRIMARY KEY");
  for (size_t i = 1; i < entity.fields.size(); ++i) {
    absl::StrAppend(&sql, ", ", ColumnOf(entity.fields[i]));
  }
  absl::StrAppend(&sql, ", _rev INTEGER NOT NULL DEFAULT 0, _scope INTEGER, _unknown BLOB",
                  end == End::kServer ? ", _meta BLOB" : "", ") STRICT");
  return database.Execute(sql);
}

constexpr char kSelectColumns[] = "SELECT name FROM pragma_table_info(?1)";

// The table's columns; none: there is no such table.
absl::StatusOr<absl::flat_hash_set<std::string>> ColumnsOf(absl::string_view table,
                                                           sql::Database& database) {
  ASSIGN_OR_RETURN(sql::Statement columns, database.Prepare(kSelectColumns));
  columns.Bind(1, table);
  absl::flat_hash_set<std::string> names;
  while (true) {
    ASSIGN_OR_RETURN(const bool found, columns.Step());
    if (!found) return names;
    names.insert(std::string(columns.Text(0)));
  }
}

absl::Status AddMissingColumns(const Entity& entity, const absl::flat_hash_set<std::string>& have,
                               sql::Database& database) {
  std::vector<int> added;
  for (size_t i = 0; i < entity.fields.size(); ++i) {
    const Field& field = entity.fields[i];
    if (have.contains(field.name)) continue;
    RETURN_IF_ERROR(database.Execute(
        absl::StrCat("ALTER TABLE ", Quoted(entity.table), " ADD COLUMN ", ColumnOf(field))));
    added.push_back(static_cast<int>(i));
  }
  return added.empty() ? absl::OkStatus() : PromoteUnknown(entity, added, database);
}

absl::Status CreateIndex(const Entity& entity, absl::string_view name, absl::string_view columns,
                         sql::Database& database) {
  return database.Execute(absl::StrCat("CREATE INDEX IF NOT EXISTS ",
                                       Quoted(absl::StrCat(entity.table, "__", name)), " ON ",
                                       Quoted(entity.table), "(", columns, ")"));
}

absl::Status CreateIndexes(const Entity& entity, End end, sql::Database& database) {
  for (size_t i = 1; i < entity.fields.size(); ++i) {
    const Field& field = entity.fields[i];
    if (!field.rules.index() && static_cast<int>(i) != entity.parent_field) continue;
    RETURN_IF_ERROR(
        CreateIndex(entity, absl::StrCat("by_", field.name), Quoted(field.name), database));
  }
  if (end == End::kDevice) return absl::OkStatus();
  return CreateIndex(entity, "scope", "_scope, \"id\"", database);
}

}  // namespace

absl::Status CreateTables(const Catalogue& catalogue, End end, sql::Database& database) {
  for (const Entity& entity : catalogue.entities()) {
    ASSIGN_OR_RETURN(const auto columns, ColumnsOf(entity.table, database));
    RETURN_IF_ERROR(columns.empty() ? CreateTable(entity, end, database)
                                    : AddMissingColumns(entity, columns, database));
    RETURN_IF_ERROR(CreateIndexes(entity, end, database));
  }
  return absl::OkStatus();
}

}  // namespace zoufang::schema
