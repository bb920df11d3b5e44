#include "tests/simulation/image_set.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "sync/base/status.h"
#include "sync/schema/row.h"
#include "tests/simulation/schemas.h"

namespace zoufang::simulation {
namespace {

// Fields may come in another order from another build: decoded and encoded again, they agree.
std::string Canonical(uint32_t entity_number, absl::string_view body) {
  const schema::Entity* entity = CatalogueOf(Build::kNewer).Find(entity_number);
  if (entity == nullptr) return std::string(body);
  const absl::StatusOr<schema::Row> row = schema::DecodeRow(*entity, body);
  return row.ok() ? schema::EncodeRow(*entity, *row) : std::string(body);
}

absl::StatusOr<std::map<int64_t, std::string>> ScopeNames(sql::Database& db) {
  ASSIGN_OR_RETURN(sql::Statement select, db.Prepare("SELECT n, name FROM _scope"));
  std::map<int64_t, std::string> names;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return names;
    names[select.Int(0)] = std::string(select.Text(1));
  }
}

// Adds the rows of an entity's table; `condition` follows WHERE.
absl::Status AddTable(sql::Database& db, const schema::Entity& entity, absl::string_view condition,
                      std::map<int64_t, std::string>& scopes, ImageSet& rows) {
  ASSIGN_OR_RETURN(
      sql::Statement select,
      db.Prepare(absl::StrCat("SELECT ", entity.Columns(), ", _unknown, _rev, _scope FROM \"",
                              entity.table, "\" t WHERE ", condition)));
  const int count = static_cast<int>(entity.fields.size());
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return absl::OkStatus();
    schema::Row row = schema::ReadRow(entity, select, 0);
    row.unknown = std::string(select.Blob(count));
    rows[row.id()] = {.entity = entity.number,
                      .scope = scopes[select.Int(count + 2)],
                      .rev = select.Int(count + 1),
                      .body = Canonical(entity.number, schema::EncodeRow(entity, row))};
  }
}

absl::Status AddAside(sql::Database& db, absl::string_view table,
                      std::map<int64_t, std::string>& scopes, ImageSet& rows) {
  ASSIGN_OR_RETURN(
      sql::Statement select,
      db.Prepare(absl::StrCat("SELECT row_id, entity, scope, rev, body FROM ", table)));
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return absl::OkStatus();
    const auto entity = static_cast<uint32_t>(select.Int(1));
    rows[std::string(select.Text(0))] = {.entity = entity,
                                         .scope = scopes[select.Int(2)],
                                         .rev = select.Int(3),
                                         .body = Canonical(entity, select.Blob(4))};
  }
}

std::string ValuesOf(const schema::Row& row) {
  std::string values;
  for (const sql::Value& value : row.values) {
    absl::StrAppend(&values, schema::ToWire(value).SerializeAsString(), "|");
  }
  return values;
}

}  // namespace

absl::StatusOr<Truth> ReadServer(sql::Database& db, const schema::Catalogue& catalogue) {
  Truth truth;
  ASSIGN_OR_RETURN(auto scopes, ScopeNames(db));
  for (const schema::Entity& entity : catalogue.entities()) {
    RETURN_IF_ERROR(AddTable(db, entity, "1", scopes, truth.rows));
  }
  return truth;
}

absl::StatusOr<ImageSet> ReadImages(sql::Database& db, const schema::Catalogue& catalogue) {
  ImageSet rows;
  ASSIGN_OR_RETURN(auto scopes, ScopeNames(db));
  for (const schema::Entity& entity : catalogue.entities()) {
    const std::string bare = absl::StrCat(
        "_scope IS NOT NULL AND NOT EXISTS (SELECT 1 FROM _shadow s WHERE s.row_id=t.id AND"
        " s.entity=",
        entity.number, ")");
    RETURN_IF_ERROR(AddTable(db, entity, bare, scopes, rows));
  }
  RETURN_IF_ERROR(AddAside(db, "_shadow", scopes, rows));
  RETURN_IF_ERROR(AddAside(db, "_foreign", scopes, rows));
  return rows;
}

absl::StatusOr<std::map<std::string, std::string>> ReadScreen(sql::Database& db,
                                                              const schema::Catalogue& catalogue) {
  std::map<std::string, std::string> screen;
  for (const schema::Entity& entity : catalogue.entities()) {
    ASSIGN_OR_RETURN(
        sql::Statement select,
        db.Prepare(absl::StrCat("SELECT ", entity.Columns(), " FROM \"", entity.table, "\"")));
    while (true) {
      ASSIGN_OR_RETURN(const bool more, select.Step());
      if (!more) break;
      const schema::Row row = schema::ReadRow(entity, select, 0);
      screen[row.id()] = ValuesOf(row);
    }
  }
  return screen;
}

std::map<std::string, std::string> ScreenOf(const ImageSet& rows,
                                            const std::set<std::string>& scopes,
                                            const schema::Catalogue& catalogue) {
  std::map<std::string, std::string> screen;
  for (const auto& [id, image] : rows) {
    const schema::Entity* entity = catalogue.Find(image.entity);
    if (entity == nullptr || !scopes.contains(image.scope)) continue;
    const absl::StatusOr<schema::Row> row = schema::DecodeRow(*entity, image.body);
    if (row.ok()) screen[id] = ValuesOf(*row);
  }
  return screen;
}

}  // namespace zoufang::simulation
