#include "sync/device/tables.h"

namespace zoufang::device {
namespace {

constexpr char kVersion1[] = R"sql(
-- Who this install is, and how far the two ends have come.
CREATE TABLE _device(
  one INTEGER PRIMARY KEY CHECK (one = 1),
  install_id TEXT NOT NULL,
  attach_pending INTEGER NOT NULL,  -- 1: nothing but Attach is sent.
  base_seq INTEGER NOT NULL,        -- The chain is forgotten up to here.
  base_hash BLOB NOT NULL,
  pushed_to INTEGER NOT NULL,       -- What the server has ingested, as it last said. May fall.
  outcome_to INTEGER NOT NULL,      -- Every mutation up to here has an outcome.
  durable_seq INTEGER NOT NULL,     -- What a verified backup of the server's holds.
  grant_version INTEGER NOT NULL,
  last_pull_us INTEGER NOT NULL     -- By the device's clock; 0: never.
) STRICT;

CREATE TABLE _enrollment(
  one INTEGER PRIMARY KEY CHECK (one = 1),
  server TEXT NOT NULL,
  user_id TEXT NOT NULL,
  user_name TEXT NOT NULL,
  device_id TEXT NOT NULL,
  token TEXT NOT NULL,
  ca_file TEXT NOT NULL
) STRICT;

-- The scopes the user may hold. state: ScopeStanding's. digest and row_count are of the images;
-- included is -1 until the scope is installed.
CREATE TABLE _scope(
  n INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  state INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  hash BLOB NOT NULL,
  included INTEGER NOT NULL,
  digest INTEGER NOT NULL,
  row_count INTEGER NOT NULL
) STRICT;

-- Held mutations, without a gap above _device.base_seq.
CREATE TABLE _chain(
  seq INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL,
  prev_hash BLOB NOT NULL,
  hash BLOB NOT NULL,
  saved_us INTEGER NOT NULL,
  body BLOB NOT NULL,
  outcome BLOB
) STRICT;

-- Which held mutations touch a row.
CREATE TABLE _held(
  row_id TEXT NOT NULL,
  entity INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (row_id, entity, seq)
) STRICT, WITHOUT ROWID;

-- The image of a row whose table shows own edits on it.
CREATE TABLE _shadow(
  row_id TEXT NOT NULL,
  entity INTEGER NOT NULL,
  scope INTEGER NOT NULL,
  rev INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (row_id, entity)
) STRICT, WITHOUT ROWID;

-- Rows with own edits that left their scope while another one is not installed.
CREATE TABLE _transit(
  row_id TEXT NOT NULL,
  entity INTEGER NOT NULL,
  scope INTEGER NOT NULL,
  rev INTEGER NOT NULL,
  included INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (row_id, entity)
) STRICT, WITHOUT ROWID;

-- Images that no table can take: of entities of a newer schema.
CREATE TABLE _foreign(
  row_id TEXT NOT NULL,
  entity INTEGER NOT NULL,
  scope INTEGER NOT NULL,
  rev INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (row_id, entity)
) STRICT, WITHOUT ROWID;

-- Pages of scopes that are being taken, as received.
CREATE TABLE _staging(
  scope INTEGER NOT NULL,
  page INTEGER NOT NULL,
  size INTEGER NOT NULL,
  row_count INTEGER NOT NULL,
  zstd BLOB NOT NULL,
  PRIMARY KEY (scope, page)
) STRICT;

-- How far each is: a serialized SnapshotCursor.
CREATE TABLE _staging_cursor(
  scope INTEGER PRIMARY KEY,
  cursor BLOB NOT NULL,
  pages INTEGER NOT NULL,
  row_count INTEGER NOT NULL,
  done INTEGER NOT NULL
) STRICT;

-- Edits that need their author. body: the content of one that could not enter the chain.
CREATE TABLE _attention(
  uuid BLOB NOT NULL,
  edit INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  verdict INTEGER NOT NULL,
  entity INTEGER NOT NULL,
  row_id TEXT NOT NULL,
  reason TEXT NOT NULL,
  message TEXT NOT NULL,
  body BLOB,
  PRIMARY KEY (uuid, edit)
) STRICT, WITHOUT ROWID;
)sql";

constexpr char kVersion2[] = R"sql(
-- Mutations above _device.outcome_to that have an outcome: answers to an attach come with gaps. Apart
-- from the chain, whose rows are wide: an outcome must not rewrite the mutation it is about.
CREATE TABLE _outcome(
  seq INTEGER PRIMARY KEY
) STRICT;
INSERT INTO _outcome SELECT seq FROM _chain, _device WHERE seq>outcome_to AND outcome IS NOT NULL;
ALTER TABLE _chain DROP COLUMN outcome;
)sql";

