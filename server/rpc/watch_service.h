// What moved, for pages of the bureau's.
#pragma once

#include "server/rpc/parts.h"
#include "server/rpc/watch_registry.h"
#include "zoufang/v1/watch_service.grpc.pb.h"

namespace zoufang::rpc {

class WatchService : public v1::WatchService::CallbackService {
 public:
  // `watches` outlives the service.
  WatchService(const Parts& parts, WatchRegistry& watches) : parts_(parts), watches_(watches) {}

  grpc::ServerWriteReactor<sync::v1::WatchReply>* WatchChanges(
      grpc::CallbackServerContext* context, const v1::WatchChangesRequest* request) override;

 private:
  const Parts parts_;
  WatchRegistry& watches_;
};

}  // namespace zoufang::rpc
