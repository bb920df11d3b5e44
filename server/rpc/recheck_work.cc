#include "server/rpc/recheck_work.h"

#include <utility>

#include "domain/entities.h"
#include "domain/errors.h"
#include "google/protobuf/util/time_util.h"
#include "server/rpc/checks.h"
#include "server/rpc/once.h"
#include "server/storage/rows.h"
#include "server/storage/save.h"
#include "sync/schema/validate.h"

namespace zoufang::rpc {
namespace {

using google::protobuf::util::TimeUtil;

absl::StatusOr<v1::Finding> FindFinding(sql::Database& database, const schema::Catalogue& catalogue,
                                        const std::string& id) {
  ASSIGN_OR_RETURN(auto found,
                   storage::Select<v1::Finding>(database, catalogue, "WHERE id=?1", {id}));
  if (found.empty()) return domain::FindingNotFound(id);
  return std::move(found.front().message);
}

// The request's recheck with what is set here.
v1::Recheck Complete(v1::Recheck recheck, const std::string& finding_id, const std::string& uuid,
                     const Caller& caller, absl::Time now) {
  recheck.set_id(storage::RowIdFor(uuid, "recheck", 0));
  recheck.set_finding_id(finding_id);
  recheck.set_checked_by(caller.principal.user_name);
  if (!recheck.has_checked_at()) {
    *recheck.mutable_checked_at() = TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(now));
  }
  return recheck;
}

}  // namespace

absl::StatusOr<v1::VisitDetails> RecheckWork::Record(const v1::RecordRecheckRequest& request) {
  ASSIGN_OR_RETURN(const RequestKey key, KeyOf(caller_, request));
  v1::VisitDetails response;
  RETURN_IF_ERROR(parts_.store.Write([&](sql::Database& database) -> absl::Status {
    const absl::Time now = parts_.clock.Now();
    return RunOnce(database, key, response, now, [&]() -> absl::Status {
      ASSIGN_OR_RETURN(v1::Finding finding,
                       FindFinding(database, parts_.catalogue, request.finding_id()));
      ASSIGN_OR_RETURN(const v1::VisitDetails visit, Load(database, finding));
      if (finding.state() != v1::FINDING_STATE_RECHECK) return domain::FindingState(finding.id());
      const v1::Recheck recheck = Complete(request.recheck(), finding.id(), key.uuid, caller_, now);
      const bool passed = recheck.result() == v1::RECHECK_RESULT_PASS;
      finding.set_state(passed ? v1::FINDING_STATE_CLOSED : v1::FINDING_STATE_OPEN);
      RETURN_IF_ERROR(Save(database, key.uuid, finding, recheck));
      RETURN_IF_ERROR(storage::Audit(database, caller_.Did(finding.id()), now));
      ASSIGN_OR_RETURN(response, visits_.Details(database, visit.visit().id()));
      return absl::OkStatus();
    });
  }));
  return response;
}

absl::StatusOr<v1::VisitDetails> RecheckWork::Load(sql::Database& database,
                                                   const v1::Finding& finding) {
  ASSIGN_OR_RETURN(v1::VisitDetails details, visits_.Details(database, finding.visit_id()));
  const std::string& area = details.visit().area_code();
  if (!caller_.CoversArea(area)) return domain::OutsideArea(area);
  return details;
}

absl::Status RecheckWork::Save(sql::Database& database, const std::string& uuid,
                               const v1::Finding& finding, const v1::Recheck& recheck) {
  const schema::Entity& recheck_entity = domain::EntityOf<v1::Recheck>(parts_.catalogue);
  ASSIGN_OR_RETURN(const schema::Row recheck_row, hub::RowOf(recheck_entity, recheck));
  Checks checks;
  checks.Add(schema::CheckRow(recheck_entity, recheck_row, "recheck"));
  RETURN_IF_ERROR(checks.Result());
  const schema::Entity& entity = domain::EntityOf<v1::Finding>(parts_.catalogue);
  ASSIGN_OR_RETURN(const hub::StoredRow stored, hub::LoadRow(database, entity, finding.id()));
  ASSIGN_OR_RETURN(const schema::Row row, hub::RowOf(entity, finding));
  return storage::Save(
      parts_.hub, database, {.user_id = caller_.user_id()}, uuid,
      {hub::CreateEdit(recheck_entity, recheck_row), hub::UpdateEdit(entity, stored, row)});
}

}  // namespace zoufang::rpc
