// The only place where a status becomes gRPC's.
#pragma once

#include <grpcpp/support/status.h>

#include "absl/status/status.h"

namespace zoufang::rpc {

// What a caller may see of `status`: itself, or a generic error in its stead where it tells of the
// server's inside (storage, SQL, a status without a reason). Two different statuses: log the first.
absl::Status PublicStatus(const absl::Status& status);

// Code, message (at most 1,024 bytes) and the google.rpc details, for the
// grpc-status-details-bin trailer. `status` is a public one.
grpc::Status ToGrpc(const absl::Status& status);

}  // namespace zoufang::rpc
