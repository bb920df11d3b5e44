#include "server/storage/product_rules.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/entities.h"
#include "domain/working_days.h"
#include "google/protobuf/util/time_util.h"
#include "server/storage/accounts.h"
#include "server/storage/case_notices.h"
#include "server/storage/oral_complaints.h"
#include "server/storage/organizations.h"
#include "server/storage/rows.h"
#include "server/storage/tasks.h"
#include "sync/base/status.h"
#include "sync/hub/edits.h"
#include "zoufang/sync/v1/conflict.pb.h"
#include "zoufang/v1/complaint.pb.h"
#include "zoufang/v1/report.pb.h"

namespace zoufang::storage {
namespace {

using google::protobuf::util::TimeUtil;
using sync::v1::Conflict;
using sync::v1::Edit;
using v1::Organization;
using v1::Task;
using v1::Visit;

absl::CivilDay DayOf(const Visit& visit) {
  return domain::DayInShanghai(
      absl::FromUnixMicros(TimeUtil::TimestampToMicroseconds(visit.started_at())));
}

int64_t StartOf(absl::CivilDay day) {
  return absl::ToUnixMicros(absl::FromCivil(day, domain::Shanghai()));
}

// "": the server itself.
absl::StatusOr<std::string> DisplayNameOf(sql::Database& database, const std::string& user_id) {
  ASSIGN_OR_RETURN(const auto account, FindAccountById(database, user_id));
  if (!account.has_value()) return std::string();
  return account->display_name.empty() ? account->user_name : account->display_name;
}

bool Names(const Visit& visit, const std::string& other) {
  return std::find(visit.same_day_visits().begin(), visit.same_day_visits().end(), other) !=
         visit.same_day_visits().end();
}

// ?1 the organisation, ?2 the visit itself, ?3 ?4 the day; 3 is VISIT_STATE_VOIDED.
constexpr char kSameDay[] =
    "WHERE organization_id=?1 AND id<>?2 AND started_at>=?3 AND started_at<?4 AND state<>3"
    " ORDER BY id";
// Whether ?1's organisation has another visit within a day of it, before any row is read whole: of
// most visits written there is none.
constexpr char kAnyNear[] =
    "SELECT 1 FROM visit v JOIN visit o ON o.organization_id=v.organization_id AND o.id<>v.id"
    " WHERE v.id=?1 AND abs(o.started_at-v.started_at)<86400000000 AND o.state<>3";
constexpr char kTwins[] = "WHERE credit_code=?1 AND id<>?2 ORDER BY id";

}  // namespace

absl::Status ProductRules::AfterWrite(const hub::Written& row, hub::FollowUps& follow_ups) {
  if (row.entity->number == domain::EntityOf<Visit>(catalogue_).number) {
    return LinkSameDay(row.row_id, follow_ups);
  }
  if (row.entity->number == domain::EntityOf<Organization>(catalogue_).number) {
    return ReportTwins(row.row_id, follow_ups);
  }
  if (row.entity->number == domain::EntityOf<v1::OralComplaint>(catalogue_).number) {
    return MakeCase(row.row_id, follow_ups);
  }
  if (row.entity->number == domain::EntityOf<v1::ComplaintEvent>(catalogue_).number) {
    return row.created ? TellOthers(row.row_id, follow_ups) : absl::OkStatus();
  }
  if (row.entity->number == domain::EntityOf<Conflict>(catalogue_).number) {
    return row.created ? NameAuthors(row.row_id, follow_ups) : absl::OkStatus();
  }
  return absl::OkStatus();
}

absl::Status ProductRules::MakeCase(const std::string& oral_id, hub::FollowUps& follow_ups) {
  ASSIGN_OR_RETURN(const auto edits,
                   OralComplaintEdits(follow_ups.database(), catalogue_, oral_id, complaint_clock_,
                                      absl::FromUnixMicros(follow_ups.now_us())));
  if (edits.empty()) return absl::OkStatus();
  RETURN_IF_ERROR(follow_ups.Write(edits));
  // Nobody is told of what follows from a write, so of the case's first entry here.
  const uint32_t events = domain::EntityOf<v1::ComplaintEvent>(catalogue_).number;
  for (const Edit& edit : edits) {
    if (edit.entity() == events) RETURN_IF_ERROR(TellOthers(edit.row_id(), follow_ups));
  }
  return absl::OkStatus();
}

absl::Status ProductRules::NameAuthors(const std::string& conflict_id, hub::FollowUps& follow_ups) {
  const schema::Entity& entity = domain::EntityOf<Conflict>(catalogue_);
  ASSIGN_OR_RETURN(const hub::StoredRow stored,
                   hub::LoadRow(follow_ups.database(), entity, conflict_id));
  auto item = hub::MessageOf<Conflict>(entity, stored.row);
  ASSIGN_OR_RETURN(*item.mutable_shown_by_name(),
                   DisplayNameOf(follow_ups.database(), item.shown_by()));
  ASSIGN_OR_RETURN(*item.mutable_kept_by_name(),
                   DisplayNameOf(follow_ups.database(), item.kept_by()));
  ASSIGN_OR_RETURN(const schema::Row row, hub::RowOf(entity, item));
  Edit edit = hub::UpdateEdit(entity, stored, row);
  return edit.fields().empty() ? absl::OkStatus() : follow_ups.Write({std::move(edit)});
}

absl::Status ProductRules::TellOthers(const std::string& event_id, hub::FollowUps& follow_ups) {
  ASSIGN_OR_RETURN(const bool queued,
                   QueueCaseNotice(follow_ups.database(), catalogue_, channels_, event_id,
                                   absl::FromUnixMicros(follow_ups.now_us())));
  if (queued) queued_ = true;
  return absl::OkStatus();
}

absl::Status ProductRules::LinkSameDay(const std::string& visit_id, hub::FollowUps& follow_ups) {
  sql::Database& database = follow_ups.database();
  ASSIGN_OR_RETURN(sql::Statement near, database.Prepare(kAnyNear));
  near.BindBorrowed(1, visit_id);
  ASSIGN_OR_RETURN(const bool any_near, near.Step());
  if (!any_near) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto found,
                   Select<Visit>(database, catalogue_, "WHERE id=?1", {visit_id}));
  if (found.empty() || found[0].message.state() == v1::VISIT_STATE_VOIDED) return absl::OkStatus();
  const Visit& visit = found[0].message;
  const absl::CivilDay day = DayOf(visit);
  ASSIGN_OR_RETURN(const auto others, Select<Visit>(database, catalogue_, kSameDay,
                                                    {visit.organization_id(), visit_id,
                                                     StartOf(day), StartOf(day + 1)}));
  for (const auto& other : others) {
    if (Names(visit, other.message.id()) && Names(other.message, visit_id)) continue;
    RETURN_IF_ERROR(Link(visit, other.message, follow_ups));
  }
  return absl::OkStatus();
}

