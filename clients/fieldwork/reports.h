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

struct NewOralComplaint {
  std::string organization;  // Id or credit code; empty: it is not registered, or not known which.
  std::string subject_name;  // How the citizen calls it.
  std::string area_code;     // Where it was told, when no organisation is named.
  std::string category;
  std::string narrative;  // Nothing that identifies the citizen.
};

// Saves what a citizen told an officer, and returns its id; the server makes a complaint of it.
absl::StatusOr<std::string> TakeOralComplaint(Tablet& tablet, const NewOralComplaint& complaint);

// Saves what the officer says about the app, for the first of the officer's areas; returns its id.
absl::StatusOr<std::string> WriteFeedback(Tablet& tablet, const std::string& text,
                                          const std::string& app_version);
// The first of the officer's areas, the smallest units first; "" when there is none.
absl::StatusOr<std::string> FirstArea(Tablet& tablet);

struct NewCorrection {
  std::string organization;  // Id or credit code.
  std::string field;         // A field of Organization, by its name or Chinese label.
  std::string value;
  std::string evidence;
};

// Saves the proposal together with what the registry says now, and returns its id.
absl::StatusOr<std::string> ReportCorrection(Tablet& tablet, const NewCorrection& correction);

}  // namespace zoufang::fieldwork
