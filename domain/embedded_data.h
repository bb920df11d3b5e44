// Files of data/ that are compiled in.
#pragma once

namespace zoufang::domain {

extern const char kComplaintClocksJson[];
extern const char kInspectionFormJson[];
extern const char kOutreachFormJson[];
extern const char kReplyTemplatesJson[];
extern const char kWorkingDaysJson[];

}  // namespace zoufang::domain
