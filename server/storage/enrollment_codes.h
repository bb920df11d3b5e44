// Codes that enrol one tablet each.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "sync/base/random.h"
#include "sync/sql/database.h"

namespace zoufang::storage {

inline constexpr absl::Duration kEnrollmentCodeLife = absl::Hours(24);

// Ten characters that cannot be mistaken for each other (no 0, 1, I, L, O), 49 bits.
std::string NewEnrollmentCode(base::Random& random);

// Keeps the code's hash for `user_id`.
absl::Status InsertEnrollmentCode(sql::Database& database, absl::string_view code,
                                  absl::string_view user_id, absl::Time expires);
// Uses the code up and returns whose it was; spaces, hyphens and lower case do not matter.
// UNAUTHENTICATED ENROLLMENT_CODE_INVALID for a wrong, used or expired one.
absl::StatusOr<std::string> UseEnrollmentCode(sql::Database& database, absl::string_view code,
                                              absl::Time now);

}  // namespace zoufang::storage
