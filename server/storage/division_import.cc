#include "server/storage/division_import.h"

#include "domain/entities.h"
#include "server/storage/rows.h"
#include "server/storage/save.h"
#include "sync/hub/edits.h"
#include "sync/schema/validate.h"

namespace zoufang::storage {

using v1::Division;
using v1::ImportResult;

absl::StatusOr<ImportResult> TakeDivision(hub::Hub& hub, const schema::Catalogue& catalogue,
                                          sql::Database& database, base::Random& random,
                                          const std::string& user_id, const Division& division) {
  const schema::Entity& entity = domain::EntityOf<Division>(catalogue);
  ASSIGN_OR_RETURN(const schema::Row row, hub::RowOf(entity, division));
  ImportResult result;
  for (const auto& violation : schema::CheckRow(entity, row, "")) {
    v1::ImportProblem& problem = *result.add_problems();
    problem.set_field(violation.field);
    problem.set_message(violation.zh);
    result.set_status(ImportResult::REFUSED);
  }
  if (result.status() == ImportResult::REFUSED) return result;
  result.set_id(division.id());
  ASSIGN_OR_RETURN(const auto found,
                   Select<Division>(database, catalogue, "WHERE id=?1", {division.id()}));
  sync::v1::Edit edit;
  if (found.empty()) {
    edit = hub::CreateEdit(entity, row);
    result.set_status(ImportResult::CREATED);
  } else {
    ASSIGN_OR_RETURN(const hub::StoredRow stored, hub::LoadRow(database, entity, division.id()));
    edit = hub::UpdateEdit(entity, stored, row);
    result.set_status(edit.fields().empty() ? ImportResult::UNCHANGED : ImportResult::UPDATED);
  }
  RETURN_IF_ERROR(
      Save(hub, database, {.user_id = user_id, .server = true}, random.Bytes(16), {edit}));
  return result;
}

}  // namespace zoufang::storage
