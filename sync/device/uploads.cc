#include "sync/device/uploads.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "sync/base/error.h"
#include "sync/base/errors.h"
#include "sync/base/hash.h"
#include "sync/base/status.h"
#include "sync/device/backoff.h"
#include "zoufang/sync/v1/mutation.pb.h"

namespace zoufang::device {
namespace {

constexpr absl::Duration kFirstDelay = absl::Seconds(1);
constexpr absl::Duration kMostDelay = absl::Minutes(15);
constexpr int kMaxDoublings = 10;

Upload UploadFrom(const sql::Statement& row) {
  return {.row = {static_cast<uint32_t>(row.Int(1)), std::string(row.Text(0))},
          .sha256 = std::string(row.Text(2)),
          .size = row.Int(3),
          .sent = row.Int(4),
          .state = static_cast<UploadState>(row.Int(5)),
          .tries = static_cast<int>(row.Int(6)),
          .next_try = absl::FromUnixMicros(row.Int(7))};
}

constexpr char kStore[] =
    "UPDATE _upload SET sent=?2, state=?3, tries=?4, next_try_us=?5 WHERE row_id=?1";

absl::Status Store(const Upload& upload, sql::Database& database) {
  ASSIGN_OR_RETURN(sql::Statement store, database.Prepare(kStore));
  store.Bind(1, upload.row.id);
  store.Bind(2, upload.sent);
  store.Bind(3, static_cast<int>(upload.state));
  store.Bind(4, upload.tries);
  store.Bind(5, absl::ToUnixMicros(upload.next_try));
  return store.Run();
}

constexpr char kFind[] =
    "SELECT row_id, entity, sha256, size, sent, state, tries, next_try_us FROM _upload"
    " WHERE row_id=?1";

absl::StatusOr<std::optional<Upload>> Find(absl::string_view row_id, sql::Database& database) {
  ASSIGN_OR_RETURN(sql::Statement find, database.Prepare(kFind));
  find.Bind(1, row_id);
  ASSIGN_OR_RETURN(const bool found, find.Step());
  return found ? std::optional<Upload>(UploadFrom(find)) : std::nullopt;
}

constexpr char kNote[] =
    "INSERT OR REPLACE INTO _attention(uuid, edit, seq, verdict, entity, row_id, reason, message)"
    " VALUES (?1, 0, 0, ?2, ?3, ?4, ?5, ?6)";

// The file's row stands; the author must know that its file will not come.
absl::Status NoteForAuthor(const Upload& upload, const absl::Status& why, sql::Database& database) {
  ASSIGN_OR_RETURN(sql::Statement note, database.Prepare(kNote));
  note.BindBlob(1, base::Hash128({"upload", upload.row.id}));
  note.Bind(2, static_cast<int>(sync::v1::EditOutcome::REJECTED));
  note.Bind(3, upload.row.entity);
  note.Bind(4, upload.row.id);
  note.Bind(5, base::ReasonOf(why));
  note.Bind(6, base::ChineseMessageOf(why));
  return note.Run();
}

absl::Status Close(Upload upload, UploadState state, const absl::Status& why,
                   sql::Database& database) {
  upload.state = state;
  RETURN_IF_ERROR(Store(upload, database));
  return NoteForAuthor(upload, why, database);
}

// Begins anew later; the others go on.
absl::Status Postpone(const Context& context, Upload upload) {
  const absl::Duration whole =
      std::min(kMostDelay, kFirstDelay * (1 << std::min(upload.tries, kMaxDoublings)));
  ++upload.tries;
  upload.state = UploadState::kWaiting;
  upload.next_try = context.env.clock.Now() + Jittered(whole / 2, whole, context.env.random);
  return Store(upload, context.db);
}

// The server has less than it said, or one piece more: its reply was lost with a crash. Asks at
// once where to go on; when that does not help either, later.
absl::Status AskWhere(const Context& context, Upload upload) {
  if (upload.tries > 0) return Postpone(context, std::move(upload));
  ++upload.tries;
  upload.state = UploadState::kWaiting;
  return Store(upload, context.db);
}

absl::StatusOr<bool> TakeProgress(const Context& context, Upload upload, const UploadCall& call,
                                  const UploadProgress& progress) {
  const int64_t received = progress.received_bytes;
  if (!progress.stored && (received < 0 || received > upload.size)) {
    return base::ReplyMalformed("received bytes of a file");
  }
  const bool further = call.begin || received > call.offset || progress.stored;
  upload.sent = progress.stored ? upload.size : received;
  if (!further) {
    RETURN_IF_ERROR(Postpone(context, std::move(upload)));
    return false;
  }
  if (!call.begin) upload.tries = 0;
  upload.state = progress.stored ? UploadState::kStored : UploadState::kSending;
  RETURN_IF_ERROR(Store(upload, context.db));
  return progress.stored;
}

// What the server found is not what the row says: is it so here too?
absl::StatusOr<bool> TakeDamage(const Context& context, const FileStore& files, Upload upload) {
  upload.sent = 0;
  const absl::Status here = files.Check(upload.sha256);
  RETURN_IF_ERROR(here.ok() ? Postpone(context, std::move(upload))
                            : Close(std::move(upload), UploadState::kLost, here, context.db));
  return true;
}

}  // namespace

constexpr char kInsert[] =
    "INSERT INTO _upload(row_id, entity, sha256, size, sent, state, tries, next_try_us)"
    " VALUES (?1, ?2, ?3, ?4, 0, 1, 0, 0)";

absl::Status AddUpload(const RowKey& row, const StoredFile& file, sql::Database& database) {
  ASSIGN_OR_RETURN(sql::Statement insert, database.Prepare(kInsert));
  insert.Bind(1, row.id);
  insert.Bind(2, row.entity);
  insert.Bind(3, file.sha256);
  insert.Bind(4, file.size);
  return insert.Run();
}

constexpr char kSelectAll[] =
    "SELECT row_id, entity, sha256, size, sent, state, tries, next_try_us FROM _upload"
    " ORDER BY row_id";

absl::StatusOr<std::vector<Upload>> ReadUploads(sql::Database& database) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kSelectAll));
  std::vector<Upload> uploads;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return uploads;
    uploads.push_back(UploadFrom(select));
  }
}

