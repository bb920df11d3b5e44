#include "sync/hub/ingest.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "sync/base/status.h"
#include "sync/hub/conflict_item.h"
#include "sync/hub/edit_outcome.h"
#include "sync/hub/outcome_text.h"

namespace zoufang::hub {
namespace {

using sync::v1::Edit;
using sync::v1::EditOutcome;
using sync::v1::MutationOutcome;

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
    if (edit.kind() == Edit::DELETE) return AppliedOutcome(edit);
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

absl::StatusOr<Access> Ingest::AccessTo(const Job& job, const RowState& row, int64_t trunk) {
  if (job.mutation.author.server) return Access::kNow;
  const RowState::Place place = row.PlaceAt(trunk);
  Stay stay{.left = place.left};
  ASSIGN_OR_RETURN(stay.now, log_.NameOf(row.scope));
  ASSIGN_OR_RETURN(stay.then, log_.NameOf(place.scope));
  return grants_.Judge(job.mutation.author.user_id, job.mutation.body.grant_version(), stay);
}

absl::StatusOr<EditOutcome> Ingest::Delete(const Job& job, RowState state) {
  const schema::Entity& entity = *state.entity;
  for (size_t i = 1; i < entity.fields.size(); ++i) {
    const auto named = std::find_if(
        job.edit.fields().begin(), job.edit.fields().end(), [&](const sync::v1::FieldEdit& edit) {
          return static_cast<int>(edit.number()) == entity.fields[i].number;
        });
    if (named == job.edit.fields().end()) return Park(job, reason::kEditedMeanwhile);
    if (merge::IsUnseen(state.FieldState(static_cast<int>(i)), schema::FromWire(named->old_value()),
                        named->trunk(), !state.HadRev(named->trunk()))) {
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
  return AppliedOutcome(job.edit);
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
