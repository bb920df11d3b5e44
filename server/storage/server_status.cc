#include "server/storage/server_status.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "sync/base/status.h"
#include "sync/hub/alarms.h"

namespace zoufang::storage {
namespace {

constexpr char kOpenConflicts[] = "SELECT count(*) FROM conflict WHERE state=1";
constexpr char kParked[] = "SELECT count(*) FROM _parked";
constexpr char kMutations[] = "SELECT count(*) FROM _mutation";
constexpr char kScopes[] = "SELECT name, head, digest, live FROM _scope ORDER BY name";

absl::Status AddScopes(sql::Database& database, v1::ServerStatus& status) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kScopes));
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return absl::OkStatus();
    v1::ScopeStatus& scope = *status.add_scopes();
    scope.set_scope(std::string(select.Text(0)));
    scope.set_head(select.Int(1));
    scope.set_digest(static_cast<uint64_t>(select.Int(2)));
    scope.set_rows(select.Int(3));
  }
}

}  // namespace

absl::StatusOr<v1::ServerStatus> ReadServerStatus(sql::Database& database,
                                                  const schema::Catalogue& catalogue) {
  v1::ServerStatus status;
  for (const schema::Entity& entity : catalogue.entities()) {
    ASSIGN_OR_RETURN(
        (*status.mutable_rows())[entity.name],
        database.QueryInt(absl::StrCat("SELECT count(*) FROM \"", entity.table, "\"")));
  }
  ASSIGN_OR_RETURN(const int64_t conflicts, database.QueryInt(kOpenConflicts));
  ASSIGN_OR_RETURN(const int64_t parked, database.QueryInt(kParked));
  ASSIGN_OR_RETURN(const int64_t mutations, database.QueryInt(kMutations));
  status.set_open_conflicts(conflicts);
  status.set_parked_edits(parked);
  status.set_mutations(mutations);
  ASSIGN_OR_RETURN(const std::vector<hub::Alarm> alarms, hub::StandingAlarms(database));
  status.set_lineage_alarms(static_cast<int64_t>(alarms.size()));
  RETURN_IF_ERROR(AddScopes(database, status));
  return status;
}

}  // namespace zoufang::storage
