#include "sync/hub/ingest.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "sync/base/errors.h"
#include "sync/base/status.h"
#include "sync/hub/conflict_item.h"
#include "sync/hub/decision.h"
#include "sync/hub/outcome_text.h"
#include "sync/schema/validate.h"

namespace zoufang::hub {
namespace {

using sync::v1::Edit;
using sync::v1::EditOutcome;
using sync::v1::MutationOutcome;

EditOutcome Start(const Edit& edit) {
  EditOutcome outcome;
  outcome.set_verdict(EditOutcome::APPLIED);
  outcome.set_entity(edit.entity());
  outcome.set_row_id(edit.row_id());
  return outcome;
}

// The order of verdicts when the fields of one edit fare differently: what needs a person counts.
int Weight(EditOutcome::Verdict verdict) {
  switch (verdict) {
    case EditOutcome::PARKED:
      return 3;
    case EditOutcome::CONFLICT:
      return 2;
    case EditOutcome::MERGED:
      return 1;
    default:
      return 0;
  }
}

void Raise(EditOutcome& outcome, EditOutcome::Verdict verdict, absl::string_view reason = "") {
  if (Weight(verdict) <= Weight(outcome.verdict())) return;
  outcome.set_verdict(verdict);
  outcome.set_reason(std::string(reason));
  if (!reason.empty()) outcome.set_message(OutcomeText(reason));
}

// More than any entity is deep.
constexpr int kDeepest = 50;

// How many parents are above a row; of one whose parent may be of any entity: more than all.
int Depth(const schema::Catalogue& catalogue, const schema::Entity* entity) {
  if (entity == nullptr || !entity->is_child()) return 0;
  if (entity->parent == 0) return kDeepest;
  return Depth(catalogue, catalogue.Find(entity->parent)) + 1;
}

// Parents are created before their children and deleted after them, in whatever order the author's
// statements came; a mutation has at most one edit a row, so nothing else depends on the order.
int Turn(const schema::Catalogue& catalogue, const Edit& edit) {
  const int depth = Depth(catalogue, catalogue.Find(edit.entity()));
  switch (edit.kind()) {
    case Edit::CREATE:
      return depth;
    case Edit::DELETE:
      return 3 * kDeepest - depth;
    default:
      return kDeepest + 1;
  }
}

bool IsTaken(const EditOutcome& outcome) {
  return outcome.verdict() == EditOutcome::APPLIED || outcome.verdict() == EditOutcome::MERGED ||
         outcome.verdict() == EditOutcome::CONFLICT;
}

std::string TextOf(const sql::Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  return text == nullptr ? "" : *text;
}

std::string Describe(const std::vector<base::FieldViolation>& violations) {
  return absl::StrJoin(violations, "；", [](std::string* out, const base::FieldViolation& one) {
    absl::StrAppend(out, one.zh);
  });
}

}  // namespace

absl::StatusOr<MutationOutcome> Ingest::Apply(const Incoming& mutation) {
  MutationOutcome outcome;
  outcome.set_uuid(mutation.uuid);
  const auto& edits = mutation.body.edits();
  for (int i = 0; i < edits.size(); ++i) outcome.add_edits();
  std::vector<int> order(edits.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
    return Turn(context_.catalogue, edits[a]) < Turn(context_.catalogue, edits[b]);
  });
  for (const int i : order) {
    ASSIGN_OR_RETURN(*outcome.mutable_edits(i),
                     ApplyEdit({.mutation = mutation, .edit = edits[i], .index = i}));
  }
  RETURN_IF_ERROR(Store(mutation.uuid, mutation.author, mutation.clock_trusted,
                        mutation.body.SerializeAsString(), outcome));
  RETURN_IF_ERROR(TellObserver(mutation));
  return outcome;
}

