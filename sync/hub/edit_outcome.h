// How the outcome of one edit is put together.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "sync/base/error.h"
#include "zoufang/sync/v1/mutation.pb.h"

namespace zoufang::hub {

// The outcome of an edit that nothing stands against: APPLIED.
sync::v1::EditOutcome AppliedOutcome(const sync::v1::Edit& edit);

// Raises the verdict, never lowers it: when the fields of one edit fare differently, what needs a
// person counts (PARKED, then CONFLICT, then MERGED).
void Raise(sync::v1::EditOutcome& outcome, sync::v1::EditOutcome::Verdict verdict,
           absl::string_view reason = "");

// Whether the rows now hold something of the edit.
bool IsTaken(const sync::v1::EditOutcome& outcome);

// What is wrong with an edit's fields, in Chinese.
std::string Describe(const std::vector<base::FieldViolation>& violations);

}  // namespace zoufang::hub
