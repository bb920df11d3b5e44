#include "sync/device/outcomes.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "sync/base/error.h"
#include "sync/base/status.h"
#include "sync/device/chain.h"
#include "sync/device/image.h"
#include "sync/device/screen.h"

namespace zoufang::device {
namespace {

using sync::v1::EditOutcome;
using sync::v1::MutationBody;
using sync::v1::MutationOutcome;

bool NeedsAuthor(EditOutcome::Verdict verdict) {
  return verdict == EditOutcome::PARKED || verdict == EditOutcome::REJECTED ||
         verdict == EditOutcome::HELD;
}

bool NeedsAuthor(const MutationOutcome& outcome) {
  return std::any_of(outcome.edits().begin(), outcome.edits().end(),
                     [](const EditOutcome& edit) { return NeedsAuthor(edit.verdict()); });
}

struct Entry {
  absl::string_view uuid;
  int edit = 0;
  int64_t seq = 0;
  const EditOutcome& outcome;
  const MutationBody& body;  // The mutation's: the entry outlives it in the chain.
};

constexpr char kInsertAttention[] =
    "INSERT OR REPLACE INTO _attention(uuid, edit, seq, verdict, entity, row_id, reason, message,"
    " body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";

absl::Status InsertAttention(const Entry& entry, sql::Database& database) {
  ASSIGN_OR_RETURN(sql::Statement insert, database.Prepare(kInsertAttention));
  insert.BindBlob(1, entry.uuid);
  insert.Bind(2, entry.edit);
  insert.Bind(3, entry.seq);
  insert.Bind(4, static_cast<int>(entry.outcome.verdict()));
  insert.Bind(5, entry.outcome.entity());
  insert.Bind(6, entry.outcome.row_id());
  insert.Bind(7, entry.outcome.reason());
  insert.Bind(8, entry.outcome.message());
  insert.BindNull(9);
  if (entry.edit < entry.body.edits_size()) {
    insert.BindBlob(9, entry.body.edits(entry.edit).SerializeAsString());
  }
  return insert.Run();
}

constexpr char kSelectBody[] = "SELECT body FROM _chain WHERE seq=?1";

absl::StatusOr<MutationBody> BodyOf(int64_t seq, sql::Database& database) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kSelectBody));
  select.Bind(1, seq);
  ASSIGN_OR_RETURN(const bool found, select.Step());
  MutationBody body;
  if (found && !body.ParseFromString(std::string(select.Blob(0)))) body.Clear();
  return body;
}

constexpr char kDeleteAttention[] = "DELETE FROM _attention WHERE uuid=?1";

// An earlier entry of the mutation's gives way to what its outcome says now.
absl::Status ReplaceAttention(const MutationOutcome& outcome, int64_t seq,
                              sql::Database& database) {
  ASSIGN_OR_RETURN(sql::Statement remove, database.Prepare(kDeleteAttention));
  remove.BindBlob(1, outcome.uuid());
  RETURN_IF_ERROR(remove.Run());
  if (!NeedsAuthor(outcome)) return absl::OkStatus();
  ASSIGN_OR_RETURN(const MutationBody body, BodyOf(seq, database));
  for (int i = 0; i < outcome.edits_size(); ++i) {
    if (!NeedsAuthor(outcome.edits(i).verdict())) continue;
    RETURN_IF_ERROR(InsertAttention({outcome.uuid(), i, seq, outcome.edits(i), body}, database));
  }
  return absl::OkStatus();
}

constexpr char kSelectHeld[] = "SELECT 1 FROM _chain WHERE seq=?1 AND uuid=?2";
constexpr char kInsertOutcome[] = "INSERT OR IGNORE INTO _outcome(seq) VALUES (?1)";

// Notes that a mutation has its outcome: the next in order raises outcome_to, another waits in
// _outcome. False: the mutation is no longer held.
absl::StatusOr<bool> NoteOutcome(absl::string_view uuid, int64_t seq, DeviceState& state,
                                 sql::Database& database) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kSelectHeld));
  select.Bind(1, seq);
  select.BindBlobBorrowed(2, uuid);
  ASSIGN_OR_RETURN(const bool held, select.Step());
  if (!held || seq <= state.outcome_to) return held;
  if (seq == state.outcome_to + 1) {
    state.outcome_to = seq;
    return true;
  }
  ASSIGN_OR_RETURN(sql::Statement insert, database.Prepare(kInsertOutcome));
  insert.Bind(1, seq);
  RETURN_IF_ERROR(insert.Run());
  return true;
}

