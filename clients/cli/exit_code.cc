#include "clients/cli/exit_code.h"

#include "clients/cli/errors.h"
#include "sync/base/error.h"

namespace zoufang::cli {

ExitCode ExitCodeOf(const absl::Status& status) {
  if (status.ok()) return kDone;
  if (base::ReasonOf(status) == kWrongUsageReason) return kWrongUsage;
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kResourceExhausted:
      return kLater;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kUnauthenticated:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kOutOfRange:
      return kRefused;
    default:
      return kFailed;
  }
}

}  // namespace zoufang::cli
