// What AdminService does with tablets.
#pragma once

#include "absl/status/statusor.h"
#include "server/rpc/parts.h"
#include "zoufang/v1/admin_service.pb.h"

namespace zoufang::rpc {

// Stateless; each method is the body of an RPC.
class DevicesWork {
 public:
  explicit DevicesWork(const Parts& parts) : parts_(parts) {}

  absl::StatusOr<v1::CreateEnrollmentCodeResponse> CreateCode(
      const Caller& caller, const v1::CreateEnrollmentCodeRequest& request);
  absl::StatusOr<v1::ListDevicesResponse> List(const v1::ListDevicesRequest& request);
  absl::StatusOr<v1::Device> Revoke(const Caller& caller, const v1::RevokeDeviceRequest& request);

 private:
  const Parts& parts_;
};

}  // namespace zoufang::rpc