constexpr char kUploads[] = R"sql(
-- Files of own rows, for the server. state: 1 waiting, 2 sending, 3 stored, 4 refused, 5 lost.
CREATE TABLE _upload(
  row_id TEXT NOT NULL PRIMARY KEY,
  entity INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  size INTEGER NOT NULL,
  sent INTEGER NOT NULL,       -- What the server acknowledged.
  state INTEGER NOT NULL,
  tries INTEGER NOT NULL,      -- Failed ones since the last progress.
  next_try_us INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX _upload__open ON _upload(next_try_us) WHERE state <= 2;
)sql";

constexpr char kWithdrawal[] = R"sql(
-- Whether the device's access was withdrawn (withdrawal.h), and how far what it holds is handed in.
CREATE TABLE _withdrawal(
  one INTEGER PRIMARY KEY CHECK (one = 1),
  state INTEGER NOT NULL,
  handed_in_to INTEGER NOT NULL
) STRICT;
INSERT INTO _withdrawal VALUES (1, 0, 0);
)sql";

// What the author decided about an entry that needed him: kept, but no longer listed.
constexpr char kSettled[] = R"sql(
CREATE TABLE _settled(
  uuid BLOB NOT NULL,
  edit INTEGER NOT NULL,
  reason TEXT NOT NULL,
  again INTEGER NOT NULL,  -- 1: saved again.
  at_us INTEGER NOT NULL,
  PRIMARY KEY (uuid, edit)
) STRICT, WITHOUT ROWID;

-- Edits that were taken in by access held earlier.
CREATE TABLE _late(
  uuid BLOB NOT NULL,
  edit INTEGER NOT NULL,
  PRIMARY KEY (uuid, edit)
) STRICT, WITHOUT ROWID;
)sql";

constexpr char kHeardIncarnation[] = R"sql(
ALTER TABLE _device ADD COLUMN heard_incarnation INTEGER NOT NULL DEFAULT 0;
)sql";

constexpr char kReceived[] = R"sql(
-- 1: the mutation makes the row, which is part of no other. What an earlier version saved is 0.
ALTER TABLE _held ADD COLUMN makes INTEGER NOT NULL DEFAULT 0;

-- How many rows of mutations that are forgotten this user made here and the server took in; those
-- of held ones are counted where they are (received.h).
CREATE TABLE _received(
  entity INTEGER NOT NULL PRIMARY KEY,
  count INTEGER NOT NULL
) STRICT;
)sql";

// What the server had of a scope when it granted it: how much a first sync will bring.
constexpr char kExpectedRows[] = R"sql(
ALTER TABLE _scope ADD COLUMN expected_rows INTEGER NOT NULL DEFAULT 0;
)sql";

}  // namespace

const std::vector<sql::Migration>& DeviceMigrations() {
  static const auto* const kMigrations = new std::vector<sql::Migration>{
      {kVersion1}, {kVersion2},         {kUploads},  {kWithdrawal},
      {kSettled},  {kHeardIncarnation}, {kReceived}, {kExpectedRows}};
  return *kMigrations;
}

}  // namespace zoufang::device
