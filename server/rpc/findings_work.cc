#include "server/rpc/findings_work.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/entities.h"
#include "domain/errors.h"
#include "google/protobuf/util/time_util.h"
#include "server/rpc/desk.h"
#include "server/rpc/once.h"
#include "server/rpc/page_token.h"
#include "server/storage/findings.h"
#include "server/storage/save.h"
#include "sync/base/status.h"
#include "sync/hub/edits.h"
#include "sync/schema/validate.h"

namespace zoufang::rpc {
namespace {

using google::protobuf::util::TimeUtil;

// True when `to` is the step that follows `from`, or none is asked for.
bool Follows(v1::FindingState from, v1::FindingState to) {
  if (to == v1::FINDING_STATE_RECTIFYING || to == v1::FINDING_STATE_WITHDRAWN) {
    return from == v1::FINDING_STATE_OPEN;
  }
  if (to == v1::FINDING_STATE_RECHECK) return from == v1::FINDING_STATE_RECTIFYING;
  return from != v1::FINDING_STATE_CLOSED && from != v1::FINDING_STATE_WITHDRAWN;
}

absl::Status Check(const v1::AdvanceFindingRequest& request) {
  Checks checks;
  checks.RequireUuid(request.finding_id(), "finding_id");
  const bool withdrawn = request.state() == v1::FINDING_STATE_WITHDRAWN;
  const bool step = withdrawn || request.state() == v1::FINDING_STATE_RECTIFYING ||
                    request.state() == v1::FINDING_STATE_RECHECK;
  checks.Require(step || request.state() == v1::FINDING_STATE_UNSPECIFIED, "state",
                 "只能转为整改中、待复查或撤回", "must be RECTIFYING, RECHECK or WITHDRAWN");
  checks.Require(step || !request.due_on().empty(), "due_on", "须填写整改期限或下一步",
                 "either a due date or a step is required");
  checks.Require(!withdrawn || request.due_on().empty(), "due_on", "撤回的问题没有整改期限",
                 "a finding that is withdrawn has none");
  if (withdrawn) {
    checks.RequireWords(absl::StripAsciiWhitespace(request.reason()), 1, 500, "reason");
  } else {
    checks.Require(request.reason().empty(), "reason", "只在撤回时填写",
                   "is for a withdrawal only");
  }
  return checks.Result();
}

// Why the finding was none, beside the visit as it was signed.
v1::VisitAmendment Withdrawal(const v1::Finding& finding, const std::string& reason,
                              const RequestKey& key, const Caller& caller, absl::Time now) {
  v1::VisitAmendment amendment;
  amendment.set_id(storage::RowIdFor(key.uuid, "visit_amendment", 0));
  amendment.set_visit_id(finding.visit_id());
  amendment.set_subject(absl::StrCat("撤回问题 ", finding.item_code()));
  amendment.set_text(finding.description());
  amendment.set_reason(reason);
  amendment.set_amended_by(caller.principal.user_name);
  *amendment.mutable_amended_at() = TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(now));
  return amendment;
}

}  // namespace

absl::StatusOr<v1::ListFindingsResponse> FindingsWork::List(
    const v1::ListFindingsRequest& request) {
  Checks checks;
  RequireAreaPrefix(request.area_prefix(), checks);
  RETURN_IF_ERROR(checks.Result());
  ASSIGN_OR_RETURN(const int size, PageSize(request.page_size(), 50, 200));
  const std::string filter =
      absl::StrCat("findings ", request.area_prefix(), " ", request.organization_id(), " ",
                   absl::StrJoin(request.states(), ","));
  ASSIGN_OR_RETURN(const std::string place, PlaceInPageToken(filter, request.page_token()));
  const storage::FindingQuery query{
      .areas = domain::NarrowAreas(DeskAreas(caller_), request.area_prefix()),
      .organization_id = request.organization_id(),
      .states = {request.states().begin(), request.states().end()},
      .after = place,
      .limit = size + 1};
  v1::ListFindingsResponse response;
  RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(auto items, storage::ListFindings(database, parts_.catalogue, query));
    response.mutable_findings()->Add(items.begin(), items.end());
    return absl::OkStatus();
  }));
  if (response.findings_size() > size) {
    response.mutable_findings()->RemoveLast();
    response.set_next_page_token(
        MakePageToken(filter, storage::FindingPlace(response.findings(size - 1).finding())));
  }
  return response;
}

absl::StatusOr<v1::FindingItem> FindingsWork::Advance(const v1::AdvanceFindingRequest& request) {
  RETURN_IF_ERROR(Check(request));
  ASSIGN_OR_RETURN(const RequestKey key, KeyOf(caller_, request));
  v1::FindingItem response;
  RETURN_IF_ERROR(parts_.store.Write([&](sql::Database& database) -> absl::Status {
    const absl::Time now = parts_.clock.Now();
    return RunOnce(database, key, response, now, [&]() -> absl::Status {
      ASSIGN_OR_RETURN(v1::FindingItem item,
                       storage::FindFinding(database, parts_.catalogue, request.finding_id()));
      if (!caller_.CoversArea(item.area_code())) return domain::OutsideArea(item.area_code());
      v1::Finding& finding = *item.mutable_finding();
      if (!Follows(finding.state(), request.state())) return domain::FindingState(finding.id());
      if (request.state() != v1::FINDING_STATE_UNSPECIFIED) finding.set_state(request.state());
      if (!request.due_on().empty()) finding.set_due_on(request.due_on());
      ASSIGN_OR_RETURN(auto edits, Edits(database, finding));
      if (finding.state() == v1::FINDING_STATE_WITHDRAWN) {
        const schema::Entity& entity = domain::EntityOf<v1::VisitAmendment>(parts_.catalogue);
        ASSIGN_OR_RETURN(
            const schema::Row row,
            hub::RowOf(entity, Withdrawal(finding, request.reason(), key, caller_, now)));
        edits.push_back(hub::CreateEdit(entity, row));
      }
      RETURN_IF_ERROR(storage::Save(parts_.hub, database, {.user_id = caller_.user_id()}, key.uuid,
                                    std::move(edits)));
      RETURN_IF_ERROR(storage::Audit(database, caller_.Did(finding.id()), now));
      ASSIGN_OR_RETURN(response,
                       storage::FindFinding(database, parts_.catalogue, request.finding_id()));
      return absl::OkStatus();
    });
  }));
  return response;
}

absl::StatusOr<std::vector<sync::v1::Edit>> FindingsWork::Edits(sql::Database& database,
                                                                const v1::Finding& wanted) {
  const schema::Entity& entity = domain::EntityOf<v1::Finding>(parts_.catalogue);
  ASSIGN_OR_RETURN(const hub::StoredRow stored, hub::LoadRow(database, entity, wanted.id()));
  ASSIGN_OR_RETURN(const schema::Row row, hub::RowOf(entity, wanted));
  Checks checks;
  checks.Add(schema::CheckRow(entity, row, "finding"));
  RETURN_IF_ERROR(checks.Result());
  return std::vector{hub::UpdateEdit(entity, stored, row)};
}

}  // namespace zoufang::rpc
