#include "server/storage/rows.h"

#include "absl/strings/str_cat.h"

namespace zoufang::storage {

absl::StatusOr<std::vector<hub::StoredRow>> SelectRows(sql::Database& database,
                                                       const schema::Entity& entity,
                                                       absl::string_view tail,
                                                       std::initializer_list<sql::Value> values) {
  ASSIGN_OR_RETURN(sql::Statement select,
                   database.Prepare(absl::StrCat("SELECT ", entity.Columns(), ", _rev FROM \"",
                                                 entity.table, "\" ", tail)));
  int parameter = 0;
  for (const sql::Value& value : values) select.Bind(++parameter, value);
  std::vector<hub::StoredRow> rows;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return rows;
    rows.push_back({.row = schema::ReadRow(entity, select, 0),
                    .rev = select.Int(static_cast<int>(entity.fields.size())),
                    .scope = ""});
  }
}

}  // namespace zoufang::storage
