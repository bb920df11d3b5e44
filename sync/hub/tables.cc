#include "sync/hub/tables.h"

#include "absl/strings/str_cat.h"
#include "sync/hub/context.h"

namespace zoufang::hub {
namespace {

constexpr char kVersion1[] = R"sql(
-- The server's identity among its starts. Both numbers only rise.
CREATE TABLE _server(
  one INTEGER PRIMARY KEY CHECK (one = 1),
  incarnation INTEGER NOT NULL,
  grant_version INTEGER NOT NULL
) STRICT;
INSERT INTO _server VALUES (1, 0, 0);

-- The head of each scope's log, and the digest of its live rows.
CREATE TABLE _scope(
  n INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  head INTEGER NOT NULL,
  hash BLOB NOT NULL,
  min_seq INTEGER NOT NULL,
  min_hash BLOB NOT NULL,
  digest INTEGER NOT NULL,
  live INTEGER NOT NULL
) STRICT;

-- kind: 1 PUT, 2 LEAVE, 3 GONE. Gapless within a scope; hash covers the entry before.
CREATE TABLE _log(
  scope INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  entity INTEGER NOT NULL,
  row_id TEXT NOT NULL,
  rev INTEGER NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (scope, seq)
) STRICT, WITHOUT ROWID;

-- Ids of deleted rows, for good.
CREATE TABLE _grave(
  row_id TEXT NOT NULL PRIMARY KEY,
  entity INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE _install(
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  user_id TEXT NOT NULL,
  last_seq INTEGER NOT NULL,
  last_hash BLOB NOT NULL,
  durable_seq INTEGER NOT NULL,
  clock_offset_us INTEGER NOT NULL,
  last_push_us INTEGER NOT NULL
) STRICT;

-- What each install's chain held at each seq.
CREATE TABLE _link(
  install INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (install, seq)
) STRICT, WITHOUT ROWID;

-- Every mutation ever ingested, with its content and its first outcome, across installs and for
-- good. Rows never change.
CREATE TABLE _mutation(
  n INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,
  user_id TEXT NOT NULL,
  by_server INTEGER NOT NULL,
  clock_trusted INTEGER NOT NULL,
  received_us INTEGER NOT NULL,
  body BLOB NOT NULL,
  outcome BLOB NOT NULL
) STRICT;

-- Edits that need a person (parked, rejected). The content is in the mutation.
CREATE TABLE _parked(
  n INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL,
  edit INTEGER NOT NULL,
  entity INTEGER NOT NULL,
  row_id TEXT NOT NULL,
  reason TEXT NOT NULL,
  fields TEXT NOT NULL,
  at_us INTEGER NOT NULL
) STRICT;

-- Edits that wait for the row `waits_for`, in arrival order.
CREATE TABLE _held(
  n INTEGER PRIMARY KEY,
  waits_for TEXT NOT NULL,
  uuid BLOB NOT NULL,
  edit INTEGER NOT NULL
) STRICT;
CREATE INDEX _held__waits_for ON _held(waits_for, n);

-- The areas of each user from `version` on: a JSON array of division-code prefixes.
CREATE TABLE _grant(
  user_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  prefixes TEXT NOT NULL,
  since_us INTEGER NOT NULL,
  PRIMARY KEY (user_id, version)
) STRICT, WITHOUT ROWID;
)sql";

constexpr char kVersion2[] = R"sql(
-- The ends of the history's two chains, and how far _touched names its mutations.
ALTER TABLE _server ADD COLUMN history_n INTEGER NOT NULL DEFAULT 0;
ALTER TABLE _server ADD COLUMN history_hash BLOB NOT NULL DEFAULT x'';
ALTER TABLE _server ADD COLUMN release_n INTEGER NOT NULL DEFAULT 0;
ALTER TABLE _server ADD COLUMN release_hash BLOB NOT NULL DEFAULT x'';
ALTER TABLE _server ADD COLUMN touched_to INTEGER NOT NULL DEFAULT 0;

-- install: _install.n; NULL: not from a tablet. hash covers the row before and all of this one.
ALTER TABLE _mutation ADD COLUMN install INTEGER;
ALTER TABLE _mutation ADD COLUMN hash BLOB NOT NULL DEFAULT x'';

-- What became of mutations whose edits had waited for a row. The latest of a uuid holds.
CREATE TABLE _release(
  n INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL,
  outcome BLOB NOT NULL,
  at_us INTEGER NOT NULL,
  hash BLOB NOT NULL
) STRICT;
CREATE INDEX _release__uuid ON _release(uuid, n);

-- Every start of the server, with the salt that its log entries' hashes cover.
CREATE TABLE _start(
  incarnation INTEGER PRIMARY KEY,
  salt BLOB NOT NULL,
  at_us INTEGER NOT NULL
) STRICT;

-- Signs that this database is not the newest of its line. kind: "gap" and "base", what an install
-- (or its base) says was ingested and was not here; "clock", a start before the one before it.
CREATE TABLE _alarm(
  kind TEXT NOT NULL,
  install TEXT NOT NULL,
  seq INTEGER NOT NULL,
  incarnation INTEGER NOT NULL,
  at_us INTEGER NOT NULL,
  PRIMARY KEY (kind, install, seq)
) STRICT, WITHOUT ROWID;

-- Entries of a scope's log up to seq were made at at_us or before. One every few hours.
CREATE TABLE _log_time(
  scope INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  at_us INTEGER NOT NULL,
  PRIMARY KEY (scope, seq)
) STRICT, WITHOUT ROWID;
ALTER TABLE _scope ADD COLUMN sampled_us INTEGER NOT NULL DEFAULT 0;

-- Which mutations touch a row, by eight bytes of its id.
CREATE TABLE _touched(
  row INTEGER NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (row, n)
) STRICT, WITHOUT ROWID;
)sql";

EntitySql SqlOf(const schema::Entity& entity) {
  const std::string columns = entity.Columns();
  const std::string table = absl::StrCat("\"", entity.table, "\"");
  std::string marks, sets;
  for (size_t i = 0; i < entity.fields.size(); ++i) {
    absl::StrAppend(&marks, "?", i + 1, ", ");
    if (i > 0) absl::StrAppend(&sets, "\"", entity.fields[i].name, "\"=?", i + 1, ", ");
  }
  const size_t n = entity.fields.size();
  EntitySql sql;
  sql.select =
      absl::StrCat("SELECT ", columns, ", _rev, _scope, _meta FROM ", table, " WHERE id=?1");
  sql.insert = absl::StrCat("INSERT INTO ", table, "(", columns, ", _rev, _scope, _meta) VALUES (",
                            marks, "?", n + 1, ", ?", n + 2, ", ?", n + 3, ")");
  sql.update = absl::StrCat("UPDATE ", table, " SET ", sets, "_rev=?", n + 1, ", _scope=?", n + 2,
                            ", _meta=?", n + 3, " WHERE id=?1");
  sql.remove = absl::StrCat("DELETE FROM ", table, " WHERE id=?1");
  sql.page = absl::StrCat("SELECT ", columns, ", _rev FROM ", table,
                          " WHERE _scope=?1 AND id>?2 ORDER BY id LIMIT ?3");
  sql.body = absl::StrCat("SELECT ", columns, ", _rev FROM ", table, " WHERE id=?1");
  sql.in_scope = absl::StrCat("SELECT id, _rev FROM ", table, " WHERE _scope=?1");
  if (entity.is_child()) {
    sql.children = absl::StrCat("SELECT id FROM ", table, " WHERE \"",
                                entity.fields[entity.parent_field].name, "\"=?1");
  }
  return sql;
}

}  // namespace

const std::vector<sql::Migration>& HubMigrations() {
  static const auto* const kMigrations = new std::vector<sql::Migration>{{kVersion1}, {kVersion2}};
  return *kMigrations;
}

SqlTexts MakeSqlTexts(const schema::Catalogue& catalogue) {
  SqlTexts texts;
  for (const schema::Entity& entity : catalogue.entities()) texts[entity.number] = SqlOf(entity);
  return texts;
}

}  // namespace zoufang::hub
