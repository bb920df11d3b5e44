#include "server/rpc/move_work.h"

#include <utility>
#include <vector>

#include "domain/entities.h"
#include "domain/errors.h"
#include "server/rpc/once.h"
#include "server/storage/organization_move.h"
#include "server/storage/rows.h"
#include "server/storage/save.h"
#include "sync/base/status.h"
#include "zoufang/v1/division.pb.h"
#include "zoufang/v1/organization.pb.h"

namespace zoufang::rpc {
namespace {

absl::Status RequireDivision(sql::Database& database, const schema::Catalogue& catalogue,
                             const std::string& code) {
  ASSIGN_OR_RETURN(const auto found,
                   storage::Select<v1::Division>(database, catalogue, "WHERE id=?1", {code}));
  return found.empty() ? domain::DivisionNotFound(code) : absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::MoveOrganizationResponse> MoveWork::Move(
    const Caller& caller, const v1::MoveOrganizationRequest& request) {
  ASSIGN_OR_RETURN(const RequestKey key, KeyOf(caller, request));
  v1::MoveOrganizationResponse response;
  RETURN_IF_ERROR(parts_.store.Write([&](sql::Database& database) -> absl::Status {
    const absl::Time now = parts_.clock.Now();
    return RunOnce(database, key, response, now, [&]() -> absl::Status {
      RETURN_IF_ERROR(RequireDivision(database, parts_.catalogue, request.area_code()));
      ASSIGN_OR_RETURN(const int64_t before, storage::LogLength(database, request.area_code()));
      RETURN_IF_ERROR(MoveRows(database, caller, key.uuid, request));
      ASSIGN_OR_RETURN(const int64_t after, storage::LogLength(database, request.area_code()));
      response.set_rows_moved(static_cast<int32_t>(after - before));
      return storage::Audit(database, caller.Did(request.organization_id()), now);
    });
  }));
  RETURN_IF_ERROR(parts_.lookup.Refresh(parts_.store, {request.organization_id()}));
  return response;
}

absl::Status MoveWork::MoveRows(sql::Database& database, const Caller& caller,
                                const std::string& uuid,
                                const v1::MoveOrganizationRequest& request) {
  const schema::Entity& entity = domain::EntityOf<v1::Organization>(parts_.catalogue);
  absl::StatusOr<hub::StoredRow> stored = hub::LoadRow(database, entity, request.organization_id());
  if (absl::IsNotFound(stored.status())) {
    return domain::OrganizationNotFound(request.organization_id());
  }
  RETURN_IF_ERROR(stored.status());
  schema::Row wanted = stored->row;
  wanted.values[entity.IndexOf("area_code")] = request.area_code();
  std::vector<sync::v1::Edit> edits = {hub::UpdateEdit(entity, *stored, wanted)};
  RETURN_IF_ERROR(storage::AddFollowers(database, parts_.catalogue, request.organization_id(),
                                        request.area_code(), edits));
  return storage::Save(parts_.hub, database, {.user_id = caller.user_id(), .server = true}, uuid,
                       std::move(edits));
}

}  // namespace zoufang::rpc
