// What IdentityService does besides the steps of asking and deciding, for one caller.
#pragma once

#include "absl/status/statusor.h"
#include "server/rpc/complaint_settings.h"
#include "server/rpc/parts.h"
#include "zoufang/v1/identity_service.pb.h"

namespace zoufang::rpc {

class IdentityWork {
 public:
  // All outlive it.
  IdentityWork(const Parts& parts, const ComplaintSettings& settings, const Caller& caller)
      : parts_(parts), settings_(settings), caller_(caller) {}

  // Enters the reading in the history, then opens the box. The answer is not kept for repeats.
  absl::StatusOr<v1::OpenedIdentity> Open(const v1::OpenIdentityRequest& request);

 private:
  const Parts& parts_;
  const ComplaintSettings& settings_;
  const Caller& caller_;
};

}  // namespace zoufang::rpc
