// What the program's exit says to a script.
#pragma once

#include "absl/status/status.h"

namespace zoufang::cli {

enum ExitCode {
  kDone = 0,
  kFailed = 1,
  kWrongUsage = 2,
  kLater = 3,    // The server cannot be reached or is busy: nothing is lost, try again.
  kRefused = 4,  // By a rule, for lack of permission, or because there is no such thing.
};

ExitCode ExitCodeOf(const absl::Status& status);

}  // namespace zoufang::cli