constexpr char kSelectOutcomes[] = "SELECT seq FROM _outcome ORDER BY seq";
constexpr char kDeleteOutcomes[] = "DELETE FROM _outcome WHERE seq<=?1";

// Moves outcome_to over what now follows it without a gap.
absl::Status RaiseOutcomeTo(DeviceState& state, sql::Database& database) {
  {
    ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kSelectOutcomes));
    while (true) {
      ASSIGN_OR_RETURN(const bool more, select.Step());
      if (!more || select.Int(0) > state.outcome_to + 1) break;
      state.outcome_to = std::max(state.outcome_to, select.Int(0));
    }
  }
  ASSIGN_OR_RETURN(sql::Statement remove, database.Prepare(kDeleteOutcomes));
  remove.Bind(1, state.outcome_to);
  RETURN_IF_ERROR(remove.Run());
  return StoreState(state, database);
}

// While no scope is granted, an edit is shown until it has an outcome.
absl::Status RebuildIfByOutcome(const Context& context, const std::vector<int64_t>& seqs) {
  ASSIGN_OR_RETURN(ScopeSet scopes, ScopeSet::Load(context.db));
  if (!scopes.all().empty()) return absl::OkStatus();
  ScreenWriter screen(context, scopes);
  return WithoutCapture(context.db, [&]() -> absl::Status {
    for (const int64_t seq : seqs) {
      ASSIGN_OR_RETURN(const std::vector<RowKey> rows, RowsOf(seq, seq, context));
      for (const RowKey& row : rows) RETURN_IF_ERROR(screen.Rebuild(row));
    }
    return absl::OkStatus();
  });
}

}  // namespace

namespace {

constexpr char kInsertLate[] = "INSERT OR IGNORE INTO _late(uuid, edit) VALUES (?1, ?2)";

absl::Status NoteLate(const MutationOutcome& outcome, sql::Database& database) {
  for (int i = 0; i < outcome.edits_size(); ++i) {
    if (!outcome.edits(i).late()) continue;
    ASSIGN_OR_RETURN(sql::Statement insert, database.Prepare(kInsertLate));
    insert.BindBlob(1, outcome.uuid());
    insert.Bind(2, i);
    RETURN_IF_ERROR(insert.Run());
  }
  return absl::OkStatus();
}

}  // namespace

constexpr char kAnyAttention[] = "SELECT EXISTS (SELECT 1 FROM _attention)";

namespace {

// Returns the seqs of those that are held. Raises and stores state.outcome_to.
absl::StatusOr<std::vector<int64_t>> NoteAll(
    const Context& context, const google::protobuf::RepeatedPtrField<MutationOutcome>& outcomes,
    const SeqByUuid& named, DeviceState& state) {
  ASSIGN_OR_RETURN(const int64_t any_entry, context.db.QueryInt(kAnyAttention));
  std::vector<int64_t> stored;
  for (const MutationOutcome& outcome : outcomes) {
    const auto found = named.find(outcome.uuid());
    if (found == named.end()) continue;
    ASSIGN_OR_RETURN(const bool held,
                     NoteOutcome(outcome.uuid(), found->second, state, context.db));
    if (!held) continue;
    if (any_entry != 0 || NeedsAuthor(outcome)) {
      RETURN_IF_ERROR(ReplaceAttention(outcome, found->second, context.db));
    }
    RETURN_IF_ERROR(NoteLate(outcome, context.db));
    stored.push_back(found->second);
  }
  RETURN_IF_ERROR(RaiseOutcomeTo(state, context.db));
  return stored;
}

}  // namespace

absl::Status StoreOutcomes(const Context& context,
                           const google::protobuf::RepeatedPtrField<MutationOutcome>& outcomes,
                           const SeqByUuid& named, DeviceState& state) {
  ASSIGN_OR_RETURN(const std::vector<int64_t> stored, NoteAll(context, outcomes, named, state));
  return stored.empty() ? absl::OkStatus() : RebuildIfByOutcome(context, stored);
}

constexpr char kDeleteAllOutcomes[] = "DELETE FROM _outcome";

