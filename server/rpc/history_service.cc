#include "server/rpc/history_service.h"

#include "server/rpc/history_work.h"
#include "sync/base/status.h"

namespace zoufang::rpc {

grpc::ServerUnaryReactor* HistoryService::ListRowHistory(grpc::CallbackServerContext* context,
                                                         const v1::ListRowHistoryRequest* request,
                                                         v1::ListRowHistoryResponse* response) {
  return parts_.gate.Handle(
      context, "HistoryService.ListRowHistory", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, HistoryWork(parts_, caller).List(*request));
        return absl::OkStatus();
      });
}

}  // namespace zoufang::rpc