absl::StatusOr<MutationOutcome> Ingest::Refuse(const std::string& uuid, const Author& author,
                                               const std::string& body, const char* reason) {
  MutationOutcome outcome;
  outcome.set_uuid(uuid);
  EditOutcome& all = *outcome.add_edits();
  all.set_verdict(EditOutcome::REJECTED);
  all.set_reason(reason);
  all.set_message(OutcomeText(reason));
  const Incoming mutation{.uuid = uuid, .author = author};
  RETURN_IF_ERROR(NoteParked({.mutation = mutation, .edit = Edit(), .index = -1}, reason, ""));
  RETURN_IF_ERROR(Store(uuid, author, /*clock_trusted=*/false, body, outcome));
  return outcome;
}

absl::StatusOr<EditOutcome> Ingest::ApplyEdit(Job job) {
  const Edit& edit = job.edit;
  job.entity = context_.catalogue.Find(edit.entity());
  if (job.entity == nullptr) return Reject(job, reason::kUnknownEntity, "");
  ASSIGN_OR_RETURN(const bool buried, rows_.IsBuried(edit.row_id()));
  if (buried) {
    if (edit.kind() == Edit::DELETE) return Start(edit);
    return Park(job, reason::kDeleted);
  }
  if (edit.kind() == Edit::CREATE) return Create(job);
  ASSIGN_OR_RETURN(std::optional<RowState> state, rows_.Load(*job.entity, edit.row_id()));
  if (!state.has_value()) return Hold(job, edit.row_id());
  ASSIGN_OR_RETURN(const Access access, AccessTo(job, *state, edit.trunk()));
  if (access == Access::kNone) return Park(job, reason::kNotYours);
  ASSIGN_OR_RETURN(EditOutcome outcome, edit.kind() == Edit::DELETE
                                            ? Delete(job, *std::move(state))
                                            : Update(job, *std::move(state)));
  outcome.set_late(access == Access::kLate && IsTaken(outcome));
  return outcome;
}

// --- create --------------------------------------------------------------------------------------

absl::StatusOr<EditOutcome> Ingest::Create(const Job& job) {
  ASSIGN_OR_RETURN(const std::optional<RowState> there, rows_.Load(*job.entity, job.edit.row_id()));
  if (there.has_value()) return Park(job, reason::kExists);
  std::string refused, detail;
  ASSIGN_OR_RETURN(RowState state, NewRow(job, refused, detail));
  if (!refused.empty()) return Reject(job, refused, detail);
  EditOutcome outcome = Start(job.edit);
  ASSIGN_OR_RETURN(const std::optional<int64_t> place, PlaceOf(job, state, outcome));
  if (!place.has_value()) return outcome;
  state.scope = *place;
  *state.meta.mutable_created() = ToProto({.rev = context_.NextRev(0),
                                           .uuid = job.mutation.uuid,
                                           .observed_at_us = job.mutation.body.observed_at_us(),
                                           .author = job.mutation.author.user_id});
  RETURN_IF_ERROR(WriteNew(state));
  return outcome;
}

absl::StatusOr<RowState> Ingest::NewRow(const Job& job, std::string& refused, std::string& detail) {
  const schema::Entity& entity = *job.entity;
  RowState state{.entity = &entity, .row = schema::DefaultRow(entity)};
  state.row.values[0] = job.edit.row_id();
  for (const auto& edit : job.edit.fields()) {
    const int index = entity.IndexOf(static_cast<int>(edit.number()));
    if (index <= 0) {
      if (index < 0) refused = reason::kUnknownField;
      continue;
    }
    const schema::Field& field = entity.fields[index];
    sql::Value value = schema::FromWire(edit.new_value());
    if (!schema::TypeFits(field, value)) {
      refused = reason::kFieldsInvalid;
      detail = absl::StrCat(field.Label(), "的类型不对");
      return state;
    }
    const bool server_only = field.merge == sync::v1::SERVER && index != entity.scope_field;
    if (server_only && !job.mutation.author.server && value != schema::DefaultValue(field)) {
      refused = reason::kServerOnly;
    }
    state.row.values[index] = std::move(value);
  }
  if (!refused.empty()) return state;
  const auto violations = schema::CheckRow(entity, state.row, entity.table);
  if (!violations.empty()) {
    refused = reason::kFieldsInvalid;
    detail = Describe(violations);
  }
  return state;
}

