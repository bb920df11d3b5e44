// What a device's triggers wrote down.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "sync/schema/tables.h"
#include "sync/sql/value.h"

namespace zoufang::testing {

// Makes a device's tables and triggers.
absl::Status PrepareCapture(const schema::Catalogue& catalogue, sql::Database& database);

// One captured change; element i of the values belongs to the entity's fields[i + 1].
struct Capture {
  schema::Op op;
  std::string id;
  std::vector<sql::Value> before;
  std::vector<sql::Value> after;
};

std::vector<Capture> ReadCaptures(const schema::Entity& entity, sql::Database& database);

// The needs' captures as sentences about their descriptions: "update a: A -> B".
std::vector<std::string> NeedSentences(sql::Database& database);

}  // namespace zoufang::testing
