// How a case stands against its legal clock.
#pragma once

#include "absl/time/civil_time.h"
#include "domain/complaint_clock.h"
#include "zoufang/v1/complaint_service.pb.h"

namespace zoufang::domain {

// The profile a case runs under; the default for a case from before profiles were pinned.
const ClockProfile& ProfileOf(const v1::Complaint& complaint);

// Moves the clock of `complaint`, whose state is already the one that `action` led to, and sets
// due_on and what it follows from. Filing, accepting, a review and reopening start a limit anew;
// asking the citizen and pausing stop it; an answer and resuming let it go on, later by the days it
// stood; an approved extension lengthens it; where nothing is to be done, none runs.
void MoveClock(const WorkingDays& calendar, v1::ComplaintAction action, absl::CivilDay today,
               v1::Complaint& complaint);

// The clock of a case as it shows on `today`.
v1::ComplaintClock ClockOn(const WorkingDays& calendar, const v1::Complaint& complaint,
                           absl::CivilDay today);

// Why a day that was counted over `unknown_year` may move, in Chinese; "" for 0.
std::string UnknownYearWarning(int unknown_year);

}  // namespace zoufang::domain