absl::StatusOr<std::optional<int64_t>> Ingest::PlaceOf(const Job& job, const RowState& row,
                                                       EditOutcome& outcome) {
  const schema::Entity& entity = *job.entity;
  const auto settle =
      [&outcome](absl::StatusOr<EditOutcome> other) -> absl::StatusOr<std::optional<int64_t>> {
    ASSIGN_OR_RETURN(outcome, std::move(other));
    return std::optional<int64_t>();
  };
  if (!entity.is_child()) {
    const std::string scope = entity.scope_field < 0
                                  ? entity.fixed_scope
                                  : schema::AreaScope(TextOf(row.row.values[entity.scope_field]));
    if (!job.mutation.author.server) {
      ASSIGN_OR_RETURN(const Access access,
                       grants_.Judge(job.mutation.author.user_id, job.mutation.body.grant_version(),
                                     {.then = scope, .now = scope}));
      if (access == Access::kNone) return settle(Park(job, reason::kNotYours));
      outcome.set_late(access == Access::kLate);
    }
    ASSIGN_OR_RETURN(const int64_t number, log_.NumberOf(scope));
    return std::optional<int64_t>(number);
  }
  const std::string parent_id = TextOf(row.row.values[entity.parent_field]);
  uint32_t parent_number = entity.parent;
  if (entity.parent_entity_field >= 0) {
    parent_number =
        static_cast<uint32_t>(std::get<int64_t>(row.row.values[entity.parent_entity_field]));
  }
  const schema::Entity* parent_entity = context_.catalogue.Find(parent_number);
  if (parent_entity == nullptr) return settle(Reject(job, reason::kUnknownEntity, ""));
  ASSIGN_OR_RETURN(const bool buried, rows_.IsBuried(parent_id));
  if (buried) return settle(Park(job, reason::kParentDeleted));
  ASSIGN_OR_RETURN(const std::optional<RowState> parent, rows_.Load(*parent_entity, parent_id));
  if (!parent.has_value()) return settle(Hold(job, parent_id));
  ASSIGN_OR_RETURN(const Access access, AccessTo(job, *parent, job.edit.trunk()));
  if (access == Access::kNone) return settle(Park(job, reason::kNotYours));
  outcome.set_late(access == Access::kLate);
  return std::optional<int64_t>(parent->scope);
}

absl::Status Ingest::WriteNew(RowState& state) {
  state.rev = context_.NextRev(0);
  RETURN_IF_ERROR(rows_.Insert(state));
  RETURN_IF_ERROR(log_.Append(state.scope, {.kind = LogKind::kPut,
                                            .entity = state.entity->number,
                                            .row_id = state.id(),
                                            .rev = state.rev}));
  NoteWritten(state, /*created=*/true);
  return ReleaseHeld(state.id());
}

// --- update --------------------------------------------------------------------------------------

absl::StatusOr<EditOutcome> Ingest::Update(const Job& job, RowState state) {
  std::string detail;
  if (const std::string refused = CheckFields(job, detail); !refused.empty()) {
    return Reject(job, refused, detail);
  }
  EditOutcome outcome = Start(job.edit);
  RETURN_IF_ERROR(MergeFields(job, state, outcome));
  return outcome;
}

