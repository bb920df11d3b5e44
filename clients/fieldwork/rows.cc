#include "clients/fieldwork/rows.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "zoufang/sync/v1/annotations.pb.h"

namespace zoufang::fieldwork {

absl::StatusOr<std::vector<schema::Row>> SelectEntityRows(
    sql::Database& db, const schema::Entity& entity, absl::string_view tail,
    std::initializer_list<sql::Value> values) {
  ASSIGN_OR_RETURN(
      sql::Statement select,
      db.Prepare(absl::StrCat("SELECT ", entity.Columns(), " FROM \"", entity.table, "\" ", tail)));
  int parameter = 0;
  for (const sql::Value& value : values) select.Bind(++parameter, value);
  std::vector<schema::Row> rows;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return rows;
    rows.push_back(schema::ReadRow(entity, select, 0));
  }
}

absl::StatusOr<std::optional<schema::Row>> FindEntityRow(sql::Database& db,
                                                         const schema::Entity& entity,
                                                         absl::string_view id) {
  ASSIGN_OR_RETURN(std::vector<schema::Row> rows,
                   SelectEntityRows(db, entity, "WHERE \"id\" = ?1", {std::string(id)}));
  if (rows.empty()) return std::optional<schema::Row>();
  return std::optional<schema::Row>(std::move(rows.front()));
}

absl::Status InsertRow(sql::Database& db, const schema::Catalogue& catalogue,
                       const google::protobuf::Message& message) {
  const uint32_t number =
      message.GetDescriptor()->options().GetExtension(sync::v1::entity).number();
  const schema::Entity& entity = *catalogue.Find(number);
  ASSIGN_OR_RETURN(const schema::Row row, schema::DecodeRow(entity, message.SerializeAsString()));
  const std::vector<std::string> marks(entity.fields.size(), "?");
  ASSIGN_OR_RETURN(sql::Statement insert,
                   db.Prepare(absl::StrCat("INSERT INTO \"", entity.table, "\"(", entity.Columns(),
                                           ") VALUES (", absl::StrJoin(marks, ","), ")")));
  for (size_t i = 0; i < row.values.size(); ++i) {
    insert.Bind(static_cast<int>(i) + 1, row.values[i]);
  }
  return insert.Run();
}

absl::Status UpdateField(sql::Database& db, const schema::Entity& entity, absl::string_view id,
                         const schema::Field& field, const sql::Value& value) {
  ASSIGN_OR_RETURN(sql::Statement update,
                   db.Prepare(absl::StrCat("UPDATE \"", entity.table, "\" SET \"", field.name,
                                           "\" = ?2 WHERE \"id\" = ?1")));
  update.Bind(1, id);
  update.Bind(2, value);
  RETURN_IF_ERROR(update.Run());
  return db.changes() == 0 ? RowNotOnTablet(entity.label_zh, entity.table, id) : absl::OkStatus();
}

absl::Status UpdateField(sql::Database& db, const schema::Entity& entity, absl::string_view id,
                         absl::string_view field_name, const sql::Value& value) {
  return UpdateField(db, entity, id, entity.fields[entity.IndexOf(field_name)], value);
}

}  // namespace zoufang::fieldwork
