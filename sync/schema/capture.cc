// The capture triggers.
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "sync/base/status.h"
#include "sync/schema/identifier.h"
#include "sync/schema/tables.h"

namespace zoufang::schema {
namespace {

// Every entity's first field, which is the capture's row_id.
constexpr int kIdNumber = 1;

constexpr char kCreateSwitch[] = R"sql(
CREATE TABLE IF NOT EXISTS _capturing("on" INTEGER NOT NULL) STRICT;
INSERT INTO _capturing("on") SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM _capturing);
)sql";

// n only orders what is there: a fold reads and deletes its rows in one transaction.
constexpr char kCreateCapture[] = R"sql(
CREATE TABLE IF NOT EXISTS _capture(
  n INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL,
  entity INTEGER NOT NULL,
  op INTEGER NOT NULL,
  row_id TEXT NOT NULL,
  rev INTEGER,
  scope INTEGER,
  unknown BLOB)sql";

constexpr char kHasColumn[] = "SELECT 1 FROM pragma_table_info('_capture') WHERE name = ?1";

// Makes _capture, or widens the one that an older schema made.
absl::Status CreateCaptureTable(const Catalogue& catalogue, sql::Database& database) {
  RETURN_IF_ERROR(database.Execute(absl::StrCat(kCreateCapture, ") STRICT")));
  for (const int number : catalogue.field_numbers()) {
    if (number == kIdNumber) continue;
    ASSIGN_OR_RETURN(sql::Statement has, database.Prepare(kHasColumn));
    has.Bind(1, absl::StrCat("o", number));
    ASSIGN_OR_RETURN(const bool found, has.Step());
    has.Reset();
    if (found) continue;
    RETURN_IF_ERROR(
        database.Execute(absl::StrCat("ALTER TABLE _capture ADD COLUMN o", number, " ANY;",
                                      "ALTER TABLE _capture ADD COLUMN n", number, " ANY")));
  }
  return absl::OkStatus();
}

// What a capture row holds of the row before and after.
enum class Sides { kOld, kNew, kBoth };

// ", o2, n2, o3, n3, …", by field number.
std::string CaptureColumns(const Entity& entity, Sides sides) {
  std::string list;
  for (size_t k = 1; k < entity.fields.size(); ++k) {
    const int number = entity.fields[k].number;
    if (sides != Sides::kNew) absl::StrAppend(&list, ", o", number);
    if (sides != Sides::kOld) absl::StrAppend(&list, ", n", number);
  }
  return list;
}

// `, OLD."name", NEW."name", …`
std::string CapturedValues(const Entity& entity, Sides sides) {
  std::string list;
  for (size_t k = 1; k < entity.fields.size(); ++k) {
    const std::string name = Quoted(entity.fields[k].name);
    if (sides != Sides::kNew) absl::StrAppend(&list, ", OLD.", name);
    if (sides != Sides::kOld) absl::StrAppend(&list, ", NEW.", name);
  }
  return list;
}

// `, "name", …`
std::string StoredValues(const Entity& entity) {
  std::string list;
  for (size_t k = 1; k < entity.fields.size(); ++k) {
    absl::StrAppend(&list, ", ", Quoted(entity.fields[k].name));
  }
  return list;
}

// A row that goes takes along what its table held beside the declared columns.
std::string InsertHead(const Entity& entity, Sides sides) {
  return absl::StrCat("INSERT INTO _capture(uuid, entity, op, row_id",
                      sides == Sides::kOld ? ", rev, scope, unknown" : "",
                      CaptureColumns(entity, sides), ") ");
}

std::string CaptureStatement(const Entity& entity, Op op, Sides sides) {
  return absl::StrCat(
      InsertHead(entity, sides), "VALUES (randomblob(16), ", entity.number, ", ",
      static_cast<int>(op), ", ",
      sides == Sides::kOld ? "OLD.\"id\", OLD._rev, OLD._scope, OLD._unknown" : "NEW.\"id\"",
      CapturedValues(entity, sides), ");");
}

std::string PeekStatement(const Entity& entity) {
  return absl::StrCat(InsertHead(entity, Sides::kOld), "SELECT randomblob(16), ", entity.number,
                      ", ", static_cast<int>(Op::kPeek), ", \"id\", _rev, _scope, _unknown",
                      StoredValues(entity), " FROM ", Quoted(entity.table),
                      " WHERE \"id\" = NEW.\"id\";");
}

