// New rows (ingest.h).
#include <utility>

#include "absl/strings/str_cat.h"
#include "sync/base/status.h"
#include "sync/hub/edit_outcome.h"
#include "sync/hub/ingest.h"
#include "sync/hub/outcome_text.h"
#include "sync/schema/validate.h"

namespace zoufang::hub {

using sync::v1::EditOutcome;

absl::StatusOr<EditOutcome> Ingest::Create(const Job& job) {
  ASSIGN_OR_RETURN(const std::optional<RowState> there, rows_.Load(*job.entity, job.edit.row_id()));
  if (there.has_value()) return Park(job, reason::kExists);
  std::string refused, detail;
  ASSIGN_OR_RETURN(RowState state, NewRow(job, refused, detail));
  if (!refused.empty()) return Reject(job, refused, detail);
  EditOutcome outcome = AppliedOutcome(job.edit);
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
    const std::string scope = row.ScopeName();
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
  const std::string parent_id = row.Text(entity.parent_field);
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

}  // namespace zoufang::hub
