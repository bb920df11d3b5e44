// What PlanService changes of a planned visit, for one caller.
#pragma once

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/rpc/once.h"
#include "server/rpc/parts.h"
#include "zoufang/v1/plan_service.pb.h"

namespace zoufang::rpc {

// Each public method is the body of the RPC of its name.
class PlanChange {
 public:
  PlanChange(const Parts& parts, const Caller& caller) : parts_(parts), caller_(caller) {}

  absl::StatusOr<v1::VisitPlanItem> Update(const v1::UpdateVisitPlanRequest& request);
  absl::StatusOr<v1::VisitPlanItem> Cancel(const v1::CancelVisitPlanRequest& request);
  absl::StatusOr<v1::VisitPlanItem> Reopen(const v1::ReopenVisitPlanRequest& request);

 private:
  using Alter = absl::FunctionRef<absl::Status(sql::Database&, v1::VisitPlanItem&)>;

  // Changes the plan `id` once per request: loads it within the caller's areas, lets `alter` change
  // it, saves the difference.
  absl::StatusOr<v1::VisitPlanItem> Change(const RequestKey& key, const std::string& id,
                                           Alter alter);
  absl::Status Save(sql::Database& database, const std::string& uuid, const v1::VisitPlan& wanted);

  const Parts& parts_;
  const Caller& caller_;
};

}  // namespace zoufang::rpc
