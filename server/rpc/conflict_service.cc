#include "server/rpc/conflict_service.h"

#include "server/rpc/attention_work.h"
#include "server/rpc/conflict_work.h"
#include "server/rpc/task_work.h"
#include "sync/base/status.h"

namespace zoufang::rpc {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;

ServerUnaryReactor* ConflictService::ListConflicts(CallbackServerContext* context,
                                                   const v1::ListConflictsRequest* request,
                                                   v1::ListConflictsResponse* response) {
  return parts_.gate.Handle(
      context, "ConflictService.ListConflicts", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, ConflictWork(parts_, caller).List(*request));
        return absl::OkStatus();
      });
}

ServerUnaryReactor* ConflictService::GetConflict(CallbackServerContext* context,
                                                 const v1::GetConflictRequest* request,
                                                 v1::ConflictDetails* response) {
  return parts_.gate.Handle(
      context, "ConflictService.GetConflict", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, ConflictWork(parts_, caller).Get(request->id()));
        return absl::OkStatus();
      });
}

ServerUnaryReactor* ConflictService::ResolveConflict(CallbackServerContext* context,
                                                     const v1::ResolveConflictRequest* request,
                                                     v1::ConflictDetails* response) {
  return parts_.gate.Handle(
      context, "ConflictService.ResolveConflict", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, ConflictWork(parts_, caller).Resolve(*request));
        return absl::OkStatus();
      });
}

ServerUnaryReactor* ConflictService::ListAttention(CallbackServerContext* context,
                                                   const v1::ListAttentionRequest* request,
                                                   v1::ListAttentionResponse* response) {
  return parts_.gate.Handle(
      context, "ConflictService.ListAttention", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, AttentionWork(parts_, caller).List(*request));
        return absl::OkStatus();
      });
}

ServerUnaryReactor* ConflictService::ResubmitEdit(CallbackServerContext* context,
                                                  const v1::ResubmitEditRequest* request,
                                                  v1::AttentionItem* response) {
  return parts_.gate.Handle(
      context, "ConflictService.ResubmitEdit", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, AttentionWork(parts_, caller).Resubmit(*request));
        return absl::OkStatus();
      });
}

ServerUnaryReactor* ConflictService::DismissEdit(CallbackServerContext* context,
                                                 const v1::DismissEditRequest* request,
                                                 v1::AttentionItem* response) {
  return parts_.gate.Handle(
      context, "ConflictService.DismissEdit", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, AttentionWork(parts_, caller).Dismiss(*request));
        return absl::OkStatus();
      });
}

ServerUnaryReactor* ConflictService::ListTasks(CallbackServerContext* context,
                                               const v1::ListTasksRequest* request,
                                               v1::ListTasksResponse* response) {
  return parts_.gate.Handle(context, "ConflictService.ListTasks",
                            [=, this](const Caller& caller) -> absl::Status {
                              ASSIGN_OR_RETURN(*response, TaskWork(parts_, caller).List(*request));
                              return absl::OkStatus();
                            });
}

ServerUnaryReactor* ConflictService::CloseTask(CallbackServerContext* context,
                                               const v1::CloseTaskRequest* request,
                                               v1::Task* response) {
  return parts_.gate.Handle(context, "ConflictService.CloseTask",
                            [=, this](const Caller& caller) -> absl::Status {
                              ASSIGN_OR_RETURN(*response, TaskWork(parts_, caller).Close(*request));
                              return absl::OkStatus();
                            });
}

}  // namespace zoufang::rpc
