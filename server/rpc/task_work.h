// What ConflictService does with tasks, for one caller.
#pragma once

#include "absl/status/statusor.h"
#include "server/rpc/parts.h"
#include "zoufang/v1/conflict_service.pb.h"

namespace zoufang::rpc {

// Each method is the body of the RPC of its name.
class TaskWork {
 public:
  TaskWork(const Parts& parts, const Caller& caller) : parts_(parts), caller_(caller) {}

  absl::StatusOr<v1::ListTasksResponse> List(const v1::ListTasksRequest& request);
  absl::StatusOr<v1::Task> Close(const v1::CloseTaskRequest& request);

 private:
  absl::Status CloseIt(sql::Database& database, const std::string& uuid,
                       const v1::CloseTaskRequest& request);

  const Parts& parts_;
  const Caller& caller_;
};

}  // namespace zoufang::rpc