std::string Ingest::CheckFields(const Job& job, std::string& detail) {
  std::vector<base::FieldViolation> violations;
  for (const auto& edit : job.edit.fields()) {
    const int index = job.entity->IndexOf(static_cast<int>(edit.number()));
    if (index <= 0) return reason::kUnknownField;
    const schema::Field& field = job.entity->fields[index];
    if (field.merge == sync::v1::SERVER && !job.mutation.author.server) return reason::kServerOnly;
    const sql::Value value = schema::FromWire(edit.new_value());
    if (!schema::TypeFits(field, value) ||
        !schema::TypeFits(field, schema::FromWire(edit.old_value()))) {
      detail = absl::StrCat(field.Label(), "的类型不对");
      return reason::kFieldsInvalid;
    }
    schema::CheckValue(field, value, absl::StrCat(job.entity->table, ".", field.name), violations);
  }
  if (violations.empty()) return "";
  detail = Describe(violations);
  return reason::kFieldsInvalid;
}

absl::Status Ingest::MergeFields(const Job& job, RowState& state, EditOutcome& outcome) {
  struct Kept {
    int field;
    merge::Current current;
    merge::Incoming incoming;
    bool incoming_shown;
  };
  std::vector<Kept> conflicts;
  bool changed = false;
  for (const auto& edit : job.edit.fields()) {
    const int index = state.entity->IndexOf(static_cast<int>(edit.number()));
    const schema::Field& field = state.entity->fields[index];
    const merge::Current current = state.FieldState(index);
    const merge::Incoming incoming{.old_value = schema::FromWire(edit.old_value()),
                                   .new_value = schema::FromWire(edit.new_value()),
                                   .trunk = edit.trunk(),
                                   .after = {edit.after().begin(), edit.after().end()},
                                   .stamp = {.rev = context_.NextRev(state.rev),
                                             .uuid = job.mutation.uuid,
                                             .observed_at_us = job.mutation.body.observed_at_us(),
                                             .author = job.mutation.author.user_id},
                                   .clock_trusted = job.mutation.clock_trusted};
    ASSIGN_OR_RETURN(const merge::Merged merged, MergeOne(job, state, index, incoming));
    if (merged.cell.has_value()) {
      state.SetFieldState(index, *merged.cell);
      changed = true;
    }
    switch (merged.verdict) {
      case merge::Verdict::kParked:
        RETURN_IF_ERROR(NoteParked(job, merged.reason, field.name));
        Raise(outcome, EditOutcome::PARKED, merged.reason);
        break;
      case merge::Verdict::kConflict:
        conflicts.push_back({index, current, incoming, merged.incoming_shown});
        Raise(outcome, EditOutcome::CONFLICT, reason::kConflict);
        break;
      case merge::Verdict::kMerged:
        Raise(outcome, EditOutcome::MERGED);
        break;
      default:
        break;
    }
  }
  if (changed) RETURN_IF_ERROR(WriteChanged(state));
  for (const Kept& kept : conflicts) {
    ASSIGN_OR_RETURN(std::string id, KeepConflict(state, kept.field, kept.current, kept.incoming,
                                                  kept.incoming_shown));
    outcome.add_conflict_ids(std::move(id));
  }
  return absl::OkStatus();
}

absl::StatusOr<merge::Merged> Ingest::MergeOne(const Job& job, const RowState& state, int index,
                                               const merge::Incoming& incoming) {
  const schema::Field& field = state.entity->fields[index];
  if (!job.mutation.author.server &&
      schema::LowersRaised(field, incoming.old_value, incoming.new_value)) {
    return merge::Merged{.verdict = merge::Verdict::kParked, .reason = reason::kOnlyRaised};
  }
  merge::Merged merged = merge::MergeField(field, state.FieldState(index), incoming);
  if (merged.verdict != merge::Verdict::kParked || field.merge != sync::v1::STATE) return merged;
  ASSIGN_OR_RETURN(const bool decides, DecidesState(context_, rows_, job.mutation, state.id(),
                                                    field, incoming.new_value));
  if (!decides) return merged;
  return merge::Merged{.verdict = merge::Verdict::kSet,
                       .cell = merge::FirstValue(field, incoming.new_value, incoming.stamp)};
}

