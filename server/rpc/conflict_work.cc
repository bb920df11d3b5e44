#include "server/rpc/conflict_work.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/both_values.h"
#include "domain/entities.h"
#include "domain/errors.h"
#include "google/protobuf/util/time_util.h"
#include "server/rpc/desk.h"
#include "server/rpc/once.h"
#include "server/rpc/page_token.h"
#include "server/storage/conflicts.h"
#include "server/storage/row_place.h"
#include "server/storage/save.h"
#include "sync/schema/validate.h"

namespace zoufang::rpc {
namespace {

using google::protobuf::util::TimeUtil;
using sync::v1::Conflict;
using v1::ResolveConflictRequest;

absl::Status Check(const ResolveConflictRequest& request) {
  Checks checks;
  RequireReason(request.reason(), "reason", checks);
  checks.Require(ResolveConflictRequest::Choice_IsValid(request.choice()) &&
                     request.choice() != ResolveConflictRequest::CHOICE_UNSPECIFIED,
                 "choice", "须选择采用哪个值", "is required");
  return checks.Result();
}

absl::Status WrongChoice(absl::string_view field, absl::string_view zh, absl::string_view en) {
  Checks checks;
  checks.Require(false, field, zh, en);
  return checks.Result();
}

}  // namespace

absl::StatusOr<v1::ListConflictsResponse> ConflictWork::List(
    const v1::ListConflictsRequest& request) {
  Checks checks;
  RequireAreaPrefix(request.area_prefix(), checks);
  RETURN_IF_ERROR(checks.Result());
  ASSIGN_OR_RETURN(const int size, PageSize(request.page_size(), 50, 200));
  const std::string filter = absl::StrCat("conflicts ", request.area_prefix(), " ",
                                          request.row_id(), " ", request.include_resolved());
  ASSIGN_OR_RETURN(const std::string place, PlaceInPageToken(filter, request.page_token()));
  storage::ConflictQuery query{
      .row_id = request.row_id(),
      .areas = domain::NarrowAreas(DeskAreas(caller_), request.area_prefix()),
      .with_resolved = request.include_resolved(),
      .limit = size + 1};
  RETURN_IF_ERROR(ReadTimePlace(place, query.after_us, query.after_id));
  v1::ListConflictsResponse response;
  RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(auto items, storage::ListConflicts(database, parts_.catalogue, query));
    response.mutable_conflicts()->Add(items.begin(), items.end());
    return absl::OkStatus();
  }));
  if (response.conflicts_size() > size) {
    response.mutable_conflicts()->RemoveLast();
    const Conflict& last = response.conflicts(size - 1);
    response.set_next_page_token(MakePageToken(
        filter, TimePlace(TimeUtil::TimestampToMicroseconds(last.shown_at()), last.id())));
  }
  return response;
}

absl::StatusOr<ConflictWork::Case> ConflictWork::Load(sql::Database& database,
                                                      const std::string& id) {
  const schema::Entity& conflict = domain::EntityOf<Conflict>(parts_.catalogue);
  absl::StatusOr<hub::StoredRow> stored = hub::LoadRow(database, conflict, id);
  if (absl::IsNotFound(stored.status())) return domain::ConflictNotFound(id);
  RETURN_IF_ERROR(stored.status());
  if (!DecidesIn(caller_, stored->scope)) {
    return domain::OutsideArea(schema::AreaOf(stored->scope));
  }
  Case found{.stored = *std::move(stored)};
  found.item = hub::MessageOf<Conflict>(conflict, found.stored.row);
  found.entity = parts_.catalogue.Find(static_cast<uint32_t>(found.item.row_entity()));
  if (found.entity == nullptr) return domain::ConflictChanged(id);
  found.field = found.entity->IndexOf(found.item.field_number());
  if (found.field < 0) return domain::ConflictChanged(id);
  absl::StatusOr<hub::StoredRow> row = hub::LoadRow(database, *found.entity, found.item.row_id());
  if (!row.ok() && !absl::IsNotFound(row.status())) return row.status();
  if (row.ok()) found.row = *std::move(row);
  return found;
}

absl::StatusOr<v1::ConflictDetails> ConflictWork::Details(sql::Database& database,
                                                          const Case& found) {
  const schema::Field& field = found.entity->fields[found.field];
  v1::ConflictDetails details;
  *details.mutable_conflict() = found.item;
  ASSIGN_OR_RETURN(
      *details.mutable_row_label(),
      storage::RowLabel(database, parts_.catalogue, *found.entity, found.item.row_id()));
  details.set_field_label(field.Label());
  if (found.row.has_value()) {
    details.set_current_value(schema::ToJson(field, found.row->row.values[found.field]));
  }
  return details;
}

