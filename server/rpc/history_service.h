// HistoryService: what happened to a row.
#pragma once

#include "server/rpc/parts.h"
#include "zoufang/v1/history_service.grpc.pb.h"

namespace zoufang::rpc {

class HistoryService : public v1::HistoryService::CallbackService {
 public:
  explicit HistoryService(const Parts& parts) : parts_(parts) {}

  grpc::ServerUnaryReactor* ListRowHistory(grpc::CallbackServerContext* context,
                                           const v1::ListRowHistoryRequest* request,
                                           v1::ListRowHistoryResponse* response) override;

 private:
  const Parts parts_;
};

}  // namespace zoufang::rpc
