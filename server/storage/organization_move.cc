#include "server/storage/organization_move.h"

#include <string>
#include <utility>

#include "domain/entities.h"
#include "server/storage/rows.h"
#include "sync/base/status.h"
#include "zoufang/v1/organization.pb.h"
#include "zoufang/v1/visit.pb.h"

namespace zoufang::storage {
namespace {

constexpr char kElsewhere[] = "WHERE organization_id=?1 AND area_code<>?2 ORDER BY id";

absl::Status AddMoves(sql::Database& database, const schema::Entity& entity,
                      const std::string& organization_id, const std::string& area_code,
                      std::vector<sync::v1::Edit>& edits) {
  ASSIGN_OR_RETURN(const std::vector<hub::StoredRow> rows,
                   SelectRows(database, entity, kElsewhere, {organization_id, area_code}));
  for (const hub::StoredRow& stored : rows) {
    schema::Row wanted = stored.row;
    wanted.values[entity.scope_field] = area_code;
    edits.push_back(hub::UpdateEdit(entity, stored, wanted));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status AddFollowers(sql::Database& database, const schema::Catalogue& catalogue,
                          absl::string_view organization_id, absl::string_view area_code,
                          std::vector<sync::v1::Edit>& edits) {
  const std::string id(organization_id), area(area_code);
  RETURN_IF_ERROR(
      AddMoves(database, domain::EntityOf<v1::OrganizationProfile>(catalogue), id, area, edits));
  return AddMoves(database, domain::EntityOf<v1::Visit>(catalogue), id, area, edits);
}

constexpr char kSelectHead[] = "SELECT coalesce(sum(head), 0) FROM _scope WHERE name=?1";

absl::StatusOr<int64_t> LogLength(sql::Database& database, absl::string_view area_code) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kSelectHead));
  select.Bind(1, schema::AreaScope(area_code));
  RETURN_IF_ERROR(select.Step().status());
  return select.Int(0);
}

}  // namespace zoufang::storage