absl::Status ReplaceOutcomes(const Context& context,
                             const google::protobuf::RepeatedPtrField<MutationOutcome>& outcomes,
                             const SeqByUuid& named, DeviceState& state) {
  RETURN_IF_ERROR(context.db.Execute(kDeleteAllOutcomes));
  state.outcome_to = state.base.seq;
  RETURN_IF_ERROR(NoteAll(context, outcomes, named, state).status());
  std::vector<int64_t> asked;  // Each, for one that is not named has lost its outcome.
  for (const auto& [uuid, seq] : named) asked.push_back(seq);
  std::sort(asked.begin(), asked.end());
  return RebuildIfByOutcome(context, asked);
}

constexpr char kInsertRefused[] =
    "INSERT OR REPLACE INTO _attention(uuid, edit, seq, verdict, entity, row_id, reason, message,"
    " body) VALUES (?1, 0, 0, ?2, ?3, ?4, ?5, ?6, ?7)";

absl::Status NoteRefused(const Context& context, absl::string_view uuid, const RowChange& change,
                         const absl::Status& refusal) {
  ASSIGN_OR_RETURN(sql::Statement insert, context.db.Prepare(kInsertRefused));
  insert.BindBlob(1, uuid);
  insert.Bind(2, static_cast<int>(EditOutcome::REJECTED));
  insert.Bind(3, change.entity->number);
  insert.Bind(4, change.id);
  insert.Bind(5, base::ReasonOf(refusal));
  insert.Bind(6, base::ChineseMessageOf(refusal));
  insert.BindNull(7);
  if (change.after.has_value()) {
    insert.BindBlob(7, schema::EncodeRow(*change.entity, *change.after));
  }
  return insert.Run();
}

namespace {

constexpr char kDropOutcome[] = "DELETE FROM _outcome WHERE seq=?1";
constexpr char kKeepLater[] =
    "INSERT OR IGNORE INTO _outcome SELECT seq FROM _chain WHERE seq>?1 AND seq<=?2";

// Has a mutation count as one without outcome.
absl::Status ForgetOutcome(int64_t seq, DeviceState& state, sql::Database& database) {
  const bool in_order = seq <= state.outcome_to;
  ASSIGN_OR_RETURN(sql::Statement forget, database.Prepare(in_order ? kKeepLater : kDropOutcome));
  forget.Bind(1, seq);
  if (in_order) forget.Bind(2, std::exchange(state.outcome_to, seq - 1));
  return forget.Run();
}

// What a HELD entry waits for: its row, or the parent of a row that it makes.
struct HeldEntry {
  std::string uuid;
  int64_t edit = 0;
  int64_t seq = 0;
  std::vector<RowKey> waits_for;
};

std::vector<RowKey> ParentOf(const schema::Entity& entity, const sync::v1::Edit& edit) {
  if (edit.kind() != sync::v1::Edit::CREATE || !entity.is_child() || entity.parent == 0) return {};
  for (const auto& field : edit.fields()) {
    if (entity.IndexOf(static_cast<int>(field.number())) != entity.parent_field) continue;
    return {{entity.parent, field.new_value().text()}};
  }
  return {};
}

constexpr char kSelectHeldEntries[] =
    "SELECT uuid, edit, seq, entity, row_id, body FROM _attention WHERE verdict=?1";

absl::StatusOr<std::vector<HeldEntry>> ReadHeldEntries(const Context& context) {
  ASSIGN_OR_RETURN(sql::Statement select, context.db.Prepare(kSelectHeldEntries));
  select.Bind(1, static_cast<int>(EditOutcome::HELD));
  std::vector<HeldEntry> entries;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return entries;
    const auto number = static_cast<uint32_t>(select.Int(3));
    const schema::Entity* entity = context.catalogue.Find(number);
    if (entity == nullptr) continue;
    HeldEntry& entry = entries.emplace_back(HeldEntry{
        .uuid = std::string(select.Blob(0)), .edit = select.Int(1), .seq = select.Int(2)});
    sync::v1::Edit edit;
    if (!select.IsNull(5) && edit.ParseFromString(std::string(select.Blob(5)))) {
      entry.waits_for = ParentOf(*entity, edit);
    }
    entry.waits_for.push_back({number, std::string(select.Text(4))});
  }
}