// States 1 and 2 are the open ones.
constexpr char kSelectNext[] =
    "SELECT row_id, entity, sha256, size, sent, state, tries, next_try_us FROM _upload AS u"
    " WHERE state <= 2 AND NOT EXISTS (SELECT 1 FROM _held WHERE row_id = u.row_id"
    " AND seq > (SELECT outcome_to FROM _device) AND seq NOT IN (SELECT seq FROM _outcome))"
    " ORDER BY next_try_us, row_id LIMIT 1";

absl::StatusOr<std::optional<Upload>> NextUpload(sql::Database& database) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kSelectNext));
  ASSIGN_OR_RETURN(const bool found, select.Step());
  return found ? std::optional<Upload>(UploadFrom(select)) : std::nullopt;
}

absl::StatusOr<absl::Time> NextUploadAt(sql::Database& database) {
  ASSIGN_OR_RETURN(const std::optional<Upload> next, NextUpload(database));
  return next.has_value() ? next->next_try : absl::InfiniteFuture();
}

absl::StatusOr<bool> TakeUpload(const Context& context, const FileStore& files,
                                const UploadCall& call,
                                const absl::StatusOr<UploadProgress>& answer) {
  ASSIGN_OR_RETURN(std::optional<Upload> upload, Find(call.row_id, context.db));
  const bool current = upload.has_value() && upload->open() &&
                       call.begin == (upload->state == UploadState::kWaiting) &&
                       (call.begin || call.offset == upload->sent);
  if (!current) return false;
  if (answer.ok()) return TakeProgress(context, *std::move(upload), call, *answer);
  const std::string reason = base::ReasonOf(answer.status());
  switch (answer.status().code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kFailedPrecondition:
      if (reason == "ATTACHMENT_HASH") return TakeDamage(context, files, *std::move(upload));
      RETURN_IF_ERROR(
          Close(*std::move(upload), UploadState::kRefused, answer.status(), context.db));
      return true;
    case absl::StatusCode::kPermissionDenied:
      if (reason == "INSTALL_REVOKED") return answer.status();
      break;
    case absl::StatusCode::kOutOfRange:
      RETURN_IF_ERROR(AskWhere(context, *std::move(upload)));
      return false;
    case absl::StatusCode::kNotFound:       // The row was parked, or waits for another one.
    case absl::StatusCode::kAborted:        // Somebody else writes.
    case absl::StatusCode::kUnimplemented:  // An older server.
      break;
    default:
      return answer.status();
  }
  RETURN_IF_ERROR(Postpone(context, *std::move(upload)));
  return false;
}

absl::Status NoteLost(const Context& context, absl::string_view row_id, const absl::Status& why) {
  ASSIGN_OR_RETURN(std::optional<Upload> upload, Find(row_id, context.db));
  if (!upload.has_value() || !upload->open()) return absl::OkStatus();
  return Close(*std::move(upload), UploadState::kLost, why, context.db);
}

constexpr char kAskAgain[] =
    "UPDATE _upload SET state=1, sent=0, tries=0, next_try_us=0 WHERE state <= 3";

absl::Status AskAgain(sql::Database& database) { return database.Execute(kAskAgain); }

namespace {

// Stored ones (3) of an entity whose row is gone.
absl::Status DropLeft(const schema::Entity& entity, sql::Database& database) {
  ASSIGN_OR_RETURN(
      sql::Statement drop,
      database.Prepare(absl::StrCat("DELETE FROM _upload WHERE entity=?1 AND state=3 AND NOT EXISTS"
                                    " (SELECT 1 FROM \"",
                                    entity.table, "\" AS t WHERE t.id = row_id)")));
  drop.Bind(1, entity.number);
  return drop.Run();
}

constexpr char kSelectFiles[] = "SELECT DISTINCT entity, sha256 FROM _upload";

absl::Status ReadFiles(sql::Database& database, absl::flat_hash_set<uint32_t>& entities,
                       absl::flat_hash_set<std::string>& files) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kSelectFiles));
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return absl::OkStatus();
    entities.insert(static_cast<uint32_t>(select.Int(0)));
    files.insert(std::string(select.Text(1)));
  }
}

}  // namespace

absl::StatusOr<std::vector<std::string>> DropLeftUploads(const Context& context) {
  absl::flat_hash_set<uint32_t> entities;
  absl::flat_hash_set<std::string> before;
  RETURN_IF_ERROR(ReadFiles(context.db, entities, before));
  for (const uint32_t number : entities) {
    const schema::Entity* const entity = context.catalogue.Find(number);
    if (entity != nullptr) RETURN_IF_ERROR(DropLeft(*entity, context.db));
  }
  absl::flat_hash_set<std::string> after;
  RETURN_IF_ERROR(ReadFiles(context.db, entities, after));
  std::vector<std::string> left;
  for (const std::string& file : before) {
    if (!after.contains(file)) left.push_back(file);
  }
  return left;
}

}  // namespace zoufang::device
