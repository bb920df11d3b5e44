#include "tests/fuzz/rewind.h"

#include "absl/strings/str_cat.h"
#include "sync/base/status.h"
#include "tests/fuzz/require.h"

namespace zoufang::fuzz {
namespace {

// '_' sorts before letters.
constexpr char kSelectTables[] =
    "SELECT name FROM main.sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite%'"
    " ORDER BY name DESC";

absl::StatusOr<std::vector<std::string>> TablesOf(sql::Database& database) {
  std::vector<std::string> tables;
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kSelectTables));
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return tables;
    tables.emplace_back(select.Text(0));
  }
}

}  // namespace

Rewind::Rewind(sql::Database& database) : database_(database) {
  Require(database.Execute("PRAGMA foreign_keys=OFF; ATTACH ':memory:' AS before").ok(), "attach");
  tables_ = TablesOf(database).value();
  for (const std::string& table : tables_) {
    const absl::Status copied = database.Execute(
        absl::StrCat("CREATE TABLE before.\"", table, "\" AS SELECT * FROM main.\"", table, "\""));
    Require(copied.ok(), copied.ToString());
  }
}

void Rewind::Back() {
  const absl::Status back = database_.Write([this] { return PutBack(); });
  Require(back.ok(), back.ToString());
}

absl::Status Rewind::PutBack() {
  for (const std::string& table : tables_) {
    if (table == "_capturing") RETURN_IF_ERROR(database_.Execute("UPDATE _capturing SET \"on\"=0"));
  }
  for (const std::string& table : tables_) {
    ASSIGN_OR_RETURN(sql::Statement empty,
                     database_.Prepare(absl::StrCat("DELETE FROM main.\"", table, "\"")));
    RETURN_IF_ERROR(empty.Run());
    ASSIGN_OR_RETURN(sql::Statement fill,
                     database_.Prepare(absl::StrCat("INSERT INTO main.\"", table,
                                                    "\" SELECT * FROM before.\"", table, "\"")));
    RETURN_IF_ERROR(fill.Run());
  }
  return absl::OkStatus();
}

}  // namespace zoufang::fuzz
