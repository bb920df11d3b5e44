// What AdminService does with imports.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "server/rpc/parts.h"
#include "zoufang/v1/admin_service.pb.h"

namespace zoufang::rpc {

// Stateless; each method is the body of the RPC of its name.
class ImportWork {
 public:
  explicit ImportWork(const Parts& parts) : parts_(parts) {}

  absl::StatusOr<v1::ImportResponse> Divisions(const Caller& caller,
                                               const v1::ImportDivisionsRequest& request);
  absl::StatusOr<v1::ImportResponse> Organizations(const Caller& caller,
                                                   const v1::ImportOrganizationsRequest& request);

 private:
  absl::StatusOr<v1::ImportResponse> Foresee(const Caller& caller,
                                             const v1::ImportOrganizationsRequest& request);

  const Parts& parts_;
};

}  // namespace zoufang::rpc
