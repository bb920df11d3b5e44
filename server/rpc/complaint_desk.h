// What staff reads of complaints.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "server/rpc/parts.h"
#include "server/storage/complaints.h"
#include "zoufang/v1/complaint_service.pb.h"

namespace zoufang::rpc {

// For one caller; each method is the body of the RPC of its name.
class ComplaintDesk {
 public:
  // Both outlive it.
  ComplaintDesk(const Parts& parts, const Caller& caller)
      : parts_(parts), caller_(caller), complaints_(parts.catalogue) {}

  absl::StatusOr<v1::ListComplaintsResponse> List(const v1::ListComplaintsRequest& request);
  absl::StatusOr<v1::ComplaintDetails> Get(const v1::GetComplaintRequest& request);
  absl::StatusOr<v1::ListHandlersResponse> ListHandlers(const v1::ListHandlersRequest& request);

 private:
  absl::StatusOr<storage::ComplaintQuery> QueryOf(const v1::ListComplaintsRequest& request,
                                                  const std::string& filter, int size);

  const Parts& parts_;
  const Caller& caller_;
  const storage::Complaints complaints_;
};

}  // namespace zoufang::rpc
