#include "server/storage/attachment_records.h"

#include "sync/base/status.h"

namespace zoufang::storage {
namespace {

// The first column of each row.
absl::StatusOr<std::vector<std::string>> Texts(sql::Statement& select) {
  std::vector<std::string> texts;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return texts;
    texts.emplace_back(select.Text(0));
  }
}

}  // namespace

constexpr char kInsertFile[] =
    "INSERT INTO attachment_file(sha256, size, mime_type, clean_sha256, clean_size, stored_us)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING";

absl::Status InsertFileRecord(sql::Database& database, const FileRecord& record, absl::Time now) {
  ASSIGN_OR_RETURN(sql::Statement insert, database.Prepare(kInsertFile));
  insert.Bind(1, record.sha256);
  insert.Bind(2, record.size);
  insert.Bind(3, record.mime_type);
  insert.Bind(4, record.clean_sha256);
  insert.Bind(5, record.clean_size);
  insert.Bind(6, absl::ToUnixMicros(now));
  return insert.Run();
}

constexpr char kSelectFile[] =
    "SELECT sha256, size, mime_type, clean_sha256, clean_size FROM attachment_file WHERE sha256=?1";

absl::StatusOr<std::optional<FileRecord>> FindFileRecord(sql::Database& database,
                                                         absl::string_view sha256) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kSelectFile));
  select.Bind(1, sha256);
  ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found) return std::optional<FileRecord>();
  return std::optional<FileRecord>(FileRecord{.sha256 = std::string(select.Text(0)),
                                              .size = select.Int(1),
                                              .mime_type = std::string(select.Text(2)),
                                              .clean_sha256 = std::string(select.Text(3)),
                                              .clean_size = select.Int(4)});
}

constexpr char kListFiles[] = "SELECT sha256 FROM attachment_file ORDER BY sha256";

absl::StatusOr<std::vector<std::string>> ListFileRecords(sql::Database& database) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kListFiles));
  return Texts(select);
}

constexpr char kDeleteFile[] = "DELETE FROM attachment_file WHERE sha256=?1";

absl::Status DeleteFileRecord(sql::Database& database, absl::string_view sha256) {
  ASSIGN_OR_RETURN(sql::Statement remove, database.Prepare(kDeleteFile));
  remove.Bind(1, sha256);
  return remove.Run();
}

constexpr char kSelectReceived[] = "SELECT received FROM attachment_upload WHERE attachment_id=?1";

absl::StatusOr<int64_t> ReceivedBytes(sql::Database& database, absl::string_view attachment_id) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kSelectReceived));
  select.Bind(1, attachment_id);
  ASSIGN_OR_RETURN(const bool found, select.Step());
  return found ? select.Int(0) : 0;
}

constexpr char kNoteReceived[] =
    "INSERT INTO attachment_upload(attachment_id, received, updated_us) VALUES (?1, ?2, ?3)"
    " ON CONFLICT(attachment_id) DO UPDATE SET received=?2, updated_us=?3";

absl::Status NoteReceived(sql::Database& database, absl::string_view attachment_id,
                          int64_t received, absl::Time now) {
  ASSIGN_OR_RETURN(sql::Statement note, database.Prepare(kNoteReceived));
  note.Bind(1, attachment_id);
  note.Bind(2, received);
  note.Bind(3, absl::ToUnixMicros(now));
  return note.Run();
}

constexpr char kDeleteUpload[] = "DELETE FROM attachment_upload WHERE attachment_id=?1";

absl::Status DeleteUpload(sql::Database& database, absl::string_view attachment_id) {
  ASSIGN_OR_RETURN(sql::Statement remove, database.Prepare(kDeleteUpload));
  remove.Bind(1, attachment_id);
  return remove.Run();
}

constexpr char kListUploads[] = "SELECT attachment_id FROM attachment_upload";

absl::StatusOr<std::vector<std::string>> ListUploads(sql::Database& database) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kListUploads));
  return Texts(select);
}

constexpr char kSelectStale[] = "SELECT attachment_id FROM attachment_upload WHERE updated_us < ?1";

absl::StatusOr<std::vector<std::string>> StaleUploads(sql::Database& database, absl::Time time) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kSelectStale));
  select.Bind(1, absl::ToUnixMicros(time));
  return Texts(select);
}

constexpr char kInsertOpening[] =
    "INSERT INTO attachment_opening(call_id, attachment_id, at_us, reason) VALUES (?1, ?2, ?3, ?4)";

absl::Status InsertOpening(sql::Database& database, absl::string_view call_id,
                           absl::string_view attachment_id, absl::string_view reason,
                           absl::Time now) {
  ASSIGN_OR_RETURN(sql::Statement insert, database.Prepare(kInsertOpening));
  insert.Bind(1, call_id);
  insert.Bind(2, attachment_id);
  insert.Bind(3, absl::ToUnixMicros(now));
  insert.Bind(4, reason);
  return insert.Run();
}

}  // namespace zoufang::storage
