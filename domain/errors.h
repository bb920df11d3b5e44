// Every error that the product can return beyond sync's own, by name. Reasons are spelled here
// only.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "sync/base/error.h"

namespace zoufang::domain {

// Calls.
absl::Status ServerBusy();                       // RESOURCE_EXHAUSTED SERVER_BUSY, RetryInfo
absl::Status TooManyCalls(absl::Duration wait);  // RESOURCE_EXHAUSTED TOO_MANY_CALLS, RetryInfo
absl::Status StorageUnavailable();               // UNAVAILABLE STORAGE_UNAVAILABLE, RetryInfo
absl::Status InternalError();                    // INTERNAL INTERNAL_ERROR
absl::Status CallCancelled();                    // CANCELLED CALL_CANCELLED
absl::Status RequestIdReused();                  // ALREADY_EXISTS REQUEST_ID_REUSED
absl::Status PageTokenInvalid();                 // INVALID_ARGUMENT PAGE_TOKEN_INVALID

// Who is calling.
absl::Status NotSignedIn();            // UNAUTHENTICATED NOT_SIGNED_IN
absl::Status TokenInvalid();           // UNAUTHENTICATED TOKEN_INVALID
absl::Status SignInFailed();           // UNAUTHENTICATED SIGN_IN_FAILED
absl::Status EnrollmentCodeInvalid();  // UNAUTHENTICATED ENROLLMENT_CODE_INVALID
absl::Status TooManyAttempts(
    absl::Duration wait);       // RESOURCE_EXHAUSTED TOO_MANY_ATTEMPTS, RetryInfo
absl::Status InstallRevoked();  // PERMISSION_DENIED INSTALL_REVOKED
absl::Status RoleNotAllowed(absl::string_view method);  // PERMISSION_DENIED ROLE_NOT_ALLOWED
absl::Status TabletTokenNeeded();                       // PERMISSION_DENIED TABLET_TOKEN_NEEDED
absl::Status OutsideArea(absl::string_view area_code);  // PERMISSION_DENIED OUTSIDE_AREA

// Accounts and tablets.
absl::Status AccountExists(absl::string_view user_name);    // ALREADY_EXISTS ACCOUNT_EXISTS
absl::Status AccountNotFound(absl::string_view user_name);  // NOT_FOUND ACCOUNT_NOT_FOUND
absl::Status AccountDisabled(absl::string_view user_name);  // FAILED_PRECONDITION ACCOUNT_DISABLED
absl::Status AccountCannotEnroll(
    absl::string_view user_name);                   // FAILED_PRECONDITION ACCOUNT_CANNOT_ENROLL
absl::Status OwnAccount();                          // FAILED_PRECONDITION OWN_ACCOUNT
absl::Status DeviceNotFound(absl::string_view id);  // NOT_FOUND DEVICE_NOT_FOUND

// Organisations and visits.
absl::Status OrganizationNotFound(absl::string_view key);  // NOT_FOUND ORGANIZATION_NOT_FOUND
absl::Status CreditCodeInvalid(std::string zh,
                               std::string en);    // INVALID_ARGUMENT CREDIT_CODE_INVALID
absl::Status VisitNotFound(absl::string_view id);  // NOT_FOUND VISIT_NOT_FOUND
absl::Status VisitChanged(absl::string_view id);   // ABORTED VISIT_CHANGED
absl::Status VisitState(absl::string_view id,
                        absl::string_view state_zh);  // FAILED_PRECONDITION VISIT_STATE
// A row or an edit that the ingest did not take; `reason` and `zh` are its outcome's.
absl::Status EditNotTaken(absl::string_view reason,
                          absl::string_view zh);  // FAILED_PRECONDITION EDIT_NOT_TAKEN

absl::Status FindingNotFound(absl::string_view id);  // NOT_FOUND FINDING_NOT_FOUND
// The finding's rectification is not where the step begins.
absl::Status FindingState(absl::string_view id);        // FAILED_PRECONDITION FINDING_STATE
absl::Status ReportNotFound(absl::string_view id);      // NOT_FOUND REPORT_NOT_FOUND
absl::Status DivisionNotFound(absl::string_view code);  // NOT_FOUND DIVISION_NOT_FOUND

// Conflicts, attention, tasks.
absl::Status ConflictNotFound(absl::string_view id);     // NOT_FOUND CONFLICT_NOT_FOUND
absl::Status ConflictResolved(absl::string_view id);     // FAILED_PRECONDITION CONFLICT_RESOLVED
absl::Status ConflictChanged(absl::string_view id);      // ABORTED CONFLICT_CHANGED
absl::Status AttentionNotFound(absl::string_view id);    // NOT_FOUND ATTENTION_NOT_FOUND
absl::Status AttentionSettled(absl::string_view id);     // FAILED_PRECONDITION ATTENTION_SETTLED
absl::Status AttentionUnreadable(absl::string_view id);  // FAILED_PRECONDITION ATTENTION_UNREADABLE
absl::Status AttentionWaits(absl::string_view id);       // FAILED_PRECONDITION ATTENTION_WAITS
absl::Status TaskNotFound(absl::string_view id);         // NOT_FOUND TASK_NOT_FOUND
absl::Status TaskClosed(absl::string_view id);           // FAILED_PRECONDITION TASK_CLOSED

// Withdrawn tablets.
absl::Status InstallNotRevoked();                        // PERMISSION_DENIED INSTALL_NOT_REVOKED
absl::Status QuarantinedNotFound(absl::string_view id);  // NOT_FOUND QUARANTINED_NOT_FOUND
absl::Status QuarantinedDecided(absl::string_view id);   // FAILED_PRECONDITION QUARANTINED_DECIDED

// Complaints.
absl::Status ComplaintNotFound(absl::string_view id);  // NOT_FOUND COMPLAINT_NOT_FOUND
absl::Status ComplaintSecretWrong();                   // PERMISSION_DENIED COMPLAINT_SECRET_WRONG
absl::Status ComplaintState(absl::string_view state_zh);  // FAILED_PRECONDITION COMPLAINT_STATE
absl::Status ReporterCannotBeSealed();  // FAILED_PRECONDITION REPORTER_CANNOT_BE_SEALED
absl::Status ComplaintNumbersUsedUp();  // RESOURCE_EXHAUSTED COMPLAINT_NUMBERS_USED_UP

// Keeping the data.
absl::Status BackupNotSound(absl::string_view path,
                            absl::string_view problem_zh);  // DATA_LOSS BACKUP_NOT_SOUND
absl::Status RowNotFound(absl::string_view id);             // NOT_FOUND ROW_NOT_FOUND

// Starting the server.
absl::Status DirectoryInUse(absl::string_view directory);  // FAILED_PRECONDITION DIRECTORY_IN_USE
absl::Status DirectoryNotInitialised(
    absl::string_view directory);  // FAILED_PRECONDITION DIRECTORY_NOT_INITIALISED
absl::Status DirectoryAlreadyInitialised(
    absl::string_view directory);  // ALREADY_EXISTS DIRECTORY_ALREADY_INITIALISED
absl::Status PathUnusable(absl::string_view path,
                          absl::string_view problem);  // FAILED_PRECONDITION PATH_UNUSABLE
absl::Status PlaintextOffLoopback(
    absl::string_view address);                        // FAILED_PRECONDITION PLAINTEXT_OFF_LOOPBACK
absl::Status CannotListen(absl::string_view address);  // UNAVAILABLE CANNOT_LISTEN
absl::Status OptionInvalid(absl::string_view option, absl::string_view zh,
                           absl::string_view en);  // INVALID_ARGUMENT OPTION_INVALID

}  // namespace zoufang::domain
