#include "server/rpc/history_work.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "domain/entities.h"
#include "domain/errors.h"
#include "google/protobuf/util/time_util.h"
#include "server/rpc/checks.h"
#include "server/rpc/complaint_staff.h"
#include "server/rpc/page_token.h"
#include "server/storage/accounts.h"
#include "sync/base/status.h"
#include "sync/hub/edits.h"
#include "sync/hub/grants.h"
#include "sync/schema/row.h"
#include "zoufang/v1/complaint.pb.h"

namespace zoufang::rpc {
namespace {

using google::protobuf::util::TimeUtil;

constexpr int kStandardPage = 50;
constexpr int kMostPage = 200;

std::string JsonOf(const schema::Field& field, const sync::v1::Value& value) {
  if (value.kind_case() == sync::v1::Value::KIND_NOT_SET) return "";
  return schema::ToJson(field, schema::FromWire(value));
}

void AddFields(const schema::Entity& entity, const sync::v1::Edit& edit, v1::RowChange& change) {
  for (const auto& one : edit.fields()) {
    const int index = entity.IndexOf(static_cast<int>(one.number()));
    if (index < 0) continue;
    const schema::Field& field = entity.fields[index];
    v1::FieldChange& out = *change.add_fields();
    out.set_name(field.name);
    out.set_label(std::string(field.Label()));
    out.set_old_value(JsonOf(field, one.old_value()));
    out.set_new_value(JsonOf(field, one.new_value()));
  }
}

}  // namespace

absl::Status HistoryWork::BringIndexForward() {
  bool more = true;
  while (more) {
    RETURN_IF_ERROR(parts_.store.Write([&](sql::Database& database) -> absl::Status {
      ASSIGN_OR_RETURN(more, parts_.hub.IndexHistory(database));
      return absl::OkStatus();
    }));
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::ListRowHistoryResponse> HistoryWork::List(
    const v1::ListRowHistoryRequest& request) {
  Checks checks;
  checks.RequireUuid(request.row_id(), "row_id");
  RETURN_IF_ERROR(checks.Result());
  const std::string query = absl::StrCat("history ", request.row_id());
  ASSIGN_OR_RETURN(const int size, PageSize(request.page_size(), kStandardPage, kMostPage));
  ASSIGN_OR_RETURN(const std::string place, PlaceInPageToken(query, request.page_token()));
  int64_t before = 0;
  if (!place.empty() && !absl::SimpleAtoi(place, &before)) return domain::PageTokenInvalid();
  RETURN_IF_ERROR(BringIndexForward());
  v1::ListRowHistoryResponse response;
  RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
    RETURN_IF_ERROR(CheckArea(database, request.row_id()));
    ASSIGN_OR_RETURN(const auto changes,
                     parts_.hub.RowChanges(database, request.row_id(), before, size + 1));
    const size_t shown = std::min<size_t>(changes.size(), size);
    for (size_t i = 0; i < shown; ++i) {
      ASSIGN_OR_RETURN(*response.add_changes(), ToProto(database, changes[i]));
    }
    if (changes.size() > shown) {
      response.set_next_page_token(MakePageToken(query, absl::StrCat(changes[shown - 1].n)));
    }
    return absl::OkStatus();
  }));
  return response;
}

absl::Status HistoryWork::CheckArea(sql::Database& database, const std::string& row_id) {
  ASSIGN_OR_RETURN(const auto scope, parts_.hub.ScopeOfRow(database, row_id));
  if (!scope.has_value()) return domain::RowNotFound(row_id);
  absl::string_view area = *scope;
  if (area == hub::kRegistryScope) return absl::OkStatus();
  if (!absl::ConsumePrefix(&area, "area:")) return CheckComplaint(database, row_id);
  if (caller_.principal.role == v1::ROLE_ADMINISTRATOR || caller_.CoversArea(area)) {
    return absl::OkStatus();
  }
  return domain::OutsideArea(area);
}

absl::Status HistoryWork::CheckComplaint(sql::Database& database, const std::string& row_id) {
  if (caller_.principal.role != v1::ROLE_STAFF) return domain::RowNotFound(row_id);
  const schema::Entity& complaints = domain::EntityOf<v1::Complaint>(parts_.catalogue);
  std::string complaint_id = row_id;
  for (const schema::Entity* const child : parts_.catalogue.ChildrenOf(complaints.number)) {
    const auto found = hub::LoadRow(database, *child, row_id);
    if (found.ok()) complaint_id = std::get<std::string>(found->row.values[child->parent_field]);
  }
  const auto stored = hub::LoadRow(database, complaints, complaint_id);
  if (!stored.ok()) return domain::RowNotFound(row_id);
  const auto complaint = hub::MessageOf<v1::Complaint>(complaints, stored->row);
  const std::string& area = complaint.area_code();
  if (!caller_.CoversArea(area)) return domain::OutsideArea(area);
  return domain::CheckMayRead(complaint, ActorOf(caller_));
}

absl::StatusOr<v1::RowChange> HistoryWork::ToProto(sql::Database& database,
                                                   const hub::RowChange& change) {
  v1::RowChange out;
  out.set_mutation_id(absl::BytesToHexString(change.uuid));
  out.set_kind(sync::v1::Edit::Kind_Name(change.edit.kind()));
  out.set_author(change.author);
  ASSIGN_OR_RETURN(const auto account, storage::FindAccountById(database, change.author));
  if (account.has_value()) out.set_author_name(account->display_name);
  out.set_install_id(change.install_id);
  *out.mutable_observed_at() = TimeUtil::MicrosecondsToTimestamp(change.observed_us);
  *out.mutable_received_at() = TimeUtil::MicrosecondsToTimestamp(change.received_us);
  out.set_clock_trusted(change.clock_trusted);
  out.set_verdict(sync::v1::EditOutcome::Verdict_Name(change.outcome.verdict()));
  out.set_reason(change.outcome.reason());
  const schema::Entity* entity = parts_.catalogue.Find(change.edit.entity());
  if (entity == nullptr) return out;
  out.set_entity(entity->table);
  AddFields(*entity, change.edit, out);
  return out;
}

}  // namespace zoufang::rpc
