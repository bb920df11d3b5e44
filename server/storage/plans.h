// Planned visits and visit forms as the services read them.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/storage/accounts.h"
#include "server/storage/rows.h"
#include "zoufang/v1/plan_service.pb.h"

namespace zoufang::storage {

struct PlanQuery {
  std::vector<std::string> areas;  // Division-code prefixes; "" covers all.
  std::string organization_id;     // "": of all.
  std::vector<int> states;         // Empty: all.
  std::string assignee;            // A user name; "": of all.
  std::string today;               // YYYY-MM-DD in the city.
  bool only_overdue = false;
  std::string after;  // PlanPlace of the last one of the page before; "": begin.
  int limit = 0;
};

// Where a plan stands in the list: by its due date, those without one last, then by its id.
std::string PlanPlace(const v1::VisitPlan& plan);
v1::Assignee AssigneeOf(const Account& account);

// Inside the caller's transaction, like all below.
absl::StatusOr<std::vector<v1::VisitPlanItem>> ListPlans(sql::Database& database,
                                                         const schema::Catalogue& catalogue,
                                                         const PlanQuery& query);
// `today` as in PlanQuery. NOT_FOUND PLAN_NOT_FOUND.
absl::StatusOr<v1::VisitPlanItem> FindPlan(sql::Database& database,
                                           const schema::Catalogue& catalogue, absl::string_view id,
                                           absl::string_view today);

struct FormQuery {
  int kind = 0;                   // v1::VisitKind; 0: all.
  int64_t before_us = INT64_MAX;  // Together with before_id: the last one of the page before.
  std::string before_id;
  int limit = 0;
};

// Published forms, the latest first.
absl::StatusOr<std::vector<v1::VisitForm>> ListForms(sql::Database& database,
                                                     const schema::Catalogue& catalogue,
                                                     const FormQuery& query);
// True when a form of that version was published.
absl::StatusOr<bool> HasForm(sql::Database& database, absl::string_view version);

}  // namespace zoufang::storage
