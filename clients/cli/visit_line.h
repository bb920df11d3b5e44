// One visit as a line of JSON: what was noted on paper, or exported by another program.
#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/fieldwork/visits.h"

namespace zoufang::cli {

// Reads {"organization_id": "…", "kind": "OUTREACH", "purpose": "…", "summary": "…",
// "started_at": "2026-03-04 10:30", "answers": {"address_matches": "是"}}; organization_id (an id
// or a credit code) alone is required. VISIT_LINE_MALFORMED names the line.
absl::StatusOr<fieldwork::NewVisit> ParseVisitLine(absl::string_view text, int line);

}  // namespace zoufang::cli