std::string AnyFieldDiffers(const Entity& entity) {
  std::string condition;
  for (size_t k = 1; k < entity.fields.size(); ++k) {
    const std::string name = Quoted(entity.fields[k].name);
    absl::StrAppend(&condition, k == 1 ? "" : " OR ", "NEW.", name, " IS NOT OLD.", name);
  }
  return condition;
}

struct Trigger {
  std::string name;
  std::string event;      // "AFTER INSERT"
  std::string condition;  // Beside capture being on; may be empty.
  std::string body;
};

constexpr char kIdMoves[] = "NEW.\"id\" IS NOT OLD.\"id\"";

std::vector<Trigger> TriggersOf(const Entity& entity) {
  const std::string met =
      absl::StrCat("EXISTS (SELECT 1 FROM ", Quoted(entity.table), " WHERE \"id\" = NEW.\"id\")");
  std::vector<Trigger> triggers = {
      {"insert_met", "BEFORE INSERT", met, PeekStatement(entity)},
      {"inserted", "AFTER INSERT", "", CaptureStatement(entity, Op::kInsert, Sides::kNew)},
      {"id_met", "BEFORE UPDATE OF \"id\"", absl::StrCat(kIdMoves, " AND ", met),
       PeekStatement(entity)},
      {"id_updated", "AFTER UPDATE OF \"id\"", kIdMoves,
       absl::StrCat(CaptureStatement(entity, Op::kDelete, Sides::kOld), " ",
                    CaptureStatement(entity, Op::kInsert, Sides::kNew))},
      {"deleted", "AFTER DELETE", "", CaptureStatement(entity, Op::kDelete, Sides::kOld)},
  };
  if (entity.fields.size() == 1) return triggers;
  triggers.push_back({"updated", "AFTER UPDATE",
                      absl::StrCat("NEW.\"id\" IS OLD.\"id\" AND (", AnyFieldDiffers(entity), ")"),
                      CaptureStatement(entity, Op::kUpdate, Sides::kBoth)});
  return triggers;
}

// As sqlite_schema keeps it, so that the two can be compared.
std::string TextOf(const Entity& entity, const Trigger& trigger) {
  return absl::StrCat(
      "CREATE TRIGGER ", Quoted(absl::StrCat(entity.table, "__", trigger.name)), " ", trigger.event,
      " ON ", Quoted(entity.table), " WHEN (SELECT \"on\" FROM _capturing)",
      trigger.condition.empty() ? "" : " AND ", trigger.condition, " BEGIN ", trigger.body, " END");
}

constexpr char kSelectTrigger[] =
    "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = ?1";

absl::StatusOr<bool> IsUpToDate(const std::string& name, const std::string& text,
                                sql::Database& database) {
  ASSIGN_OR_RETURN(sql::Statement trigger, database.Prepare(kSelectTrigger));
  trigger.Bind(1, name);
  ASSIGN_OR_RETURN(const bool found, trigger.Step());
  return found && trigger.Text(0) == text;
}

absl::Status Install(const Entity& entity, const Trigger& trigger, sql::Database& database) {
  const std::string name = absl::StrCat(entity.table, "__", trigger.name);
  const std::string text = TextOf(entity, trigger);
  ASSIGN_OR_RETURN(const bool up_to_date, IsUpToDate(name, text, database));
  if (up_to_date) return absl::OkStatus();
  RETURN_IF_ERROR(database.Execute(absl::StrCat("DROP TRIGGER IF EXISTS ", Quoted(name))));
  return database.Execute(text);
}

}  // namespace

absl::Status CreateCapture(const Catalogue& catalogue, sql::Database& database) {
  RETURN_IF_ERROR(database.Execute(kCreateSwitch));
  RETURN_IF_ERROR(CreateCaptureTable(catalogue, database));
  for (const Entity& entity : catalogue.entities()) {
    for (const Trigger& trigger : TriggersOf(entity)) {
      RETURN_IF_ERROR(Install(entity, trigger, database));
    }
  }
  return absl::OkStatus();
}

}  // namespace zoufang::schema