absl::Status ProductRules::Link(const Visit& visit, const Visit& other,
                                hub::FollowUps& follow_ups) {
  sql::Database& database = follow_ups.database();
  const schema::Entity& entity = domain::EntityOf<Visit>(catalogue_);
  const int field = entity.IndexOf(Visit::kSameDayVisitsFieldNumber);
  std::vector<Edit> edits;
  for (const auto& [id, named] :
       {std::pair(visit.id(), other.id()), std::pair(other.id(), visit.id())}) {
    ASSIGN_OR_RETURN(const hub::StoredRow stored, hub::LoadRow(database, entity, id));
    schema::Row wanted = stored.row;
    ASSIGN_OR_RETURN(std::vector<std::string> members,
                     schema::SetMembers(std::get<std::string>(wanted.values[field])));
    members.push_back(named);
    wanted.values[field] = schema::SetText(std::move(members));
    Edit edit = hub::UpdateEdit(entity, stored, wanted);
    if (!edit.fields().empty()) edits.push_back(std::move(edit));
  }
  ASSIGN_OR_RETURN(const auto organization,
                   Organizations(catalogue_).Find(database, visit.organization_id()));
  Task task;
  task.set_kind(v1::TASK_KIND_SAME_DAY_VISITS);
  task.add_subjects(visit.id());
  task.add_subjects(other.id());
  task.set_area_code(visit.area_code());
  task.set_text(absl::StrCat(organization.has_value() ? organization->name() : "同一社会组织",
                             " 在 ", domain::FormatDay(DayOf(visit)),
                             " 有两次走访记录，请核对是否为同一次。"));
  RETURN_IF_ERROR(AddTask(std::move(task), follow_ups, edits));
  return edits.empty() ? absl::OkStatus() : follow_ups.Write(edits);
}

absl::Status ProductRules::ReportTwins(const std::string& organization_id,
                                       hub::FollowUps& follow_ups) {
  const Organizations organizations(catalogue_);
  sql::Database& database = follow_ups.database();
  ASSIGN_OR_RETURN(const auto organization, organizations.Find(database, organization_id));
  if (!organization.has_value() || organization->credit_code().empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto twins,
                   Select<Organization>(database, catalogue_, kTwins,
                                        {organization->credit_code(), organization_id}));
  for (const auto& twin : twins) {
    Task task;
    task.set_kind(v1::TASK_KIND_MERGE_ORGANIZATIONS);
    task.add_subjects(organization_id);
    task.add_subjects(twin.message.id());
    task.set_area_code(organization->area_code());
    task.set_text(absl::StrCat("“", organization->name(), "”与“", twin.message.name(),
                               "”的统一社会信用代码相同，请核对并合并。"));
    std::vector<Edit> edits;
    RETURN_IF_ERROR(AddTask(std::move(task), follow_ups, edits));
    if (!edits.empty()) RETURN_IF_ERROR(follow_ups.Write(edits));
  }
  return absl::OkStatus();
}

absl::Status ProductRules::AddTask(Task task, hub::FollowUps& follow_ups,
                                   std::vector<Edit>& edits) {
  task.set_id(TaskId(task.kind(), {task.subjects().begin(), task.subjects().end()}));
  const auto made = FindTask(follow_ups.database(), catalogue_, task.id());
  if (made.ok()) return absl::OkStatus();
  if (!absl::IsNotFound(made.status())) return made.status();
  task.set_state(v1::TASK_STATE_OPEN);
  *task.mutable_made_at() = TimeUtil::MicrosecondsToTimestamp(follow_ups.now_us());
  const schema::Entity& entity = domain::EntityOf<Task>(catalogue_);
  ASSIGN_OR_RETURN(const schema::Row row, hub::RowOf(entity, task));
  edits.push_back(hub::CreateEdit(entity, row));
  return absl::OkStatus();
}

}  // namespace zoufang::storage
