// Makes edits out of rows, for writes that come from services and imports.
#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "sync/schema/catalogue.h"
#include "sync/schema/row.h"
#include "sync/sql/database.h"
#include "zoufang/sync/v1/mutation.pb.h"

namespace zoufang::hub {

// A stored row with its rev. NOT_FOUND ROW_MISSING.
struct StoredRow {
  schema::Row row;
  int64_t rev = 0;
  std::string scope;
};
absl::StatusOr<StoredRow> LoadRow(sql::Database& database, const schema::Entity& entity,
                                  absl::string_view id);

// An edit that creates `row`.
sync::v1::Edit CreateEdit(const schema::Entity& entity, const schema::Row& row);
// An edit of the fields in which `wanted` differs from `stored`; no fields when none does.
sync::v1::Edit UpdateEdit(const schema::Entity& entity, const StoredRow& stored,
                          const schema::Row& wanted);

// The same from entity messages: a message's row, and a row's message.
template <typename Message>
absl::StatusOr<schema::Row> RowOf(const schema::Entity& entity, const Message& message) {
  return schema::DecodeRow(entity, message.SerializeAsString());
}
template <typename Message>
Message MessageOf(const schema::Entity& entity, const schema::Row& row) {
  Message message;
  message.ParseFromString(schema::EncodeRow(entity, row));
  return message;
}

}  // namespace zoufang::hub
