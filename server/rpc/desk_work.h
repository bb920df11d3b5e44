// What DeskService reads and counts, for one caller.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "server/rpc/parts.h"
#include "zoufang/v1/desk_service.pb.h"

namespace zoufang::rpc {

// Each method is the body of the RPC of its name. Changes nothing.
class DeskWork {
 public:
  DeskWork(const Parts& parts, const Caller& caller) : parts_(parts), caller_(caller) {}

  absl::StatusOr<v1::Desk> Get();
  absl::StatusOr<v1::Overview> Overview(const v1::GetOverviewRequest& request);
  absl::StatusOr<v1::ListDivisionsResponse> Divisions(const v1::ListDivisionsRequest& request);
  absl::StatusOr<v1::ListOrganizationsResponse> Organizations(
      const v1::ListOrganizationsRequest& request);
  absl::StatusOr<v1::OrganizationProfile> Profile(const std::string& organization_id);
  absl::StatusOr<v1::SearchAuditResponse> Audit(const v1::SearchAuditRequest& request);

 private:
  const Parts& parts_;
  const Caller& caller_;
};

}  // namespace zoufang::rpc
