// Visits on the tablet, from the start to the end. Every change is one save.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "clients/fieldwork/edits.h"
#include "clients/fieldwork/tablet.h"
#include "zoufang/v1/visit.pb.h"
#include "zoufang/v1/visit_service.pb.h"

namespace zoufang::fieldwork {

// What somebody answered to a question, as typed.
struct TypedAnswer {
  std::string question_id;
  std::string text;
};

struct NewVisit {
  std::string organization;  // Id or credit code.
  v1::VisitKind kind = v1::VISIT_KIND_OUTREACH;
  std::string purpose;
  std::string summary;
  std::string point;                     // "latitude,longitude", or …
  std::string point_absent_reason;       // … why there is none; empty: "未采集".
  std::optional<absl::Time> started_at;  // nullopt: now.
  std::vector<TypedAnswer> answers;
};

struct NewFinding {
  std::string item_code;
  int severity = 0;  // 1 slight to 4 urgent.
  std::string description;
  std::string due_on;  // YYYY-MM-DD, or empty.
};

// A visit takes answers, notes, findings, needs and participants while it is a draft (VISIT_STATE
// otherwise). ROW_NOT_ON_TABLET when it is not here.
class Visits {
 public:
  explicit Visits(Tablet& tablet) : tablet_(tablet) {}

  // Makes the visit with one row for each question of the form, whole or not at all, and returns
  // its id. OUTSIDE_AREA before the officer goes through it all for nothing: the server would park
  // it.
  absl::StatusOr<std::string> Start(const NewVisit& visit);
  absl::Status Answer(absl::string_view id, const std::vector<TypedAnswer>& answers);
  // Says why a question is left out. SKIP_NOT_ALLOWED for one that the law requires.
  absl::Status Skip(absl::string_view id, absl::string_view question_id, absl::string_view reason);
  // Answers what is still unanswered, of these questions or (none named) of all, as on the
  // organisation's last finished visit; returns how many.
  absl::StatusOr<int> AnswerUnchanged(absl::string_view id,
                                      const std::vector<std::string>& question_ids = {});
  // Appends a line to the summary.
  absl::Status Note(absl::string_view id, absl::string_view line);
  absl::StatusOr<std::string> AddFinding(absl::string_view id, const NewFinding& finding);
  absl::StatusOr<std::string> AddNeed(absl::string_view id, v1::NeedKind kind,
                                      absl::string_view description);
  // Notes a recheck of a finding that waits for one, and closes or reopens it; returns its id.
  // FINDING_STATE.
  absl::StatusOr<std::string> Recheck(absl::string_view finding_id, v1::RecheckResult result,
                                      absl::string_view note);
  // Adds the tablet's user to the participants.
  absl::Status Join(absl::string_view id);
  // Sets several fields of the visit in one save, as typed.
  absl::Status Set(absl::string_view id, const std::vector<FieldChange>& changes);
  // Ends the visit now, notes it in the organisation's profile, and settles the plans that asked
  // for it. INSPECTION_INCOMPLETE, ANSWERS_REQUIRED.
  absl::Status Finish(absl::string_view id);
  // Also voids a finished visit; the reason stays with it.
  absl::Status Void(absl::string_view id, absl::string_view reason);

  // The latest start first. An empty organisation: all on the tablet.
  absl::StatusOr<std::vector<v1::Visit>> List(absl::string_view organization, int limit);
  absl::StatusOr<v1::VisitDetails> Show(absl::string_view id);

 private:
  // Runs `body` on the visit's row in one save, if the visit is a draft.
  absl::Status SaveDraft(absl::string_view id,
                         absl::FunctionRef<absl::Status(sql::Database&, const v1::Visit&)> body);

  Tablet& tablet_;
};

}  // namespace zoufang::fieldwork
