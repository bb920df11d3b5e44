// What AdminService does with accounts.
#pragma once

#include "absl/status/statusor.h"
#include "server/rpc/parts.h"
#include "zoufang/v1/admin_service.pb.h"

namespace zoufang::rpc {

// Stateless; each method is the body of an RPC.
class AccountsWork {
 public:
  explicit AccountsWork(const Parts& parts) : parts_(parts) {}

  absl::StatusOr<v1::Account> Create(const Caller& caller, const v1::CreateAccountRequest& request);
  absl::StatusOr<v1::ListAccountsResponse> List(const v1::ListAccountsRequest& request);
  absl::StatusOr<v1::Account> SetAreas(const Caller& caller,
                                       const v1::SetAccountAreasRequest& request);
  absl::StatusOr<v1::Account> SetDepartment(const Caller& caller,
                                            const v1::SetAccountDepartmentRequest& request);
  absl::StatusOr<v1::Account> Disable(const Caller& caller,
                                      const v1::DisableAccountRequest& request);

 private:
  const Parts& parts_;
};

}  // namespace zoufang::rpc
