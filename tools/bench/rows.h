// The rows that the benchmark writes, and the plain tables it compares with.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "sync/base/random.h"
#include "sync/schema/catalogue.h"
#include "sync/schema/row.h"
#include "sync/schema/tables.h"
#include "sync/sql/database.h"

namespace zoufang::bench {

inline constexpr char kTown[] = "370303001";

// The town whose code is `number` towns after the first one.
std::string TownCode(int number);

// `count` synthetic organisations of one seed, with ids in order.
std::vector<schema::Row> MakeOrganizations(const schema::Catalogue& catalogue, int count,
                                           base::Random& random);
// A visit as an officer saves it: every field that the tablet fills in.
schema::Row MakeVisit(const schema::Catalogue& catalogue, base::Random& random,
                      const std::string& area_code, int number);
// The organisation's size as JSON, in bytes.
size_t JsonBytes(const schema::Entity& entity, const schema::Row& row);

// A file with the entities' tables and nothing else: no capture, no log, no meta.
absl::StatusOr<std::unique_ptr<sql::Database>> OpenPlain(const std::string& path,
                                                         const schema::Catalogue& catalogue,
                                                         schema::End end);
// INSERT of the entity's declared fields.
std::string InsertText(const schema::Entity& entity);
absl::Status InsertRow(sql::Database& database, const std::string& insert, const schema::Row& row);

}  // namespace zoufang::bench