absl::Status Ingest::WriteChanged(RowState& state) {
  const schema::Entity& entity = *state.entity;
  NoteWritten(state, /*created=*/false);
  if (entity.scope_field >= 0) {
    ASSIGN_OR_RETURN(
        const int64_t to,
        log_.NumberOf(schema::AreaScope(TextOf(state.row.values[entity.scope_field]))));
    if (to != state.scope) return Move(state, to);
  }
  const int64_t old_rev = state.rev;
  state.rev = context_.NextRev(old_rev);
  RETURN_IF_ERROR(rows_.Update(state));
  return log_.Append(state.scope, {.kind = LogKind::kPut,
                                   .entity = entity.number,
                                   .row_id = state.id(),
                                   .rev = state.rev,
                                   .old_rev = old_rev});
}

absl::Status Ingest::Move(RowState& state, int64_t to) {
  const int64_t old_rev = state.rev;
  const int64_t from = state.scope;
  state.rev = context_.NextRev(old_rev);
  if (state.meta.scopes().empty()) state.meta.add_scopes()->set_scope(from);
  auto* since = state.meta.add_scopes();
  since->set_rev(state.rev);
  since->set_scope(to);
  since->set_at_us(context_.now_us());
  state.scope = to;
  RETURN_IF_ERROR(rows_.Update(state));
  LogEntry entry{.kind = LogKind::kLeave,
                 .entity = state.entity->number,
                 .row_id = state.id(),
                 .rev = state.rev,
                 .old_rev = old_rev};
  RETURN_IF_ERROR(log_.Append(from, entry));
  entry.kind = LogKind::kPut;
  entry.old_rev = 0;
  RETURN_IF_ERROR(log_.Append(to, entry));
  for (const schema::Entity* child : context_.catalogue.ChildrenOf(state.entity->number)) {
    ASSIGN_OR_RETURN(const std::vector<std::string> ids, rows_.Children(*child, state.id()));
    for (const std::string& id : ids) {
      ASSIGN_OR_RETURN(std::optional<RowState> row, rows_.Load(*child, id));
      if (row.has_value()) RETURN_IF_ERROR(Move(*row, to));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> Ingest::KeepConflict(const RowState& about, int field,
                                                 const merge::Current& current,
                                                 const merge::Incoming& incoming,
                                                 bool incoming_shown) {
  const schema::Entity& entity = *context_.catalogue.Find(kConflictEntity);
  RowState item = MakeConflict(entity, about, field, current, incoming, incoming_shown);
  std::string id = item.id();
  ASSIGN_OR_RETURN(const bool buried, rows_.IsBuried(id));
  ASSIGN_OR_RETURN(const std::optional<RowState> there, rows_.Load(entity, id));
  if (buried || there.has_value()) return id;
  item.scope = about.scope;
  *item.meta.mutable_created() = ToProto({.rev = context_.NextRev(0),
                                          .uuid = incoming.stamp.uuid,
                                          .observed_at_us = context_.now_us(),
                                          .author = ""});
  RETURN_IF_ERROR(WriteNew(item));
  return id;
}

// --- delete --------------------------------------------------------------------------------------

absl::StatusOr<EditOutcome> Ingest::Delete(const Job& job, RowState state) {
  const schema::Entity& entity = *state.entity;
  for (size_t i = 1; i < entity.fields.size(); ++i) {
    const auto named = std::find_if(
        job.edit.fields().begin(), job.edit.fields().end(), [&](const sync::v1::FieldEdit& edit) {
          return static_cast<int>(edit.number()) == entity.fields[i].number;
        });
    if (named == job.edit.fields().end()) return Park(job, reason::kEditedMeanwhile);
    const merge::Current current = state.FieldState(static_cast<int>(i));
    if (current.stamp.rev > named->trunk() &&
        current.value != schema::FromWire(named->old_value())) {
      return Park(job, reason::kEditedMeanwhile);
    }
  }
  for (const schema::Entity* child : context_.catalogue.ChildrenOf(entity.number)) {
    if (child->number == kConflictEntity) continue;
    ASSIGN_OR_RETURN(const std::vector<std::string> ids, rows_.Children(*child, state.id()));
    if (!ids.empty()) return Park(job, reason::kHasChildren);
  }
  const int64_t rev = context_.NextRev(state.rev);
  RETURN_IF_ERROR(rows_.Delete(state));
  RETURN_IF_ERROR(rows_.Bury(state, rev));
  RETURN_IF_ERROR(log_.Append(state.scope, {.kind = LogKind::kGone,
                                            .entity = entity.number,
                                            .row_id = state.id(),
                                            .rev = rev,
                                            .old_rev = state.rev}));
  return Start(job.edit);
}

// --- what is not applied -------------------------------------------------------------------------

absl::StatusOr<Access> Ingest::AccessTo(const Job& job, const RowState& row, int64_t trunk) {
  if (job.mutation.author.server) return Access::kNow;
  const RowState::Place place = row.PlaceAt(trunk);
  Stay stay{.left = place.left};
  ASSIGN_OR_RETURN(stay.now, log_.NameOf(row.scope));
  ASSIGN_OR_RETURN(stay.then, log_.NameOf(place.scope));
  return grants_.Judge(job.mutation.author.user_id, job.mutation.body.grant_version(), stay);
}

absl::StatusOr<EditOutcome> Ingest::Park(const Job& job, const char* reason) {
  RETURN_IF_ERROR(NoteParked(job, reason, ""));
  EditOutcome outcome = Start(job.edit);
  Raise(outcome, EditOutcome::PARKED, reason);
  return outcome;
}

absl::StatusOr<EditOutcome> Ingest::Reject(const Job& job, absl::string_view reason,
                                           absl::string_view detail) {
  RETURN_IF_ERROR(NoteParked(job, reason, ""));
  EditOutcome outcome = Start(job.edit);
  outcome.set_verdict(EditOutcome::REJECTED);
  outcome.set_reason(std::string(reason));
  outcome.set_message(detail.empty() ? OutcomeText(reason)
                                     : absl::StrCat(OutcomeText(reason), "（", detail, "）"));
  return outcome;
}

constexpr char kInsertHeld[] = "INSERT INTO _held(waits_for, uuid, edit) VALUES (?1, ?2, ?3)";

absl::StatusOr<EditOutcome> Ingest::Hold(const Job& job, absl::string_view waits_for) {
  ASSIGN_OR_RETURN(sql::Statement insert, context_.db.Prepare(kInsertHeld));
  insert.Bind(1, waits_for);
  insert.BindBlob(2, job.mutation.uuid);
  insert.Bind(3, job.index);
  RETURN_IF_ERROR(insert.Run());
  any_held_ = true;
  EditOutcome outcome = Start(job.edit);
  outcome.set_verdict(EditOutcome::HELD);
  outcome.set_reason(reason::kWaitsForRow);
  outcome.set_message(OutcomeText(reason::kWaitsForRow));
  return outcome;
}

constexpr char kAnyHeld[] = "SELECT 1 FROM _held LIMIT 1";
constexpr char kSelectHeld[] =
    "SELECT h.n, h.uuid, h.edit, m.user_id, m.by_server, m.clock_trusted, m.body"
    " FROM _held h JOIN _mutation m ON m.uuid=h.uuid WHERE h.waits_for=?1 ORDER BY h.n";
constexpr char kDeleteHeld[] = "DELETE FROM _held WHERE n=?1";

absl::Status Ingest::ReleaseHeld(absl::string_view row_id) {
  if (!any_held_.has_value()) {
    ASSIGN_OR_RETURN(const int64_t held, context_.db.QueryInt(kAnyHeld));
    any_held_ = held != 0;
  }
  if (!*any_held_) return absl::OkStatus();
  struct Waiting {
    int64_t n;
    Incoming mutation;
    int index;
  };
  std::vector<Waiting> waiting;
  {
    ASSIGN_OR_RETURN(sql::Statement select, context_.db.Prepare(kSelectHeld));
    select.Bind(1, row_id);
    while (true) {
      ASSIGN_OR_RETURN(const bool more, select.Step());
      if (!more) break;
      Waiting one{.n = select.Int(0),
                  .mutation = {.uuid = std::string(select.Blob(1)),
                               .author = {.user_id = std::string(select.Text(3)),
                                          .server = select.Int(4) != 0},
                               .clock_trusted = select.Int(5) != 0},
                  .index = static_cast<int>(select.Int(2))};
      if (!one.mutation.body.ParseFromString(std::string(select.Blob(6)))) {
        return base::DatabaseDamaged(context_.db.path());
      }
      waiting.push_back(std::move(one));
    }
  }
  for (Waiting& one : waiting) {
    ASSIGN_OR_RETURN(sql::Statement remove, context_.db.Prepare(kDeleteHeld));
    remove.Bind(1, one.n);
    RETURN_IF_ERROR(remove.Run());
    ASSIGN_OR_RETURN(EditOutcome outcome, ApplyEdit({.mutation = one.mutation,
                                                     .edit = one.mutation.body.edits(one.index),
                                                     .index = one.index}));
    RETURN_IF_ERROR(AmendOutcome(one.mutation.uuid, one.index, std::move(outcome)));
  }
  return absl::OkStatus();
}

// The outcome is read only now: a released edit may have released others of its own mutation.
absl::Status Ingest::AmendOutcome(const std::string& uuid, int index, EditOutcome outcome) {
  ASSIGN_OR_RETURN(std::optional<MutationOutcome> stored, Known(uuid));
  if (!stored.has_value() || index >= stored->edits_size()) {
    return base::DatabaseDamaged(context_.db.path());
  }
  *stored->mutable_edits(index) = std::move(outcome);
  const std::string amended = stored->SerializeAsString();
  return history_.Append(
      ReleaseEntry{.uuid = uuid, .outcome = amended, .at_us = context_.now_us()});
}

constexpr char kInsertParked[] =
    "INSERT INTO _parked(uuid, edit, entity, row_id, reason, fields, at_us)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";

absl::Status Ingest::NoteParked(const Job& job, absl::string_view reason,
                                absl::string_view fields) {
  ASSIGN_OR_RETURN(sql::Statement insert, context_.db.Prepare(kInsertParked));
  insert.BindBlob(1, job.mutation.uuid);
  insert.Bind(2, job.index);
  insert.Bind(3, job.edit.entity());
  insert.Bind(4, job.edit.row_id());
  insert.Bind(5, reason);
  insert.Bind(6, fields);
  insert.Bind(7, context_.now_us());
  return insert.Run();
}

absl::Status Ingest::Store(const std::string& uuid, const Author& author, bool clock_trusted,
                           const std::string& body, const MutationOutcome& outcome) {
  const std::string stored = outcome.SerializeAsString();
  return history_.Append(HistoryEntry{.uuid = uuid,
                                      .user_id = author.user_id,
                                      .install_id = author.install_id,
                                      .by_server = author.server,
                                      .clock_trusted = clock_trusted,
                                      .received_us = context_.now_us(),
                                      .body = body,
                                      .outcome = stored});
}

absl::StatusOr<std::optional<MutationOutcome>> Ingest::Known(absl::string_view uuid) {
  return FindOutcome(context_.db, uuid);
}

absl::Status Ingest::Finish() {
  RETURN_IF_ERROR(log_.Flush());
  return history_.Flush();
}

}  // namespace zoufang::hub
