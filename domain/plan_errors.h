// Errors about planned visits and visit forms, by name; the product's others are in errors.h.
#pragma once

#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "sync/base/error.h"

namespace zoufang::domain {

absl::Status PlanNotFound(absl::string_view id);  // NOT_FOUND PLAN_NOT_FOUND
absl::Status PlanChanged(absl::string_view id);   // ABORTED PLAN_CHANGED
absl::Status PlanState(absl::string_view id,
                       absl::string_view state_zh);  // FAILED_PRECONDITION PLAN_STATE
// INVALID_ARGUMENT FORM_INVALID with at least one problem, each by its JSON path below "content";
// the first ten travel.
absl::Status FormInvalid(std::vector<base::FieldViolation> problems);
absl::Status FormVersionExists(absl::string_view version);  // ALREADY_EXISTS FORM_VERSION_EXISTS

}  // namespace zoufang::domain
