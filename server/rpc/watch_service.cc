#include "server/rpc/watch_service.h"

#include "server/rpc/watch_call.h"

namespace zoufang::rpc {

grpc::ServerWriteReactor<sync::v1::WatchReply>* WatchService::WatchChanges(
    grpc::CallbackServerContext* context, const v1::WatchChangesRequest*) {
  auto* const call =
      new WatchCall(parts_.gate, watches_, parts_.gate.Read(context, "WatchService.WatchChanges"),
                    Audience::kDesk);
  call->Start();
  return call;
}

}  // namespace zoufang::rpc
