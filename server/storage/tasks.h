// Tasks as the services read them.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/storage/rows.h"
#include "zoufang/v1/task.pb.h"

namespace zoufang::storage {

struct TaskQuery {
  std::vector<std::string> areas;  // Division-code prefixes; "" covers all.
  bool with_closed = false;
  int64_t after_us = INT64_MIN;  // Together with after_id: the last one of the page before.
  std::string after_id;
  int limit = 0;
};

// The oldest first.
absl::StatusOr<std::vector<v1::Task>> ListTasks(sql::Database& database,
                                                const schema::Catalogue& catalogue,
                                                const TaskQuery& query);
// NOT_FOUND TASK_NOT_FOUND.
absl::StatusOr<v1::Task> FindTask(sql::Database& database, const schema::Catalogue& catalogue,
                                  absl::string_view id);

// A task's id follows from its kind and subjects, in whatever order: one finding makes one task.
std::string TaskId(v1::TaskKind kind, std::vector<std::string> subjects);

}  // namespace zoufang::storage