// True when an image of what it waits for was made after the server had taken the mutation.
absl::StatusOr<bool> HasArrived(const Context& context, ScopeSet& scopes, const HeldEntry& entry) {
  for (const RowKey& row : entry.waits_for) {
    const schema::Entity* entity = context.catalogue.Find(row.entity);
    if (entity == nullptr) continue;
    ASSIGN_OR_RETURN(const Image image, FindImage(context, *entity, row.id));
    if (!image.is_image()) continue;
    const Scope* home = scopes.At(image.scope);
    if (home != nullptr && home->installed() && home->included >= entry.seq) return true;
  }
  return false;
}

constexpr char kDeleteEntry[] = "DELETE FROM _attention WHERE uuid=?1 AND edit=?2";

}  // namespace

absl::Status AskAboutArrived(const Context& context, ScopeSet& scopes, DeviceState& state) {
  ASSIGN_OR_RETURN(const std::vector<HeldEntry> entries, ReadHeldEntries(context));
  for (const HeldEntry& entry : entries) {
    ASSIGN_OR_RETURN(const bool arrived, HasArrived(context, scopes, entry));
    if (!arrived) continue;
    if (entry.seq > state.base.seq) {
      RETURN_IF_ERROR(ForgetOutcome(entry.seq, state, context.db));
      continue;
    }
    ASSIGN_OR_RETURN(sql::Statement remove, context.db.Prepare(kDeleteEntry));
    remove.BindBlob(1, entry.uuid);
    remove.Bind(2, entry.edit);
    RETURN_IF_ERROR(remove.Run());
  }
  return absl::OkStatus();
}

constexpr char kSelectFirstWaiting[] =
    "SELECT coalesce(min(a.seq), ?2) FROM _attention a"
    " LEFT JOIN _settled s ON s.uuid=a.uuid AND s.edit=a.edit WHERE a.verdict=?1 AND s.uuid IS "
    "NULL";

absl::StatusOr<int64_t> FirstWaiting(sql::Database& database) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kSelectFirstWaiting));
  select.Bind(1, static_cast<int>(EditOutcome::HELD));
  select.Bind(2, std::numeric_limits<int64_t>::max());
  RETURN_IF_ERROR(select.Step().status());
  return select.Int(0);
}

constexpr char kSelectAttention[] =
    "SELECT a.uuid, a.seq, a.verdict, a.entity, a.row_id, a.reason, a.message, a.edit, a.body"
    " FROM _attention a LEFT JOIN _settled s ON s.uuid=a.uuid AND s.edit=a.edit"
    " WHERE s.uuid IS NULL ORDER BY a.seq, a.edit";

absl::StatusOr<std::vector<Attention>> ReadAttention(sql::Database& database) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kSelectAttention));
  std::vector<Attention> list;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return list;
    const auto verdict = static_cast<EditOutcome::Verdict>(select.Int(2));
    list.push_back({.uuid_hex = absl::BytesToHexString(select.Blob(0)),
                    .edit = static_cast<int>(select.Int(7)),
                    .seq = static_cast<uint64_t>(select.Int(1)),
                    .verdict = EditOutcome::Verdict_Name(verdict),
                    .entity = static_cast<uint32_t>(select.Int(3)),
                    .row_id = std::string(select.Text(4)),
                    .reason = std::string(select.Text(5)),
                    .message = std::string(select.Text(6))});
    // Of one that never entered the chain the body is a row's.
    if (list.back().seq == 0 || select.IsNull(8)) continue;
    sync::v1::Edit& content = list.back().content.emplace();
    if (!content.ParseFromString(std::string(select.Blob(8)))) list.back().content.reset();
  }
}

std::string Attention::Id() const { return absl::StrCat(uuid_hex, "-", edit); }

constexpr char kSettle[] =
    "INSERT OR REPLACE INTO _settled(uuid, edit, reason, again, at_us) VALUES (?1, ?2, ?3, ?4, ?5)";

absl::Status SettleAttention(const Attention& item, Settling settling, absl::string_view reason,
                             absl::Time now, sql::Database& database) {
  ASSIGN_OR_RETURN(sql::Statement settle, database.Prepare(kSettle));
  settle.BindBlob(1, absl::HexStringToBytes(item.uuid_hex));
  settle.Bind(2, item.edit);
  settle.Bind(3, reason);
  settle.Bind(4, static_cast<int>(settling));
  settle.Bind(5, absl::ToUnixMicros(now));
  return settle.Run();
}

}  // namespace zoufang::device
