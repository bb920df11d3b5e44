#include "clients/fieldwork/work_notes.h"

#include "sync/base/status.h"

namespace zoufang::fieldwork {

constexpr char kTables[] =
    "CREATE TABLE note (seq INTEGER NOT NULL, edit INTEGER NOT NULL, entity INTEGER NOT NULL,"
    " row_id TEXT NOT NULL, record_entity INTEGER NOT NULL, record_id TEXT NOT NULL,"
    " organization_id TEXT NOT NULL, made INTEGER NOT NULL, labels TEXT NOT NULL,"
    " saved_us INTEGER NOT NULL, fate INTEGER NOT NULL, message TEXT NOT NULL,"
    " PRIMARY KEY (seq, edit)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX note_of_row ON note(row_id, entity)";

const std::vector<sql::Migration>& WorkNoteMigrations() {
  static const std::vector<sql::Migration>& migrations =
      *new std::vector<sql::Migration>{{kTables}};
  return migrations;
}

constexpr char kSelectNotes[] =
    "SELECT seq, edit, entity, row_id, record_entity, record_id, organization_id, made, labels,"
    " saved_us, fate, message FROM note ORDER BY seq, edit";

absl::StatusOr<std::vector<WorkNote>> ReadNotes(sql::Database& book) {
  ASSIGN_OR_RETURN(sql::Statement select, book.Prepare(kSelectNotes));
  std::vector<WorkNote> notes;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return notes;
    notes.push_back({.seq = select.Int(0),
                     .edit = static_cast<int>(select.Int(1)),
                     .entity = static_cast<uint32_t>(select.Int(2)),
                     .row_id = std::string(select.Text(3)),
                     .record = {.entity = static_cast<uint32_t>(select.Int(4)),
                                .id = std::string(select.Text(5)),
                                .organization_id = std::string(select.Text(6))},
                     .made = select.Int(7) != 0,
                     .labels = std::string(select.Text(8)),
                     .saved = absl::FromUnixMicros(select.Int(9)),
                     .fate = static_cast<Fate>(select.Int(10)),
                     .message = std::string(select.Text(11))});
  }
}

absl::StatusOr<int64_t> LastNoted(sql::Database& book) {
  return book.QueryInt("SELECT coalesce(max(seq), 0) FROM note");
}

constexpr char kSelectPlace[] =
    "SELECT record_entity, record_id, organization_id FROM note WHERE row_id = ?1 AND entity = ?2"
    " LIMIT 1";

absl::StatusOr<std::optional<RecordPlace>> NotedPlace(sql::Database& book, uint32_t entity,
                                                      absl::string_view row_id) {
  ASSIGN_OR_RETURN(sql::Statement select, book.Prepare(kSelectPlace));
  select.Bind(1, row_id);
  select.Bind(2, entity);
  ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found) return std::optional<RecordPlace>();
  return std::optional<RecordPlace>(RecordPlace{.entity = static_cast<uint32_t>(select.Int(0)),
                                                .id = std::string(select.Text(1)),
                                                .organization_id = std::string(select.Text(2))});
}

constexpr char kInsert[] =
    "INSERT OR REPLACE INTO note VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";

absl::Status InsertNote(sql::Database& book, const WorkNote& note) {
  ASSIGN_OR_RETURN(sql::Statement insert, book.Prepare(kInsert));
  insert.Bind(1, note.seq);
  insert.Bind(2, note.edit);
  insert.Bind(3, note.entity);
  insert.Bind(4, note.row_id);
  insert.Bind(5, note.record.entity);
  insert.Bind(6, note.record.id);
  insert.Bind(7, note.record.organization_id);
  insert.Bind(8, note.made);
  insert.Bind(9, note.labels);
  insert.Bind(10, absl::ToUnixMicros(note.saved));
  insert.Bind(11, static_cast<int>(note.fate));
  insert.Bind(12, note.message);
  return insert.Run();
}

constexpr char kStoreFate[] =
    "UPDATE note SET fate = ?3, message = ?4 WHERE seq = ?1 AND edit = ?2";

absl::Status StoreFate(sql::Database& book, const WorkNote& note) {
  ASSIGN_OR_RETURN(sql::Statement store, book.Prepare(kStoreFate));
  store.Bind(1, note.seq);
  store.Bind(2, note.edit);
  store.Bind(3, static_cast<int>(note.fate));
  store.Bind(4, note.message);
  return store.Run();
}

absl::Status RemoveNote(sql::Database& book, const WorkNote& note) {
  ASSIGN_OR_RETURN(sql::Statement remove,
                   book.Prepare("DELETE FROM note WHERE seq = ?1 AND edit = ?2"));
  remove.Bind(1, note.seq);
  remove.Bind(2, note.edit);
  return remove.Run();
}

absl::Status RemoveNotesAbove(sql::Database& book, int64_t seq) {
  ASSIGN_OR_RETURN(sql::Statement remove, book.Prepare("DELETE FROM note WHERE seq > ?1"));
  remove.Bind(1, seq);
  return remove.Run();
}

// 0 is Fate::kUnsent.
constexpr char kRemoveSent[] = "DELETE FROM note WHERE organization_id = ?1 AND fate <> 0";

absl::Status RemoveSentNotesOf(sql::Database& book, absl::string_view organization_id) {
  ASSIGN_OR_RETURN(sql::Statement remove, book.Prepare(kRemoveSent));
  remove.Bind(1, organization_id);
  return remove.Run();
}

}  // namespace zoufang::fieldwork
