#include "sync/hub/decision.h"

#include <algorithm>
#include <utility>

#include "sync/base/status.h"
#include "sync/hub/conflict_item.h"
#include "sync/hub/edits.h"
#include "zoufang/sync/v1/conflict.pb.h"

namespace zoufang::hub {
namespace {

using sync::v1::Conflict;
using sync::v1::Edit;

bool Resolves(const Edit& edit) {
  if (edit.entity() != kConflictEntity || edit.kind() != Edit::UPDATE) return false;
  return std::any_of(edit.fields().begin(), edit.fields().end(), [](const auto& field) {
    return field.number() == Conflict::kStateFieldNumber &&
           field.new_value().integer() == sync::v1::CONFLICT_STATE_RESOLVED;
  });
}

// The number of a state, given as JSON; -1: it is none.
int64_t StateIn(const schema::Field& field, absl::string_view json) {
  const absl::StatusOr<sql::Value> value = schema::FromJson(field, json);
  const auto* number = value.ok() ? std::get_if<int64_t>(&*value) : nullptr;
  return number == nullptr ? -1 : *number;
}

}  // namespace

absl::StatusOr<bool> DecidesState(const Context& context, RowStore& rows, const Incoming& mutation,
                                  absl::string_view row_id, const schema::Field& field,
                                  const sql::Value& value) {
  const schema::Entity& entity = *context.catalogue.Find(kConflictEntity);
  for (const Edit& edit : mutation.body.edits()) {
    if (!Resolves(edit)) continue;
    ASSIGN_OR_RETURN(const std::optional<RowState> state, rows.Load(entity, edit.row_id()));
    if (!state.has_value()) continue;
    const auto item = MessageOf<Conflict>(entity, state->row);
    const merge::Current standing = state->FieldState(entity.IndexOf(Conflict::kStateFieldNumber));
    const bool open =
        item.state() == sync::v1::CONFLICT_STATE_OPEN || standing.stamp.uuid == mutation.uuid;
    if (!open || item.row_id() != row_id || item.field_number() != field.number) continue;
    const int64_t chosen = std::get<int64_t>(value);
    const bool one_of_both =
        chosen == StateIn(field, item.shown_value()) || chosen == StateIn(field, item.kept_value());
    const std::pair<int64_t, int64_t> step(StateIn(field, item.base_value()), chosen);
    if (one_of_both && field.transitions.contains(step)) return true;
  }
  return false;
}

}  // namespace zoufang::hub
