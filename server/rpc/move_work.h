// AdminService.MoveOrganization.
#pragma once

#include "absl/status/statusor.h"
#include "server/rpc/parts.h"
#include "zoufang/v1/admin_service.pb.h"

namespace zoufang::rpc {

class MoveWork {
 public:
  explicit MoveWork(const Parts& parts) : parts_(parts) {}

  // Moves the organisation, its profile and its visits, with all that belongs to them, in one
  // commit: each row leaves the old scope's log and enters the new one's.
  absl::StatusOr<v1::MoveOrganizationResponse> Move(const Caller& caller,
                                                    const v1::MoveOrganizationRequest& request);

 private:
  absl::Status MoveRows(sql::Database& database, const Caller& caller, const std::string& uuid,
                        const v1::MoveOrganizationRequest& request);

  const Parts& parts_;
};

}  // namespace zoufang::rpc
