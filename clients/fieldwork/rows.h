// Rows of the entities' tables as messages.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/fieldwork/errors.h"
#include "domain/entities.h"
#include "google/protobuf/message.h"
#include "sync/base/errors.h"
#include "sync/base/status.h"
#include "sync/schema/catalogue.h"
#include "sync/schema/row.h"
#include "sync/sql/database.h"

namespace zoufang::fieldwork {

// The rows of `entity` that `tail` ("WHERE … ORDER BY …", a constant) leaves; `values` are bound to
// ?1, ?2, …
absl::StatusOr<std::vector<schema::Row>> SelectEntityRows(sql::Database& db,
                                                          const schema::Entity& entity,
                                                          absl::string_view tail,
                                                          std::initializer_list<sql::Value> values);

// nullopt: there is none.
absl::StatusOr<std::optional<schema::Row>> FindEntityRow(sql::Database& db,
                                                         const schema::Entity& entity,
                                                         absl::string_view id);

template <typename Message>
absl::StatusOr<Message> ToMessage(const schema::Entity& entity, const schema::Row& row) {
  Message message;
  if (!message.ParseFromString(schema::EncodeRow(entity, row))) {
    return base::Undecodable(entity.name);
  }
  return message;
}

// The rows of the entity that `Message` declares.
template <typename Message>
absl::StatusOr<std::vector<Message>> SelectRows(sql::Database& db,
                                                const schema::Catalogue& catalogue,
                                                absl::string_view tail,
                                                std::initializer_list<sql::Value> values) {
  const schema::Entity& entity = domain::EntityOf<Message>(catalogue);
  ASSIGN_OR_RETURN(const std::vector<schema::Row> rows, SelectEntityRows(db, entity, tail, values));
  std::vector<Message> messages;
  for (const schema::Row& row : rows) {
    ASSIGN_OR_RETURN(Message message, ToMessage<Message>(entity, row));
    messages.push_back(std::move(message));
  }
  return messages;
}

// ROW_NOT_ON_TABLET when there is none.
template <typename Message>
absl::StatusOr<Message> GetRow(sql::Database& db, const schema::Catalogue& catalogue,
                               absl::string_view id) {
  const schema::Entity& entity = domain::EntityOf<Message>(catalogue);
  ASSIGN_OR_RETURN(const std::optional<schema::Row> row, FindEntityRow(db, entity, id));
  if (!row.has_value()) return RowNotOnTablet(entity.label_zh, entity.table, id);
  return ToMessage<Message>(entity, *row);
}

// Within a save: inserts the row that `message` is, with all its fields.
absl::Status InsertRow(sql::Database& db, const schema::Catalogue& catalogue,
                       const google::protobuf::Message& message);

// Within a save: sets one field. ROW_NOT_ON_TABLET.
absl::Status UpdateField(sql::Database& db, const schema::Entity& entity, absl::string_view id,
                         const schema::Field& field, const sql::Value& value);
absl::Status UpdateField(sql::Database& db, const schema::Entity& entity, absl::string_view id,
                         absl::string_view field_name, const sql::Value& value);

}  // namespace zoufang::fieldwork