absl::StatusOr<v1::ConflictDetails> ConflictWork::Get(const std::string& id) {
  v1::ConflictDetails details;
  RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(const Case found, Load(database, id));
    ASSIGN_OR_RETURN(details, Details(database, found));
    return absl::OkStatus();
  }));
  return details;
}

absl::StatusOr<v1::ConflictDetails> ConflictWork::Resolve(const ResolveConflictRequest& request) {
  RETURN_IF_ERROR(Check(request));
  ASSIGN_OR_RETURN(const RequestKey key, KeyOf(caller_, request));
  v1::ConflictDetails response;
  RETURN_IF_ERROR(parts_.store.Write([&](sql::Database& database) -> absl::Status {
    const absl::Time now = parts_.clock.Now();
    return RunOnce(database, key, response, now, [&]() -> absl::Status {
      RETURN_IF_ERROR(Decide(database, key.uuid, request));
      RETURN_IF_ERROR(storage::Audit(database, caller_.Did(request.id()), now));
      ASSIGN_OR_RETURN(const Case decided, Load(database, request.id()));
      ASSIGN_OR_RETURN(response, Details(database, decided));
      return absl::OkStatus();
    });
  }));
  return response;
}

absl::Status ConflictWork::Decide(sql::Database& database, const std::string& uuid,
                                  const ResolveConflictRequest& request) {
  ASSIGN_OR_RETURN(const Case found, Load(database, request.id()));
  if (found.item.state() != sync::v1::CONFLICT_STATE_OPEN) {
    return domain::ConflictResolved(request.id());
  }
  std::vector<sync::v1::Edit> edits;
  // A row that was deleted shows nothing, and that may stand.
  const bool gone_stands = !found.row && request.choice() == ResolveConflictRequest::SHOWN;
  if (!gone_stands) {
    if (!found.row.has_value()) return domain::ConflictChanged(request.id());
    schema::Row wanted = found.row->row;
    ASSIGN_OR_RETURN(wanted.values[found.field], Chosen(found, request));
    edits.push_back(hub::UpdateEdit(*found.entity, *found.row, wanted));
  }
  Conflict resolved = found.item;
  resolved.set_state(sync::v1::CONFLICT_STATE_RESOLVED);
  resolved.set_resolution(request.reason());
  const schema::Entity& conflict = domain::EntityOf<Conflict>(parts_.catalogue);
  ASSIGN_OR_RETURN(const schema::Row row, hub::RowOf(conflict, resolved));
  edits.push_back(hub::UpdateEdit(conflict, found.stored, row));
  return storage::Save(parts_.hub, database,
                       {.user_id = caller_.user_id(), .server = IsStaff(caller_)}, uuid,
                       std::move(edits));
}

absl::StatusOr<sql::Value> ConflictWork::Chosen(const Case& found,
                                                const ResolveConflictRequest& request) {
  const schema::Field& field = found.entity->fields[found.field];
  const sql::Value& current = found.row->row.values[found.field];
  ASSIGN_OR_RETURN(const sql::Value shown, schema::FromJson(field, found.item.shown_value()));
  ASSIGN_OR_RETURN(const sql::Value kept, schema::FromJson(field, found.item.kept_value()));
  const bool changed = current != shown && current != kept;
  if (request.choice() == ResolveConflictRequest::WRITE) {
    absl::StatusOr<sql::Value> value = schema::FromJson(field, request.value());
    if (!value.ok()) return WrongChoice("value", "不是该字段的内容", "is no value of the field");
    Checks checks;
    schema::CheckValue(field, *value, "value", checks.violations());
    RETURN_IF_ERROR(checks.Result());
    // Nobody's third value is overwritten by one who may not have seen it.
    if (changed && *value != current) return domain::ConflictChanged(request.id());
    return value;
  }
  if (changed) return domain::ConflictChanged(request.id());
  if (request.choice() == ResolveConflictRequest::SHOWN) return shown;
  if (request.choice() == ResolveConflictRequest::KEPT) return kept;
  if (!domain::HoldsBoth(field)) {
    return WrongChoice("choice", "该字段只能取一个值", "the field holds one value only");
  }
  return domain::BothValues(field, shown, kept);
}

}  // namespace zoufang::rpc
