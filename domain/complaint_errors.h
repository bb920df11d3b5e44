// The errors of working on complaints, by name, beside those of errors.h.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace zoufang::domain {

// The caller filed no case under that number of its own.
absl::Status ExternalCaseNotFound(
    absl::string_view external_id);  // NOT_FOUND EXTERNAL_CASE_NOT_FOUND
// Somebody was faster; `state_zh` is how the case stands now.
absl::Status ComplaintChanged(absl::string_view state_zh);  // ABORTED COMPLAINT_CHANGED
absl::Status Recused();                                     // PERMISSION_DENIED RECUSED
absl::Status OutsideDepartment(
    absl::string_view department);                    // PERMISSION_DENIED OUTSIDE_DEPARTMENT
absl::Status SecondPersonNeeded();                    // FAILED_PRECONDITION SECOND_PERSON_NEEDED
absl::Status ReviewTooLate(absl::string_view until);  // FAILED_PRECONDITION REVIEW_TOO_LATE
absl::Status ExtensionState(absl::string_view zh,
                            absl::string_view en);  // FAILED_PRECONDITION EXTENSION_STATE
absl::Status IdentityState(absl::string_view zh,
                           absl::string_view en);  // FAILED_PRECONDITION IDENTITY_STATE
absl::Status IdentityCannotBeOpened();             // FAILED_PRECONDITION IDENTITY_CANNOT_BE_OPENED
absl::Status IdentityDamaged();                    // DATA_LOSS IDENTITY_DAMAGED
absl::Status EvidenceFull(int most);               // FAILED_PRECONDITION EVIDENCE_FULL
absl::Status MergeTargetUnfit(absl::string_view zh,
                              absl::string_view en);     // FAILED_PRECONDITION MERGE_TARGET_UNFIT
absl::Status HandlerUnfit(absl::string_view user_name);  // FAILED_PRECONDITION HANDLER_UNFIT
absl::Status ClueNotFound(absl::string_view complaint_id);  // NOT_FOUND CLUE_NOT_FOUND
absl::Status ClueState(absl::string_view complaint_id);     // FAILED_PRECONDITION CLUE_STATE

// A filing without an account needs work first, of `bits` over `challenge`: both are in the error's
// metadata. FAILED_PRECONDITION FILING_WORK_NEEDED
absl::Status FilingWorkNeeded(absl::string_view challenge, int bits);

}  // namespace zoufang::domain
