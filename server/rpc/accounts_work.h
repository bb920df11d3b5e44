// What AdminService does with accounts and tablets.
#pragma once

#include "absl/status/statusor.h"
#include "server/rpc/parts.h"
#include "zoufang/v1/admin_service.pb.h"

namespace zoufang::rpc {

// Stateless; each method is the body of the RPC of its name.
class AccountsWork {
 public:
  explicit AccountsWork(const Parts& parts) : parts_(parts) {}

  absl::StatusOr<v1::Account> Create(const Caller& caller, const v1::CreateAccountRequest& request);
  absl::StatusOr<v1::ListAccountsResponse> List(const v1::ListAccountsRequest& request);
  absl::StatusOr<v1::Account> SetAreas(const Caller& caller,
                                       const v1::SetAccountAreasRequest& request);
  absl::StatusOr<v1::Account> Disable(const Caller& caller,
                                      const v1::DisableAccountRequest& request);
  absl::StatusOr<v1::CreateEnrollmentCodeResponse> CreateCode(
      const Caller& caller, const v1::CreateEnrollmentCodeRequest& request);
  absl::StatusOr<v1::ListDevicesResponse> ListDevices(const v1::ListDevicesRequest& request);
  absl::StatusOr<v1::Device> RevokeDevice(const Caller& caller,
                                          const v1::RevokeDeviceRequest& request);

 private:
  const Parts& parts_;
};

}  // namespace zoufang::rpc
