// Reports that stand apart from a visit: risks, and corrections of the registry's facts.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "clients/fieldwork/tablet.h"

namespace zoufang::fieldwork {

struct NewRiskReport {
  std::string organization;  // Id or credit code.
  std::string category;
  int severity = 0;  // 1 slight to 4 urgent.
  std::string description;
};

// Saves the report, in the organisation's area, and returns its id.
absl::StatusOr<std::string> ReportRisk(Tablet& tablet, const NewRiskReport& report);

struct NewCorrection {
  std::string organization;  // Id or credit code.
  std::string field;         // A field of Organization, by its name or Chinese label.
  std::string value;
  std::string evidence;
};

// Saves the proposal together with what the registry says now, and returns its id.
absl::StatusOr<std::string> ReportCorrection(Tablet& tablet, const NewCorrection& correction);

}  // namespace zoufang::fieldwork
