// The tables, indexes and triggers that follow from a catalogue.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "sync/schema/catalogue.h"
#include "sync/sql/database.h"

namespace zoufang::schema {

// Which end the tables are for.
enum class End { kDevice, kServer };

// Creates what is missing: the table of each entity, columns for new fields, declared indexes.
// Columns beside the declared ones:
//   _rev INTEGER (0: never on the server), _scope INTEGER (_scope table's n; NULL: never on the
//   server), _unknown BLOB (fields of a newer schema); on the server also _meta BLOB.
// Additive only: never drops or changes a column. A value that a new column's field had among a
// row's unknown ones moves into it. Runs inside the caller's transaction.
absl::Status CreateTables(const Catalogue& catalogue, End end, sql::Database& database);

// (Re)creates the capture triggers of a device and its _capture table. Every insert, update and
// delete of an entity's table, by any tool, writes one row into _capture in the same transaction:
//   n, uuid (16 random bytes), entity, op (Op below), row_id,
//   rev, scope, unknown (kPeek and kDelete: the _rev, _scope and _unknown that go with the old
//   row), o<number> and n<number> for each number that a field of any entity bears: old and new
//   values
// where row_id is the id. Columns are named by field number, which never changes its meaning: rows
// captured under an older schema and not yet folded keep theirs, whatever fields come. Capture is
// off while _capturing."on" is 0. Changes of _rev, _scope and _unknown alone, and updates that
// change nothing, are not captured. Triggers are replaced only when they differ, and use built-in
// functions only: the sqlite3 shell can write.
absl::Status CreateCapture(const Catalogue& catalogue, sql::Database& database);

// What a capture row says.
enum class Op {
  kInsert = 1,  // n…: the new row.
  kUpdate = 2,  // o…, n…: before and after.
  kDelete = 3,  // o…: the old row.
  kPeek = 4,  // o…: the row that an INSERT, or an UPDATE of an id, met under its new id. When the
              // next capture of that id is an insert, that one replaced it (OR REPLACE fires no
              // delete trigger); otherwise it means nothing.
};

}  // namespace zoufang::schema
