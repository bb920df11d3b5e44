#include "sync/device/context.h"

#include "absl/strings/str_cat.h"

namespace zoufang::device {
namespace {

// "?1, ?2, …"
std::string Marks(size_t count) {
  std::string marks;
  for (size_t i = 1; i <= count; ++i) absl::StrAppend(&marks, i == 1 ? "?" : ", ?", i);
  return marks;
}

std::string Overwrite(const schema::Entity& entity) {
  std::string sets;
  for (size_t i = 1; i < entity.fields.size(); ++i) {
    const std::string& name = entity.fields[i].name;
    absl::StrAppend(&sets, "\"", name, "\"=excluded.\"", name, "\", ");
  }
  return absl::StrCat(sets,
                      "_rev=excluded._rev, _scope=excluded._scope, _unknown=excluded._unknown");
}

EntitySql SqlOf(const schema::Entity& entity) {
  const std::string table = absl::StrCat("\"", entity.table, "\"");
  const std::string columns = absl::StrCat(entity.Columns(), ", _rev, _scope, _unknown");
  const std::string insert = absl::StrCat("INSERT INTO ", table, "(", columns, ") VALUES (",
                                          Marks(entity.fields.size() + 3), ") ON CONFLICT(id) DO ");
  const std::string without_shadow = absl::StrCat(
      " AND NOT EXISTS (SELECT 1 FROM _shadow s WHERE s.row_id=t.id AND s.entity=", entity.number,
      ")");
  EntitySql sql;
  sql.row = absl::StrCat("SELECT ", columns, " FROM ", table, " WHERE id=?1");
  sql.place = absl::StrCat("SELECT _rev, _scope, _unknown FROM ", table, " WHERE id=?1");
  sql.insert = absl::StrCat(insert, "NOTHING");
  sql.upsert = absl::StrCat(insert, "UPDATE SET ", Overwrite(entity));
  sql.replant = absl::StrCat("UPDATE ", table, " SET _rev=?2, _scope=?3, _unknown=?4 WHERE id=?1");
  sql.remove = absl::StrCat("DELETE FROM ", table, " WHERE id=?1");
  sql.in_scope = absl::StrCat("SELECT id, _rev FROM ", table, " t WHERE _scope=?1", without_shadow);
  sql.held_in_scope = absl::StrCat("SELECT id FROM ", table,
                                   " t WHERE _scope=?1 AND EXISTS"
                                   " (SELECT 1 FROM _held h WHERE h.row_id=t.id AND h.entity=",
                                   entity.number, ")", without_shadow);
  sql.remove_scope = absl::StrCat("DELETE FROM ", table, " WHERE _scope=?1");
  return sql;
}

// Each side has a value for every field number; the first is the id's.
std::string CaptureSelect(const std::vector<int>& numbers) {
  std::string sql = "SELECT uuid, entity, op, row_id, rev, scope, unknown";
  for (const char* side : {"o", "n"}) {
    absl::StrAppend(&sql, ", row_id");
    for (size_t k = 1; k < numbers.size(); ++k) absl::StrAppend(&sql, ", ", side, numbers[k]);
  }
  return absl::StrCat(sql, " FROM _capture ORDER BY n");
}

}  // namespace

SqlTexts MakeSqlTexts(const schema::Catalogue& catalogue) {
  SqlTexts texts;
  for (const schema::Entity& entity : catalogue.entities()) {
    texts.by_entity[entity.number] = SqlOf(entity);
  }
  texts.field_numbers = catalogue.field_numbers();
  texts.captures = CaptureSelect(texts.field_numbers);
  return texts;
}

}  // namespace zoufang::device
