// ConflictService: conflicts, edits that were not taken in, and tasks, for integrators and the
// console.
#pragma once

#include "server/rpc/parts.h"
#include "zoufang/v1/conflict_service.grpc.pb.h"

namespace zoufang::rpc {

class ConflictService : public v1::ConflictService::CallbackService {
 public:
  explicit ConflictService(const Parts& parts) : parts_(parts) {}

  grpc::ServerUnaryReactor* ListConflicts(grpc::CallbackServerContext* context,
                                          const v1::ListConflictsRequest* request,
                                          v1::ListConflictsResponse* response) override;
  grpc::ServerUnaryReactor* GetConflict(grpc::CallbackServerContext* context,
                                        const v1::GetConflictRequest* request,
                                        v1::ConflictDetails* response) override;
  grpc::ServerUnaryReactor* ResolveConflict(grpc::CallbackServerContext* context,
                                            const v1::ResolveConflictRequest* request,
                                            v1::ConflictDetails* response) override;
  grpc::ServerUnaryReactor* ListAttention(grpc::CallbackServerContext* context,
                                          const v1::ListAttentionRequest* request,
                                          v1::ListAttentionResponse* response) override;
  grpc::ServerUnaryReactor* ResubmitEdit(grpc::CallbackServerContext* context,
                                         const v1::ResubmitEditRequest* request,
                                         v1::AttentionItem* response) override;
  grpc::ServerUnaryReactor* DismissEdit(grpc::CallbackServerContext* context,
                                        const v1::DismissEditRequest* request,
                                        v1::AttentionItem* response) override;
  grpc::ServerUnaryReactor* ListTasks(grpc::CallbackServerContext* context,
                                      const v1::ListTasksRequest* request,
                                      v1::ListTasksResponse* response) override;
  grpc::ServerUnaryReactor* CloseTask(grpc::CallbackServerContext* context,
                                      const v1::CloseTaskRequest* request,
                                      v1::Task* response) override;

 private:
  const Parts parts_;
};

}  // namespace zoufang::rpc
