// Takes one mutation into the rows: authorises, checks, merges, logs (protocol S4-S7).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "sync/hub/context.h"
#include "sync/hub/grants.h"
#include "sync/hub/history.h"
#include "sync/hub/hub.h"
#include "sync/hub/observer.h"
#include "sync/hub/row_store.h"
#include "sync/hub/scope_log.h"
#include "zoufang/sync/v1/mutation.pb.h"

namespace zoufang::hub {

// A mutation as the hub judges it.
struct Incoming {
  std::string uuid;
  Author author;
  bool clock_trusted = false;
  sync::v1::MutationBody body;
};

// One per write transaction, or savepoint of it. Errors are of the database; what a rule refuses is
// an outcome.
class Ingest {
 public:
  Ingest(const Context& context, Grants& grants)
      : context_(context), grants_(grants), log_(context), rows_(context), history_(context) {}

  // Applies every edit, stores the mutation with its outcome, and tells the observer.
  absl::StatusOr<sync::v1::MutationOutcome> Apply(const Incoming& mutation);
  // Stores a mutation that is refused as a whole; `body` is kept as it came.
  absl::StatusOr<sync::v1::MutationOutcome> Refuse(const std::string& uuid, const Author& author,
                                                   const std::string& body, const char* reason);
  // Writes the scopes' heads and the history's. Call it when the last mutation is in, before the
  // savepoint or the transaction ends.
  absl::Status Finish();
  // The stored outcome; nullopt: the mutation is unknown.
  absl::StatusOr<std::optional<sync::v1::MutationOutcome>> Known(absl::string_view uuid);

 private:
  class Following;
  using Outcome = sync::v1::EditOutcome;
  // One edit of one mutation, on its way.
  struct Job {
    const Incoming& mutation;
    const sync::v1::Edit& edit;
    int index;
    const schema::Entity* entity = nullptr;
  };

  absl::StatusOr<Outcome> ApplyEdit(Job job);
  absl::StatusOr<Outcome> Create(const Job& job);
  absl::StatusOr<Outcome> Update(const Job& job, RowState state);
  absl::StatusOr<Outcome> Delete(const Job& job, RowState state);

  // The row that a create edit writes; a reason when a rule refuses it.
  absl::StatusOr<RowState> NewRow(const Job& job, std::string& refused, std::string& detail);
  // What refuses an update's fields before any merge; "" when nothing does.
  std::string CheckFields(const Job& job, std::string& detail);
  // Where a new row goes: its parent's scope or its own. nullopt with `outcome` set: not now.
  absl::StatusOr<std::optional<int64_t>> PlaceOf(const Job& job, const RowState& row,
                                                 Outcome& outcome);
  absl::Status WriteNew(RowState& state);
  absl::Status MergeFields(const Job& job, RowState& state, Outcome& outcome);
  absl::StatusOr<std::string> KeepConflict(const RowState& about, int field,
                                           const merge::Current& current,
                                           const merge::Incoming& incoming, bool incoming_shown);
  // Writes a changed row and logs it; moves it when its scope field changed.
  absl::Status WriteChanged(RowState& state);
  absl::Status Move(RowState& state, int64_t to);
  absl::StatusOr<Access> AccessTo(const Job& job, const RowState& row, int64_t trunk);
  // Merges one field. What lowers a field that is only raised is parked; who decides a conflict
  // between two states may take either.
  absl::StatusOr<merge::Merged> MergeOne(const Job& job, const RowState& state, int index,
                                         const merge::Incoming& incoming);
  absl::Status ReleaseHeld(absl::string_view row_id);
  // Records another outcome of one edit: it stands from now on.
  absl::Status AmendOutcome(const std::string& uuid, int index, Outcome outcome);
  absl::Status TellObserver(const Incoming& mutation);
  void NoteWritten(const RowState& state, bool created) {
    if (context_.observer == nullptr || following_) return;
    written_.push_back({.entity = state.entity, .row_id = state.id(), .created = created});
  }

  absl::StatusOr<Outcome> Park(const Job& job, const char* reason);
  absl::StatusOr<Outcome> Reject(const Job& job, absl::string_view reason,
                                 absl::string_view detail);
  absl::StatusOr<Outcome> Hold(const Job& job, absl::string_view waits_for);
  absl::Status NoteParked(const Job& job, absl::string_view reason, absl::string_view fields);
  absl::Status Store(const std::string& uuid, const Author& author, bool clock_trusted,
                     const std::string& body, const sync::v1::MutationOutcome& outcome);

  const Context& context_;
  Grants& grants_;
  ScopeLog log_;
  RowStore rows_;
  History history_;
  std::optional<bool> any_held_;  // Whether any edit waits for a row; unknown at first.
  std::vector<Written> written_;  // By the mutation at work, when there is an observer.
  bool following_ = false;        // What is written now follows from a mutation.
};

}  // namespace zoufang::hub
