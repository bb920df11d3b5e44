#include "server/rpc/visit_work.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/access.h"
#include "domain/entities.h"
#include "domain/errors.h"
#include "google/protobuf/util/time_util.h"
#include "server/rpc/checks.h"
#include "server/rpc/page_token.h"
#include "server/rpc/update_mask.h"
#include "server/rpc/visit_create.h"
#include "server/storage/save.h"
#include "sync/hub/edits.h"
#include "sync/schema/validate.h"

namespace zoufang::rpc {
namespace {

using google::protobuf::util::TimeUtil;

absl::string_view StateInChinese(v1::VisitState state) {
  switch (state) {
    case v1::VISIT_STATE_DRAFT:
      return "草稿";
    case v1::VISIT_STATE_FINALISED:
      return "已完成";
    case v1::VISIT_STATE_VOIDED:
      return "已作废";
    default:
      return "未知";
  }
}

absl::Status RequireDraft(const v1::Visit& visit) {
  if (visit.state() == v1::VISIT_STATE_DRAFT) return absl::OkStatus();
  return domain::VisitState(visit.id(), StateInChinese(visit.state()));
}

}  // namespace

absl::StatusOr<v1::VisitDetails> VisitWork::Create(const v1::CreateVisitRequest& request) {
  ASSIGN_OR_RETURN(const RequestKey key, KeyOf(caller_, request));
  v1::VisitDetails response;
  RETURN_IF_ERROR(parts_.store.Write([&](sql::Database& database) -> absl::Status {
    const absl::Time now = parts_.clock.Now();
    return RunOnce(database, key, response, now, [&]() -> absl::Status {
      v1::VisitDetails details = request.details();
      NewVisit visit(parts_.catalogue, caller_, key.uuid);
      RETURN_IF_ERROR(visit.Complete(database, details));
      ASSIGN_OR_RETURN(auto edits, visit.Edits(details));
      RETURN_IF_ERROR(storage::Save(parts_.hub, database, {.user_id = caller_.user_id()}, key.uuid,
                                    std::move(edits)));
      RETURN_IF_ERROR(storage::Audit(database, caller_.Did(details.visit().id()), now));
      ASSIGN_OR_RETURN(response, visits_.Details(database, details.visit().id()));
      return absl::OkStatus();
    });
  }));
  return response;
}

absl::StatusOr<v1::VisitDetails> VisitWork::Load(sql::Database& database, const std::string& id) {
  ASSIGN_OR_RETURN(v1::VisitDetails details, visits_.Details(database, id));
  if (!caller_.CoversArea(details.visit().area_code())) {
    return domain::OutsideArea(details.visit().area_code());
  }
  return details;
}

absl::StatusOr<v1::VisitDetails> VisitWork::Get(const std::string& id) {
  v1::VisitDetails details;
  RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(details, Load(database, id));
    return absl::OkStatus();
  }));
  return details;
}

absl::StatusOr<v1::ListVisitsResponse> VisitWork::List(const v1::ListVisitsRequest& request) {
  Checks checks;
  checks.Require(request.area_prefix().empty() || domain::IsAreaPrefix(request.area_prefix()),
                 "area_prefix", "区划前缀须为2至12位数字", "must be 2 to 12 digits");
  RETURN_IF_ERROR(checks.Result());
  ASSIGN_OR_RETURN(const int size, PageSize(request.page_size(), 50, 200));
  const std::string filter =
      absl::StrCat("visits ", request.organization_id(), " ", request.area_prefix());
  ASSIGN_OR_RETURN(const std::string place, PlaceInPageToken(filter, request.page_token()));
  storage::VisitQuery query{
      .organization_id = request.organization_id(),
      .areas = domain::NarrowAreas(caller_.principal.area_prefixes, request.area_prefix()),
      .limit = size + 1};
  RETURN_IF_ERROR(ReadTimePlace(place, query.before_us, query.before_id));
  v1::ListVisitsResponse response;
  RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(auto visits, visits_.List(database, query));
    response.mutable_visits()->Add(visits.begin(), visits.end());
    return absl::OkStatus();
  }));
  if (response.visits_size() > size) {
    response.mutable_visits()->RemoveLast();
    const v1::Visit& last = response.visits(size - 1);
    const int64_t us = TimeUtil::TimestampToMicroseconds(last.started_at());
    response.set_next_page_token(MakePageToken(filter, TimePlace(us, last.id())));
  }
  return response;
}

