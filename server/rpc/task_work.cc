#include "server/rpc/task_work.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/entities.h"
#include "domain/errors.h"
#include "google/protobuf/util/time_util.h"
#include "server/rpc/desk.h"
#include "server/rpc/once.h"
#include "server/rpc/page_token.h"
#include "server/storage/save.h"
#include "server/storage/tasks.h"
#include "sync/base/status.h"
#include "sync/hub/edits.h"

namespace zoufang::rpc {

using google::protobuf::util::TimeUtil;

absl::StatusOr<v1::ListTasksResponse> TaskWork::List(const v1::ListTasksRequest& request) {
  Checks checks;
  RequireAreaPrefix(request.area_prefix(), checks);
  RETURN_IF_ERROR(checks.Result());
  ASSIGN_OR_RETURN(const int size, PageSize(request.page_size(), 50, 200));
  const std::string filter =
      absl::StrCat("tasks ", request.area_prefix(), " ", request.include_closed());
  ASSIGN_OR_RETURN(const std::string place, PlaceInPageToken(filter, request.page_token()));
  storage::TaskQuery query{.areas = domain::NarrowAreas(DeskAreas(caller_), request.area_prefix()),
                           .with_closed = request.include_closed(),
                           .limit = size + 1};
  RETURN_IF_ERROR(ReadTimePlace(place, query.after_us, query.after_id));
  v1::ListTasksResponse response;
  RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(auto tasks, storage::ListTasks(database, parts_.catalogue, query));
    response.mutable_tasks()->Add(tasks.begin(), tasks.end());
    return absl::OkStatus();
  }));
  if (response.tasks_size() > size) {
    response.mutable_tasks()->RemoveLast();
    const v1::Task& last = response.tasks(size - 1);
    response.set_next_page_token(MakePageToken(
        filter, TimePlace(TimeUtil::TimestampToMicroseconds(last.made_at()), last.id())));
  }
  return response;
}

absl::StatusOr<v1::Task> TaskWork::Close(const v1::CloseTaskRequest& request) {
  Checks checks;
  RequireReason(request.note(), "note", checks);
  RETURN_IF_ERROR(checks.Result());
  ASSIGN_OR_RETURN(const RequestKey key, KeyOf(caller_, request));
  v1::Task response;
  RETURN_IF_ERROR(parts_.store.Write([&](sql::Database& database) -> absl::Status {
    const absl::Time now = parts_.clock.Now();
    return RunOnce(database, key, response, now, [&]() -> absl::Status {
      RETURN_IF_ERROR(CloseIt(database, key.uuid, request));
      RETURN_IF_ERROR(storage::Audit(database, caller_.Did(request.id()), now));
      ASSIGN_OR_RETURN(response, storage::FindTask(database, parts_.catalogue, request.id()));
      return absl::OkStatus();
    });
  }));
  return response;
}

absl::Status TaskWork::CloseIt(sql::Database& database, const std::string& uuid,
                               const v1::CloseTaskRequest& request) {
  ASSIGN_OR_RETURN(v1::Task task, storage::FindTask(database, parts_.catalogue, request.id()));
  if (!DecidesIn(caller_, schema::AreaScope(task.area_code()))) {
    return domain::OutsideArea(task.area_code());
  }
  if (task.state() == v1::TASK_STATE_CLOSED) return domain::TaskClosed(request.id());
  task.set_state(v1::TASK_STATE_CLOSED);
  task.set_closed_by(caller_.principal.user_name);
  task.set_closing_note(request.note());
  const schema::Entity& entity = domain::EntityOf<v1::Task>(parts_.catalogue);
  ASSIGN_OR_RETURN(const hub::StoredRow stored, hub::LoadRow(database, entity, task.id()));
  ASSIGN_OR_RETURN(const schema::Row row, hub::RowOf(entity, task));
  return storage::Save(parts_.hub, database, {.user_id = caller_.user_id(), .server = true}, uuid,
                       {hub::UpdateEdit(entity, stored, row)});
}

}  // namespace zoufang::rpc
