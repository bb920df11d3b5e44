#include "server/storage/tasks.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_join.h"
#include "domain/errors.h"
#include "sync/base/hash.h"
#include "sync/base/random.h"
#include "sync/schema/row.h"

namespace zoufang::storage {

// ?1 prefixes as a JSON array, ?2 also closed ones (2 is TASK_STATE_CLOSED), ?3 ?4 the task before,
// ?5 the limit.
constexpr char kPage[] =
    "WHERE (?2 OR state<>2) AND (coalesce(made_at, 0), id) > (?3, ?4)"
    " AND EXISTS (SELECT 1 FROM json_each(?1) AS area"
    " WHERE substr(area_code, 1, length(area.value))=area.value)"
    " ORDER BY coalesce(made_at, 0), id LIMIT ?5";

absl::StatusOr<std::vector<v1::Task>> ListTasks(sql::Database& database,
                                                const schema::Catalogue& catalogue,
                                                const TaskQuery& query) {
  ASSIGN_OR_RETURN(
      auto found,
      Select<v1::Task>(database, catalogue, kPage,
                       {schema::SetText(query.areas), int64_t{query.with_closed}, query.after_us,
                        query.after_id, static_cast<int64_t>(query.limit)}));
  std::vector<v1::Task> tasks;
  tasks.reserve(found.size());
  for (auto& task : found) tasks.push_back(std::move(task.message));
  return tasks;
}

absl::StatusOr<v1::Task> FindTask(sql::Database& database, const schema::Catalogue& catalogue,
                                  absl::string_view id) {
  ASSIGN_OR_RETURN(auto found,
                   Select<v1::Task>(database, catalogue, "WHERE id=?1", {std::string(id)}));
  if (found.empty()) return domain::TaskNotFound(id);
  return std::move(found.front().message);
}

std::string TaskId(v1::TaskKind kind, std::vector<std::string> subjects) {
  std::sort(subjects.begin(), subjects.end());
  return base::UuidFromDigest(base::Sha256(
      {"task", base::BigEndian(static_cast<int64_t>(kind)), absl::StrJoin(subjects, " ")}));
}

}  // namespace zoufang::storage
