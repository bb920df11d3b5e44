// What withdrawn tablets hand in, and what is decided about it.
#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/rpc/parts.h"
#include "zoufang/sync/v1/sync_service.pb.h"
#include "zoufang/v1/admin_service.pb.h"

namespace zoufang::rpc {

class QuarantineWork {
 public:
  explicit QuarantineWork(const Parts& parts) : parts_(parts) {}

  // SyncService.Surrender: keeps the mutations that have no outcome here; ingests none.
  absl::StatusOr<sync::v1::SurrenderReply> Take(const Caller& caller,
                                                const sync::v1::SurrenderRequest& request);
  absl::StatusOr<v1::ListQuarantineResponse> List(const v1::ListQuarantineRequest& request);
  absl::StatusOr<v1::QuarantinedMutation> Decide(const Caller& caller,
                                                 const v1::DecideQuarantinedRequest& request);

 private:
  const Parts& parts_;
};

}  // namespace zoufang::rpc
