// Every error that work on a tablet can return beyond sync's and the product's own, by name.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace zoufang::fieldwork {

// The tablet.
absl::Status TabletMissing(absl::string_view path);         // NOT_FOUND TABLET_MISSING
absl::Status AlreadyEnrolled(absl::string_view user_name);  // FAILED_PRECONDITION ALREADY_ENROLLED
absl::Status TabletOfAnotherUser(
    absl::string_view user_name);  // FAILED_PRECONDITION TABLET_OF_ANOTHER_USER
absl::Status RowNotOnTablet(absl::string_view label_zh, absl::string_view entity,
                            absl::string_view id);  // NOT_FOUND ROW_NOT_ON_TABLET

// Visits.
absl::Status QuestionUnknown(absl::string_view question_id);  // INVALID_ARGUMENT QUESTION_UNKNOWN
absl::Status AnswerNotOffered(absl::string_view question_zh, absl::string_view question_id,
                              absl::string_view answer);  // INVALID_ARGUMENT ANSWER_NOT_OFFERED
absl::Status InspectionIncomplete(
    absl::string_view missing_zh,
    absl::string_view missing_en);  // FAILED_PRECONDITION INSPECTION_INCOMPLETE
absl::Status AnswersRequired(
    absl::string_view questions_zh);  // FAILED_PRECONDITION ANSWERS_REQUIRED
absl::Status SkipNotAllowed(absl::string_view question_zh,
                            absl::string_view basis);  // FAILED_PRECONDITION SKIP_NOT_ALLOWED
absl::Status VisitNotFinished(absl::string_view id);   // FAILED_PRECONDITION VISIT_NOT_FINISHED

// Edits. `field` is the proto name, `label` what people call it.
absl::Status EntityUnknown(absl::string_view name);  // INVALID_ARGUMENT ENTITY_UNKNOWN
absl::Status FieldUnknown(absl::string_view entity, absl::string_view field,
                          absl::string_view known);  // INVALID_ARGUMENT FIELD_UNKNOWN
absl::Status FieldOfRegistry(absl::string_view label,
                             absl::string_view field);  // PERMISSION_DENIED FIELD_OF_REGISTRY
absl::Status FieldWrittenOnce(absl::string_view label,
                              absl::string_view field);  // FAILED_PRECONDITION FIELD_WRITTEN_ONCE
absl::Status FieldIsNoSet(absl::string_view label,
                          absl::string_view field);  // INVALID_ARGUMENT FIELD_IS_NO_SET
absl::Status ValueUnreadable(absl::string_view label, absl::string_view field,
                             absl::string_view expected_zh,
                             absl::string_view expected_en);  // INVALID_ARGUMENT VALUE_UNREADABLE
absl::Status StepNotAllowed(absl::string_view label, absl::string_view from_zh,
                            absl::string_view to_zh);  // FAILED_PRECONDITION STEP_NOT_ALLOWED

// Edits that were not taken in.
absl::Status AttentionUnknown(absl::string_view id);   // NOT_FOUND ATTENTION_UNKNOWN
absl::Status AttentionNotAgain(absl::string_view id);  // FAILED_PRECONDITION ATTENTION_NOT_AGAIN

// Rechecks.
absl::Status FindingNotForRecheck(absl::string_view id);  // FAILED_PRECONDITION FINDING_STATE
absl::Status FindingNotOpen(absl::string_view id);        // FAILED_PRECONDITION FINDING_STATE

// Conflicts.
absl::Status OneValueOnly(absl::string_view label,
                          absl::string_view field);  // INVALID_ARGUMENT ONE_VALUE_ONLY
absl::Status ConflictAlreadyResolved(
    absl::string_view id);  // FAILED_PRECONDITION CONFLICT_RESOLVED
absl::Status ConflictOfNewerVersion(
    absl::string_view id);  // FAILED_PRECONDITION CONFLICT_OF_NEWER_VERSION

}  // namespace zoufang::fieldwork
