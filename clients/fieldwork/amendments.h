// Corrections of finished visits, which themselves stay as they were signed.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/fieldwork/tablet.h"
#include "zoufang/v1/visit.pb.h"

namespace zoufang::fieldwork {

struct NewAmendment {
  std::string visit;
  std::string subject;  // What it is about: a question, the summary.
  std::string text;     // What is right.
  std::string reason;
};

// Saves the amendment and returns its id. VISIT_NOT_FINISHED, ROW_NOT_ON_TABLET.
absl::StatusOr<std::string> AmendVisit(Tablet& tablet, const NewAmendment& amendment);

// Says that a finding was none: it is withdrawn, and its visit keeps what it was and why in an
// amendment, saved together. FINDING_STATE unless it is open, ROW_NOT_ON_TABLET.
absl::Status WithdrawFinding(Tablet& tablet, const std::string& finding_id,
                             const std::string& reason);

// The earliest first. Within a read.
absl::StatusOr<std::vector<v1::VisitAmendment>> AmendmentsOf(sql::Database& db,
                                                             const schema::Catalogue& catalogue,
                                                             absl::string_view visit_id);

}  // namespace zoufang::fieldwork
