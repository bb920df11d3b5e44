// What PlanService does with visit forms, for one caller.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/rpc/parts.h"
#include "zoufang/v1/plan_service.pb.h"

namespace zoufang::rpc {

// Each public method is the body of the RPC of its name.
class PlanForms {
 public:
  PlanForms(const Parts& parts, const Caller& caller) : parts_(parts), caller_(caller) {}

  absl::StatusOr<v1::VisitForm> Publish(const v1::PublishVisitFormRequest& request);
  absl::StatusOr<v1::ListVisitFormsResponse> List(const v1::ListVisitFormsRequest& request);

 private:
  absl::Status Save(sql::Database& database, const std::string& uuid, const v1::VisitForm& form);

  const Parts& parts_;
  const Caller& caller_;
};

}  // namespace zoufang::rpc
