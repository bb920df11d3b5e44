// What PlanService does to plan and list visits, for one caller.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/rpc/checks.h"
#include "server/rpc/parts.h"
#include "zoufang/v1/plan_service.pb.h"

namespace zoufang::rpc {

// Each public method is the body of the RPC of its name.
class PlanWork {
 public:
  PlanWork(const Parts& parts, const Caller& caller) : parts_(parts), caller_(caller) {}

  absl::StatusOr<v1::PlanVisitsResponse> Plan(const v1::PlanVisitsRequest& request);
  absl::StatusOr<v1::ListVisitPlansResponse> List(const v1::ListVisitPlansRequest& request);
  absl::StatusOr<v1::ListAssigneesResponse> Assignees(const v1::ListAssigneesRequest& request);

 private:
  // The areas of the organisations asked for, in their order.
  absl::StatusOr<std::vector<std::string>> AreasOf(
      sql::Database& database, const google::protobuf::RepeatedPtrField<std::string>& ids);
  // The plans that the request asks for, every field checked.
  absl::StatusOr<std::vector<v1::VisitPlan>> Compose(sql::Database& database,
                                                     const std::string& request_uuid,
                                                     const v1::PlanVisitsRequest& request,
                                                     const std::string& today);

  const Parts& parts_;
  const Caller& caller_;
};

}  // namespace zoufang::rpc
