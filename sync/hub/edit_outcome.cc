#include "sync/hub/edit_outcome.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "sync/hub/outcome_text.h"

namespace zoufang::hub {
namespace {

using sync::v1::Edit;
using sync::v1::EditOutcome;

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

}  // namespace

EditOutcome AppliedOutcome(const Edit& edit) {
  EditOutcome outcome;
  outcome.set_verdict(EditOutcome::APPLIED);
  outcome.set_entity(edit.entity());
  outcome.set_row_id(edit.row_id());
  return outcome;
}

void Raise(EditOutcome& outcome, EditOutcome::Verdict verdict, absl::string_view reason) {
  if (Weight(verdict) <= Weight(outcome.verdict())) return;
  outcome.set_verdict(verdict);
  outcome.set_reason(std::string(reason));
  if (!reason.empty()) outcome.set_message(OutcomeText(reason));
}

bool IsTaken(const EditOutcome& outcome) {
  return outcome.verdict() == EditOutcome::APPLIED || outcome.verdict() == EditOutcome::MERGED ||
         outcome.verdict() == EditOutcome::CONFLICT;
}

std::string Describe(const std::vector<base::FieldViolation>& violations) {
  return absl::StrJoin(violations, "；", [](std::string* out, const base::FieldViolation& one) {
    absl::StrAppend(out, one.zh);
  });
}

}  // namespace zoufang::hub