absl::StatusOr<v1::VisitDetails> VisitWork::Update(const v1::UpdateVisitRequest& request) {
  RETURN_IF_ERROR(
      CheckUpdateMask(*v1::Visit::descriptor(), {"void_reason"}, request.update_mask()));
  ASSIGN_OR_RETURN(const RequestKey key, KeyOf(caller_, request));
  const Read read{.id = request.visit().id(), .etag = request.etag()};
  return Change(key, read, Self(), [&](v1::VisitDetails& details) -> absl::Status {
    RETURN_IF_ERROR(RequireDraft(details.visit()));
    ApplyUpdateMask(request.update_mask(), request.visit(), *details.mutable_visit());
    const schema::Entity& entity = domain::EntityOf<v1::Visit>(parts_.catalogue);
    ASSIGN_OR_RETURN(const schema::Row row, hub::RowOf(entity, details.visit()));
    Checks checks;
    checks.Add(schema::CheckRow(entity, row, "visit"));
    return checks.Result();
  });
}

absl::StatusOr<v1::VisitDetails> VisitWork::Finalise(const v1::FinaliseVisitRequest& request) {
  ASSIGN_OR_RETURN(const RequestKey key, KeyOf(caller_, request));
  return Change(key, {.id = request.id(), .etag = request.etag()}, Self(),
                [&](v1::VisitDetails& details) -> absl::Status {
                  RETURN_IF_ERROR(RequireDraft(details.visit()));
                  details.mutable_visit()->set_state(v1::VISIT_STATE_FINALISED);
                  return absl::OkStatus();
                });
}

absl::StatusOr<v1::VisitDetails> VisitWork::Void(const v1::VoidVisitRequest& request) {
  Checks checks;
  const size_t length = Characters(request.reason());
  checks.Require(length >= 1 && length <= 200, "reason", "作废原因须为1至200个字符",
                 "must have 1 to 200 characters");
  RETURN_IF_ERROR(checks.Result());
  ASSIGN_OR_RETURN(const RequestKey key, KeyOf(caller_, request));
  return Change(key, {.id = request.id(), .etag = request.etag()}, Self(),
                [&](v1::VisitDetails& details) -> absl::Status {
                  v1::Visit& visit = *details.mutable_visit();
                  if (visit.state() == v1::VISIT_STATE_VOIDED) {
                    return domain::VisitState(visit.id(), StateInChinese(visit.state()));
                  }
                  visit.set_state(v1::VISIT_STATE_VOIDED);
                  visit.set_void_reason(request.reason());
                  return absl::OkStatus();
                });
}

absl::StatusOr<v1::VisitDetails> VisitWork::Review(const v1::ReviewVisitRequest& request) {
  ASSIGN_OR_RETURN(const RequestKey key, KeyOf(caller_, request));
  return Change(key, {.id = request.id(), .etag = request.etag()}, Bureau(),
                [&](v1::VisitDetails& details) -> absl::Status {
                  v1::Visit& visit = *details.mutable_visit();
                  if (visit.state() != v1::VISIT_STATE_FINALISED) {
                    return domain::VisitState(visit.id(), StateInChinese(visit.state()));
                  }
                  if (!visit.reviewed_by().empty()) return absl::OkStatus();
                  visit.set_reviewed_by(caller_.principal.user_name);
                  *visit.mutable_reviewed_at() =
                      TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(parts_.clock.Now()));
                  return absl::OkStatus();
                });
}

absl::StatusOr<v1::VisitDetails> VisitWork::Change(
    const RequestKey& key, const Read& read, const hub::Author& author,
    absl::FunctionRef<absl::Status(v1::VisitDetails&)> change) {
  v1::VisitDetails response;
  RETURN_IF_ERROR(parts_.store.Write([&](sql::Database& database) -> absl::Status {
    const absl::Time now = parts_.clock.Now();
    return RunOnce(database, key, response, now, [&]() -> absl::Status {
      ASSIGN_OR_RETURN(v1::VisitDetails details, Load(database, read.id));
      if (!read.etag.empty() && read.etag != details.etag()) return domain::VisitChanged(read.id);
      RETURN_IF_ERROR(change(details));
      RETURN_IF_ERROR(SaveVisit(database, author, key.uuid, details.visit()));
      RETURN_IF_ERROR(storage::Audit(database, caller_.Did(read.id), now));
      ASSIGN_OR_RETURN(response, visits_.Details(database, read.id));
      return absl::OkStatus();
    });
  }));
  return response;
}

absl::Status VisitWork::SaveVisit(sql::Database& database, const hub::Author& author,
                                  const std::string& uuid, const v1::Visit& wanted) {
  const schema::Entity& entity = domain::EntityOf<v1::Visit>(parts_.catalogue);
  ASSIGN_OR_RETURN(const hub::StoredRow stored, hub::LoadRow(database, entity, wanted.id()));
  ASSIGN_OR_RETURN(const schema::Row row, hub::RowOf(entity, wanted));
  return storage::Save(parts_.hub, database, author, uuid, {hub::UpdateEdit(entity, stored, row)});
}

}  // namespace zoufang::rpc
