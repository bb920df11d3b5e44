#include "sync/device/outcomes.h"

#include <algorithm>
#include <utility>

#include "absl/strings/escaping.h"
#include "sync/base/error.h"
#include "sync/base/status.h"
#include "sync/device/chain.h"
#include "sync/device/image.h"
#include "sync/device/screen.h"

namespace zoufang::device {
namespace {

using sync::v1::EditOutcome;
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
};

constexpr char kInsertAttention[] =
    "INSERT OR REPLACE INTO _attention(uuid, edit, seq, verdict, entity, row_id, reason, message)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

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
  return insert.Run();
}

constexpr char kDeleteAttention[] = "DELETE FROM _attention WHERE uuid=?1";

// An earlier entry of the mutation's gives way to what its outcome says now.
absl::Status ReplaceAttention(const MutationOutcome& outcome, int64_t seq,
                              sql::Database& database) {
  ASSIGN_OR_RETURN(sql::Statement remove, database.Prepare(kDeleteAttention));
  remove.BindBlob(1, outcome.uuid());
  RETURN_IF_ERROR(remove.Run());
  for (int i = 0; i < outcome.edits_size(); ++i) {
    if (!NeedsAuthor(outcome.edits(i).verdict())) continue;
    RETURN_IF_ERROR(InsertAttention({outcome.uuid(), i, seq, outcome.edits(i)}, database));
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

absl::Status HideSettled(const Context& context, const std::vector<int64_t>& seqs,
                         ScopeSet& scopes) {
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

constexpr char kAnyAttention[] = "SELECT EXISTS (SELECT 1 FROM _attention)";

absl::Status StoreOutcomes(const Context& context,
                           const google::protobuf::RepeatedPtrField<MutationOutcome>& outcomes,
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
    stored.push_back(found->second);
  }
  if (stored.empty()) return absl::OkStatus();
  RETURN_IF_ERROR(RaiseOutcomeTo(state, context.db));
  ASSIGN_OR_RETURN(ScopeSet scopes, ScopeSet::Load(context.db));
  return scopes.all().empty() ? HideSettled(context, stored, scopes) : absl::OkStatus();
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

// True when the row's image was made after the server had taken mutation `seq`.
absl::StatusOr<bool> HasArrived(const Context& context, ScopeSet& scopes, const RowKey& row,
                                int64_t seq) {
  const auto* entity = context.catalogue.Find(row.entity);
  if (entity == nullptr) return false;
  ASSIGN_OR_RETURN(const Image image, FindImage(context, *entity, row.id));
  if (!image.is_image()) return false;
  const Scope* home = scopes.At(image.scope);
  return home != nullptr && home->installed() && home->included >= seq;
}

constexpr char kSelectHeldEntries[] =
    "SELECT uuid, edit, seq, entity, row_id FROM _attention WHERE verdict=?1";
constexpr char kDeleteEntry[] = "DELETE FROM _attention WHERE uuid=?1 AND edit=?2";

struct HeldEntry {
  std::string uuid;
  int64_t edit;
  int64_t seq;
};

absl::StatusOr<std::vector<HeldEntry>> ArrivedEntries(const Context& context, ScopeSet& scopes) {
  ASSIGN_OR_RETURN(sql::Statement select, context.db.Prepare(kSelectHeldEntries));
  select.Bind(1, static_cast<int>(EditOutcome::HELD));
  std::vector<HeldEntry> entries;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return entries;
    const RowKey row = {static_cast<uint32_t>(select.Int(3)), std::string(select.Text(4))};
    ASSIGN_OR_RETURN(const bool arrived, HasArrived(context, scopes, row, select.Int(2)));
    if (arrived) entries.push_back({std::string(select.Blob(0)), select.Int(1), select.Int(2)});
  }
}

}  // namespace

absl::Status AskAboutArrived(const Context& context, ScopeSet& scopes, DeviceState& state) {
  ASSIGN_OR_RETURN(const std::vector<HeldEntry> entries, ArrivedEntries(context, scopes));
  for (const HeldEntry& entry : entries) {
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

constexpr char kSelectAttention[] =
    "SELECT uuid, seq, verdict, entity, row_id, reason, message FROM _attention ORDER BY seq, edit";

absl::StatusOr<std::vector<Attention>> ReadAttention(sql::Database& database) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kSelectAttention));
  std::vector<Attention> list;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return list;
    const auto verdict = static_cast<EditOutcome::Verdict>(select.Int(2));
    list.push_back({.uuid_hex = absl::BytesToHexString(select.Blob(0)),
                    .seq = static_cast<uint64_t>(select.Int(1)),
                    .verdict = EditOutcome::Verdict_Name(verdict),
                    .entity = static_cast<uint32_t>(select.Int(3)),
                    .row_id = std::string(select.Text(4)),
                    .reason = std::string(select.Text(5)),
                    .message = std::string(select.Text(6))});
  }
}

}  // namespace zoufang::device
