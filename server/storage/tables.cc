#include "server/storage/tables.h"

#include <iterator>

#include "sync/base/errors.h"
#include "sync/base/status.h"

namespace zoufang::storage {
namespace {

constexpr char kVersionTable[] =
    "CREATE TABLE IF NOT EXISTS server_schema("
    "  one INTEGER PRIMARY KEY CHECK (one = 1), version INTEGER NOT NULL) STRICT;"
    "INSERT INTO server_schema VALUES (1, 0) ON CONFLICT DO NOTHING";

constexpr char kVersion1[] = R"sql(
CREATE TABLE server_key(
  name TEXT NOT NULL PRIMARY KEY,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE account(
  id TEXT NOT NULL PRIMARY KEY,
  user_name TEXT NOT NULL UNIQUE,
  display_name TEXT NOT NULL,
  role INTEGER NOT NULL,
  area_prefixes TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  disabled INTEGER NOT NULL,
  created_us INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- kind: 1 session, 2 tablet, 3 API key. Only hashes of tokens are kept.
CREATE TABLE token(
  hash BLOB NOT NULL PRIMARY KEY,
  kind INTEGER NOT NULL,
  user_id TEXT NOT NULL,
  device_id TEXT NOT NULL,
  created_us INTEGER NOT NULL,
  expires_us INTEGER NOT NULL,
  revoked_us INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX token__user_id ON token(user_id);

CREATE TABLE device(
  id TEXT NOT NULL PRIMARY KEY,
  user_id TEXT NOT NULL,
  name TEXT NOT NULL,
  app_version TEXT NOT NULL,
  install_id TEXT NOT NULL,
  enrolled_us INTEGER NOT NULL,
  last_seen_us INTEGER NOT NULL,
  applied_seq INTEGER NOT NULL,
  clock_offset_ms INTEGER NOT NULL,
  revoked_us INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX device__user_id ON device(user_id);

CREATE TABLE enrollment_code(
  hash BLOB NOT NULL PRIMARY KEY,
  user_id TEXT NOT NULL,
  expires_us INTEGER NOT NULL,
  used_us INTEGER
) STRICT, WITHOUT ROWID;

-- What each request_id was answered, for good.
CREATE TABLE answer(
  request BLOB NOT NULL PRIMARY KEY,
  payload_hash BLOB NOT NULL,
  response BLOB NOT NULL,
  at_us INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE complaint_serial(
  day TEXT NOT NULL PRIMARY KEY,
  last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE complaint_secret(
  number TEXT NOT NULL PRIMARY KEY,
  complaint_id TEXT NOT NULL UNIQUE,
  secret_hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Who filed, in a box that this server can close and not open.
CREATE TABLE complaint_reporter(
  complaint_id TEXT NOT NULL PRIMARY KEY,
  sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Who changed what by a service, from where, when.
CREATE TABLE audit(
  n INTEGER PRIMARY KEY AUTOINCREMENT,
  at_us INTEGER NOT NULL,
  user_id TEXT NOT NULL,
  device_id TEXT NOT NULL,
  call_id TEXT NOT NULL,
  method TEXT NOT NULL,
  subject TEXT NOT NULL
) STRICT;
)sql";

// Rises with every change of who may do what, so that watchers are checked again only then.
constexpr char kVersion2[] = R"sql(
CREATE TABLE access_version(
  one INTEGER PRIMARY KEY CHECK (one = 1),
  version INTEGER NOT NULL
) STRICT;
INSERT INTO access_version VALUES (1, 0);
CREATE TRIGGER token__access AFTER UPDATE ON token
  BEGIN UPDATE access_version SET version=version+1; END;
CREATE TRIGGER account__access AFTER UPDATE ON account
  BEGIN UPDATE access_version SET version=version+1; END;
CREATE TRIGGER device__access AFTER UPDATE OF revoked_us ON device
  BEGIN UPDATE access_version SET version=version+1; END;
)sql";

constexpr char kAttachments[] = R"sql(
-- Files that are whole and checked. Without a clean copy: '' and 0.
CREATE TABLE attachment_file(
  sha256 TEXT NOT NULL PRIMARY KEY,
  size INTEGER NOT NULL,
  mime_type TEXT NOT NULL,
  clean_sha256 TEXT NOT NULL,
  clean_size INTEGER NOT NULL,
  stored_us INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Unfinished uploads: how many bytes were acknowledged.
CREATE TABLE attachment_upload(
  attachment_id TEXT NOT NULL PRIMARY KEY,
  received INTEGER NOT NULL,
  updated_us INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Why a sealed original was opened; the audit's entry of the same call says by whom.
CREATE TABLE attachment_opening(
  call_id TEXT NOT NULL,
  attachment_id TEXT NOT NULL,
  at_us INTEGER NOT NULL,
  reason TEXT NOT NULL
) STRICT;
)sql";

constexpr char kDecisions[] = R"sql(
-- Edits that needed a person, and what somebody did about them; edit -1: the whole mutation.
-- again: the mutation in which the content was submitted anew; NULL: dismissed.
CREATE TABLE settled_edit(
  uuid BLOB NOT NULL,
  edit INTEGER NOT NULL,
  user_name TEXT NOT NULL,
  reason TEXT NOT NULL,
  at_us INTEGER NOT NULL,
  again BLOB,
  PRIMARY KEY (uuid, edit)
) STRICT, WITHOUT ROWID;

-- What withdrawn tablets handed in, as it came; for good. outcome: once it was ingested.
CREATE TABLE quarantine(
  uuid BLOB NOT NULL PRIMARY KEY,
  device_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  install_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  body BLOB NOT NULL,
  surrendered_us INTEGER NOT NULL,
  decided_us INTEGER,
  decided_by TEXT,
  reason TEXT,
  outcome BLOB
) STRICT, WITHOUT ROWID;
)sql";

// What a tablet last told that it holds unsent, and since when the server knows of it.
constexpr char kPending[] = R"sql(
ALTER TABLE device ADD COLUMN pending INTEGER NOT NULL DEFAULT 0;
ALTER TABLE device ADD COLUMN pending_since_us INTEGER;
)sql";

constexpr char kCaseWork[] = R"sql(
ALTER TABLE account ADD COLUMN department TEXT NOT NULL DEFAULT '';
)sql";

constexpr char kOutbox[] = R"sql(
-- What others are still to be told, a row for each channel. due_us: when it is tried next.
CREATE TABLE notification(
  n INTEGER PRIMARY KEY AUTOINCREMENT,
  channel TEXT NOT NULL,
  id TEXT NOT NULL,
  body TEXT NOT NULL,
  made_us INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  due_us INTEGER NOT NULL,
  UNIQUE (channel, id)
) STRICT;
CREATE INDEX notification__due ON notification(channel, due_us);
)sql";

constexpr const char* kVersions[] = {kVersion1, kVersion2, kAttachments, kDecisions,
                                     kPending,  kCaseWork, kOutbox};

}  // namespace

absl::Status PrepareServerTables(sql::Database& database) {
  return database.Write([&]() -> absl::Status {
    RETURN_IF_ERROR(database.Execute(kVersionTable));
    ASSIGN_OR_RETURN(const int64_t found, database.QueryInt("SELECT version FROM server_schema"));
    const auto newest = static_cast<int64_t>(std::size(kVersions));
    if (found > newest) return base::FileTooNew(database.path(), found, newest);
    for (int64_t next = found; next < newest; ++next) {
      RETURN_IF_ERROR(database.Execute(kVersions[next]));
    }
    ASSIGN_OR_RETURN(sql::Statement update,
                     database.Prepare("UPDATE server_schema SET version=?1"));
    update.Bind(1, newest);
    return update.Run();
  });
}

absl::Status PrepareServerIndexes(sql::Database& database) {
  return database.Execute(
      "CREATE INDEX IF NOT EXISTS server__organization_name ON organization(name);"
      "CREATE INDEX IF NOT EXISTS server__attachment_sha256 ON attachment(sha256);"
      "CREATE INDEX IF NOT EXISTS server__visit_start ON visit(started_at, id);"
      "CREATE INDEX IF NOT EXISTS server__complaint_received ON complaint(received_at, id);"
      "CREATE TRIGGER IF NOT EXISTS server__grant_access AFTER INSERT ON _grant"
      " BEGIN UPDATE access_version SET version=version+1; END;");
}

}  // namespace zoufang::storage
