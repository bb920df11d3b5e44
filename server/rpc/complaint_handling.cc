#include "server/rpc/complaint_handling.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/access.h"
#include "domain/entities.h"
#include "domain/errors.h"
#include "google/protobuf/util/time_util.h"
#include "server/rpc/checks.h"
#include "server/rpc/page_token.h"
#include "server/storage/save.h"
#include "sync/base/status.h"
#include "sync/hub/edits.h"

namespace zoufang::rpc {
namespace {

using domain::ComplaintStep;
using google::protobuf::util::TimeUtil;

google::protobuf::Timestamp ToProto(absl::Time time) {
  return TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(time));
}

}  // namespace

absl::StatusOr<v1::ListComplaintsResponse> ComplaintHandling::List(
    const v1::ListComplaintsRequest& request) {
  Checks checks;
  checks.Require(request.area_prefix().empty() || domain::IsAreaPrefix(request.area_prefix()),
                 "area_prefix", "区划前缀须为2至12位数字", "must be 2 to 12 digits");
  RETURN_IF_ERROR(checks.Result());
  ASSIGN_OR_RETURN(const int size, PageSize(request.page_size(), 50, 200));
  const std::string filter =
      absl::StrCat("complaints ", request.area_prefix(), " ", absl::StrJoin(request.states(), ","));
  ASSIGN_OR_RETURN(const std::string place, PlaceInPageToken(filter, request.page_token()));
  storage::ComplaintQuery query{
      .states = {request.states().begin(), request.states().end()},
      .areas = domain::NarrowAreas(caller_.principal.area_prefixes, request.area_prefix()),
      .limit = size + 1};
  RETURN_IF_ERROR(ReadTimePlace(place, query.before_us, query.before_id));
  v1::ListComplaintsResponse response;
  RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(auto complaints, complaints_.List(database, query));
    response.mutable_complaints()->Add(complaints.begin(), complaints.end());
    return absl::OkStatus();
  }));
  if (response.complaints_size() > size) {
    response.mutable_complaints()->RemoveLast();
    const v1::Complaint& last = response.complaints(size - 1);
    const int64_t us = TimeUtil::TimestampToMicroseconds(last.received_at());
    response.set_next_page_token(MakePageToken(filter, TimePlace(us, last.id())));
  }
  return response;
}

absl::StatusOr<v1::ComplaintDetails> ComplaintHandling::Load(sql::Database& database,
                                                             const std::string& id) {
  ASSIGN_OR_RETURN(v1::ComplaintDetails details, complaints_.Details(database, id));
  const std::string& area = details.complaint().area_code();
  if (!caller_.CoversArea(area)) return domain::OutsideArea(area);
  return details;
}

absl::StatusOr<v1::ComplaintDetails> ComplaintHandling::Get(const std::string& id) {
  v1::ComplaintDetails details;
  RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(details, Load(database, id));
    return absl::OkStatus();
  }));
  return details;
}

absl::StatusOr<v1::ComplaintDetails> ComplaintHandling::Accept(
    const v1::AcceptComplaintRequest& request, const domain::ClockProfile& clock) {
  ASSIGN_OR_RETURN(const RequestKey key, KeyOf(caller_, request));
  return Take(key, request.id(), ComplaintStep::kAccept,
              [&](v1::Complaint& complaint, absl::Time now) {
                *complaint.mutable_accepted_at() = ToProto(now);
                complaint.set_profile(std::string(clock.id));
                complaint.set_due_on(
                    domain::FormatDay(domain::LastDay(domain::DayInShanghai(now), clock.resolve)));
                complaint.set_handler(caller_.principal.user_name);
              });
}

