// Changes of rows that are there: each field merged by its policy (ingest.h).
#include <utility>

#include "absl/strings/str_cat.h"
#include "sync/base/status.h"
#include "sync/hub/conflict_item.h"
#include "sync/hub/decision.h"
#include "sync/hub/edit_outcome.h"
#include "sync/hub/ingest.h"
#include "sync/hub/outcome_text.h"
#include "sync/schema/validate.h"

namespace zoufang::hub {

using sync::v1::EditOutcome;

absl::StatusOr<EditOutcome> Ingest::Update(const Job& job, RowState state) {
  std::string detail;
  if (const std::string refused = CheckFields(job, detail); !refused.empty()) {
    return Reject(job, refused, detail);
  }
  EditOutcome outcome = AppliedOutcome(job.edit);
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
                                   .trunk_lost = !state.HadRev(edit.trunk()),
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
    ASSIGN_OR_RETURN(const int64_t to, log_.NumberOf(state.ScopeName()));
    if (to != state.scope) return Move(state, to);
  }
  const int64_t old_rev = state.rev;
  state.SetRev(context_.NextRev(old_rev));
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
  state.SetRev(context_.NextRev(old_rev));
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

}  // namespace zoufang::hub
