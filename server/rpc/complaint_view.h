// What a case looks like to its citizen and to staff.
#pragma once

#include "absl/time/time.h"
#include "domain/complaint_workflow.h"
#include "zoufang/v1/complaint_service.pb.h"

namespace zoufang::rpc {

// The case as its citizen sees it: no note, no name of staff, no outcome before the notice.
// `survivor`: what it was merged into, or the same case.
v1::ComplaintStatus ForCitizen(const v1::ComplaintDetails& own,
                               const v1::ComplaintDetails& survivor, absl::Time now);

// Adds what depends on the reader and the time.
void CompleteForStaff(const domain::Actor& reader, absl::Time now, v1::ComplaintDetails& details);

}  // namespace zoufang::rpc
