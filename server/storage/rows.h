// Rows of entities as their messages.
#pragma once

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "domain/entities.h"
#include "sync/base/status.h"
#include "sync/hub/edits.h"
#include "sync/schema/catalogue.h"
#include "sync/sql/database.h"

namespace zoufang::storage {

template <typename Message>
struct Loaded {
  Message message;
  int64_t rev = 0;
};

// Runs "SELECT <fields>, _rev FROM <table> `tail`", where `tail` is a constant with ?1, ?2, … for
// `values`.
absl::StatusOr<std::vector<hub::StoredRow>> SelectRows(sql::Database& database,
                                                       const schema::Entity& entity,
                                                       absl::string_view tail,
                                                       std::initializer_list<sql::Value> values);

template <typename Message>
absl::StatusOr<std::vector<Loaded<Message>>> Select(sql::Database& database,
                                                    const schema::Catalogue& catalogue,
                                                    absl::string_view tail,
                                                    std::initializer_list<sql::Value> values) {
  const schema::Entity& entity = domain::EntityOf<Message>(catalogue);
  ASSIGN_OR_RETURN(const std::vector<hub::StoredRow> rows,
                   SelectRows(database, entity, tail, values));
  std::vector<Loaded<Message>> loaded;
  loaded.reserve(rows.size());
  for (const hub::StoredRow& row : rows) {
    loaded.push_back({hub::MessageOf<Message>(entity, row.row), row.rev});
  }
  return loaded;
}

}  // namespace zoufang::storage