absl::StatusOr<v1::ComplaintDetails> ComplaintHandling::Decline(
    const v1::DeclineComplaintRequest& request) {
  Checks checks;
  checks.Require(v1::DeclineReason_IsValid(request.reason()) &&
                     request.reason() != v1::DECLINE_REASON_UNSPECIFIED,
                 "reason", "须选择不予受理的原因", "must be one of the list");
  checks.Require(
      request.reason() != v1::DECLINE_REASON_NOT_OUR_JURISDICTION || !request.note().empty(),
      "note", "须说明由哪个单位管辖", "must name who is responsible");
  checks.Require(Characters(request.note()) <= 500, "note", "说明最多500个字符",
                 "at most 500 characters");
  RETURN_IF_ERROR(checks.Result());
  ASSIGN_OR_RETURN(const RequestKey key, KeyOf(caller_, request));
  return Take(key, request.id(), ComplaintStep::kDecline,
              [&](v1::Complaint& complaint, absl::Time now) {
                *complaint.mutable_decided_at() = ToProto(now);
                complaint.set_decline_reason(request.reason());
                complaint.set_decline_note(request.note());
                complaint.set_handler(caller_.principal.user_name);
              });
}

absl::StatusOr<v1::ComplaintDetails> ComplaintHandling::Decide(
    const v1::DecideComplaintRequest& request) {
  Checks checks;
  checks.Require(v1::ComplaintOutcome_IsValid(request.outcome()) &&
                     request.outcome() != v1::COMPLAINT_OUTCOME_UNSPECIFIED,
                 "outcome", "须选择办理结果", "is required");
  const size_t length = Characters(request.basis());
  checks.Require(length >= 1 && length <= 1000, "basis", "结果依据须为1至1000个字符",
                 "must have 1 to 1,000 characters");
  RETURN_IF_ERROR(checks.Result());
  ASSIGN_OR_RETURN(const RequestKey key, KeyOf(caller_, request));
  return Take(key, request.id(), ComplaintStep::kDecide,
              [&](v1::Complaint& complaint, absl::Time now) {
                *complaint.mutable_decided_at() = ToProto(now);
                complaint.set_outcome(request.outcome());
                complaint.set_outcome_basis(request.basis());
              });
}

absl::StatusOr<v1::ComplaintDetails> ComplaintHandling::Close(
    const v1::CloseComplaintRequest& request) {
  ASSIGN_OR_RETURN(const RequestKey key, KeyOf(caller_, request));
  return Take(key, request.id(), ComplaintStep::kClose,
              [&](v1::Complaint& complaint, absl::Time now) {
                *complaint.mutable_closed_at() = ToProto(now);
              });
}

absl::StatusOr<v1::ComplaintDetails> ComplaintHandling::Take(
    const RequestKey& key, const std::string& id, ComplaintStep step,
    absl::FunctionRef<void(v1::Complaint&, absl::Time now)> fill) {
  v1::ComplaintDetails response;
  RETURN_IF_ERROR(parts_.store.Write([&](sql::Database& database) -> absl::Status {
    const absl::Time now = parts_.clock.Now();
    return RunOnce(database, key, response, now, [&]() -> absl::Status {
      ASSIGN_OR_RETURN(v1::ComplaintDetails details, Load(database, id));
      v1::Complaint& complaint = *details.mutable_complaint();
      const std::optional<v1::ComplaintState> next = domain::NextState(complaint.state(), step);
      if (!next.has_value()) {
        return domain::ComplaintState(domain::StateInChinese(complaint.state()));
      }
      complaint.set_state(*next);
      fill(complaint, now);
      RETURN_IF_ERROR(Save(database, key.uuid, complaint));
      RETURN_IF_ERROR(storage::Audit(database, caller_.Did(id), now));
      ASSIGN_OR_RETURN(response, complaints_.Details(database, id));
      return absl::OkStatus();
    });
  }));
  return response;
}

absl::Status ComplaintHandling::Save(sql::Database& database, const std::string& uuid,
                                     const v1::Complaint& complaint) {
  const schema::Entity& entity = domain::EntityOf<v1::Complaint>(parts_.catalogue);
  ASSIGN_OR_RETURN(const hub::StoredRow stored, hub::LoadRow(database, entity, complaint.id()));
  ASSIGN_OR_RETURN(const schema::Row row, hub::RowOf(entity, complaint));
  return storage::Save(parts_.hub, database, {.user_id = caller_.user_id(), .server = true}, uuid,
                       {hub::UpdateEdit(entity, stored, row)});
}

}  // namespace zoufang::rpc
