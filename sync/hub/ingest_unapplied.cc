// Edits that do not become rows, or not yet: parked, rejected, held (ingest.h).
#include <utility>

#include "absl/strings/str_cat.h"
#include "sync/base/errors.h"
#include "sync/base/status.h"
#include "sync/hub/edit_outcome.h"
#include "sync/hub/ingest.h"
#include "sync/hub/outcome_text.h"

namespace zoufang::hub {

using sync::v1::EditOutcome;
using sync::v1::MutationOutcome;

absl::StatusOr<EditOutcome> Ingest::Park(const Job& job, const char* reason) {
  RETURN_IF_ERROR(NoteParked(job, reason, ""));
  EditOutcome outcome = AppliedOutcome(job.edit);
  Raise(outcome, EditOutcome::PARKED, reason);
  return outcome;
}

absl::StatusOr<EditOutcome> Ingest::Reject(const Job& job, absl::string_view reason,
                                           absl::string_view detail) {
  RETURN_IF_ERROR(NoteParked(job, reason, ""));
  EditOutcome outcome = AppliedOutcome(job.edit);
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
  EditOutcome outcome = AppliedOutcome(job.edit);
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

}  // namespace zoufang::hub
