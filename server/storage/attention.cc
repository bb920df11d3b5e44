#include "server/storage/attention.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "domain/errors.h"
#include "server/storage/row_place.h"
#include "sync/base/errors.h"
#include "sync/base/status.h"
#include "sync/schema/row.h"

namespace zoufang::storage {
namespace {

using sync::v1::Edit;

constexpr char kAll[] = "all";
constexpr size_t kUuidBytes = 16;

// Columns: n, uuid, edit, held, reason, fields, user_id, received_us, body, outcome, then of the
// settlement: user_name, reason, at_us, again.
AttentionEntry FromRow(const sql::Statement& row) {
  AttentionEntry entry{.n = row.Int(0),
                       .uuid = std::string(row.Blob(1)),
                       .edit = static_cast<int>(row.Int(2)),
                       .held = row.Int(3) != 0,
                       .reason = std::string(row.Text(4)),
                       .fields = absl::StrSplit(row.Text(5), ',', absl::SkipEmpty()),
                       .user_id = std::string(row.Text(6)),
                       .received = absl::FromUnixMicros(row.Int(7))};
  entry.readable = entry.body.ParseFromString(std::string(row.Blob(8)));
  if (!entry.readable) entry.body.Clear();
  entry.outcome.ParseFromString(std::string(row.Blob(9)));
  if (row.IsNull(10)) return entry;
  entry.settled = Settlement{.user_name = std::string(row.Text(10)),
                             .reason = std::string(row.Text(11)),
                             .at = absl::FromUnixMicros(row.Int(12)),
                             .again = row.IsNull(13) ? "" : std::string(row.Blob(13))};
  return entry;
}

// The scope of a row that the edit would make.
absl::StatusOr<std::string> ScopeOfNew(sql::Database& database, const schema::Catalogue& catalogue,
                                       const schema::Entity& entity, const Edit& edit) {
  schema::Row row = schema::DefaultRow(entity);
  for (const auto& field : edit.fields()) {
    const int index = entity.IndexOf(static_cast<int>(field.number()));
    sql::Value value = schema::FromWire(field.new_value());
    if (index > 0 && schema::TypeFits(entity.fields[index], value)) {
      row.values[index] = std::move(value);
    }
  }
  if (!entity.is_child()) {
    if (entity.scope_field < 0) return entity.fixed_scope;
    return schema::AreaScope(std::get<std::string>(row.values[entity.scope_field]));
  }
  const schema::Entity* parent = ParentEntity(catalogue, entity, row);
  if (parent == nullptr) return "";
  ASSIGN_OR_RETURN(
      std::optional<std::string> scope,
      ScopeOfRow(database, *parent, std::get<std::string>(row.values[entity.parent_field])));
  return scope.value_or("");
}

}  // namespace

std::string AttentionEntry::Id() const {
  return absl::StrCat(absl::BytesToHexString(uuid), "-",
                      edit == kWholeMutation ? kAll : absl::StrCat(edit));
}

std::vector<Edit> AttentionEntry::Edits() const {
  if (edit == kWholeMutation) return {body.edits().begin(), body.edits().end()};
  if (edit >= body.edits_size()) return {};
  return {body.edits(edit)};
}

constexpr char kEntries[] =
    "SELECT m.n, m.uuid, x.edit, x.held, x.reason, x.fields, m.user_id, m.received_us, m.body,"
    " m.outcome, s.user_name, s.reason, s.at_us, s.again FROM ("
    "SELECT uuid, edit, 0 AS held, min(reason) AS reason, group_concat(fields) AS fields"
    " FROM _parked GROUP BY uuid, edit"
    " UNION ALL SELECT uuid, edit, 1, 'WAITS_FOR_ROW', '' FROM _held) AS x"
    " JOIN _mutation AS m ON m.uuid=x.uuid"
    " LEFT JOIN settled_edit AS s ON s.uuid=x.uuid AND s.edit=x.edit ";
constexpr char kPage[] =
    "WHERE (m.n, x.edit) > (?1, ?2) AND (?3 OR s.uuid IS NULL) ORDER BY m.n, x.edit LIMIT ?4";

absl::StatusOr<std::vector<AttentionEntry>> ListAttention(sql::Database& database, int64_t after_n,
                                                          int after_edit, bool with_settled,
                                                          int limit) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(absl::StrCat(kEntries, kPage)));
  select.Bind(1, after_n);
  select.Bind(2, after_edit);
  select.Bind(3, with_settled);
  select.Bind(4, limit);
  std::vector<AttentionEntry> entries;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return entries;
    entries.push_back(FromRow(select));
  }
}

constexpr char kOne[] = "WHERE m.uuid=?1 AND x.edit=?2";

absl::StatusOr<AttentionEntry> FindAttention(sql::Database& database, absl::string_view id) {
  const std::vector<std::string> parts = absl::StrSplit(id, absl::MaxSplits('-', 1));
  const std::string uuid = absl::HexStringToBytes(parts[0]);
  int edit = kWholeMutation;
  const bool well_formed = parts.size() == 2 && uuid.size() == kUuidBytes &&
                           (parts[1] == kAll || absl::SimpleAtoi(parts[1], &edit));
  if (!well_formed) return domain::AttentionNotFound(id);
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(absl::StrCat(kEntries, kOne)));
  select.BindBlob(1, uuid);
  select.Bind(2, edit);
  ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found) return domain::AttentionNotFound(id);
  return FromRow(select);
}

constexpr char kInsertSettled[] =
    "INSERT INTO settled_edit(uuid, edit, user_name, reason, at_us, again)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

absl::Status Settle(sql::Database& database, const AttentionEntry& entry,
                    const Settlement& settlement) {
  ASSIGN_OR_RETURN(sql::Statement insert, database.Prepare(kInsertSettled));
  insert.BindBlob(1, entry.uuid);
  insert.Bind(2, entry.edit);
  insert.Bind(3, settlement.user_name);
  insert.Bind(4, settlement.reason);
  insert.Bind(5, absl::ToUnixMicros(settlement.at));
  insert.BindNull(6);
  if (!settlement.again.empty()) insert.BindBlob(6, settlement.again);
  return insert.Run();
}

absl::StatusOr<std::string> ScopeOf(sql::Database& database, const schema::Catalogue& catalogue,
                                    const AttentionEntry& entry) {
  for (const Edit& edit : entry.Edits()) {
    const schema::Entity* entity = catalogue.Find(edit.entity());
    if (entity == nullptr) continue;
    ASSIGN_OR_RETURN(std::optional<std::string> scope,
                     ScopeOfRow(database, *entity, edit.row_id()));
    if (scope.has_value()) return *std::move(scope);
    if (edit.kind() == Edit::CREATE) return ScopeOfNew(database, catalogue, *entity, edit);
  }
  return "";
}

}  // namespace zoufang::storage
