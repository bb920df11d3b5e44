// What waits for an officer today.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/fieldwork/tablet.h"

namespace zoufang::fieldwork {

enum class WorkKind {
  kDraft,    // An own visit that is not finished.
  kPlan,     // A visit that somebody asked for.
  kRecheck,  // A finding whose rectification waits to be looked at.
  kFinding,  // A finding whose time is running.
};

struct WorkItem {
  WorkKind kind = WorkKind::kPlan;
  std::string id;  // Of the visit, the plan or the finding.
  std::string visit_id;
  std::string organization_id;
  std::string organization_name;
  std::string address;  // Where the field found it, else as registered.
  std::string point;    // "latitude,longitude", or "".
  std::string text;     // Purpose or description.
  std::string due_on;   // YYYY-MM-DD, or "".
  int visit_kind = 0;   // v1::VisitKind of a draft or a plan.
  int priority = 1;     // 1 to 3; of a finding: its severity, 4 as 3.
};

// Overdue first, then by priority, then by due date; what has none last. Drafts lead, as they are
// begun. `today` is YYYY-MM-DD.
absl::StatusOr<std::vector<WorkItem>> ListWork(Tablet& tablet, const std::string& today);

struct NewPlan {
  std::string organization;  // Id or credit code.
  int kind = 1;              // v1::VisitKind.
  std::vector<std::string> assignees;
  std::string due_on;
  int priority = 1;
  std::string purpose;
};

// Asks for a visit and returns the plan's id. OUTSIDE_AREA is the server's to say: it parks the
// plan.
absl::StatusOr<std::string> PlanVisit(Tablet& tablet, const NewPlan& plan);
// Says why a planned visit cannot be made.
absl::Status DeclinePlan(Tablet& tablet, const std::string& id, const std::string& reason);

}  // namespace zoufang::fieldwork
