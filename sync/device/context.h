// What the parts of a replica work with.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "sync/device/env.h"
#include "sync/schema/catalogue.h"
#include "sync/sql/database.h"

namespace zoufang::device {

// The statements of one entity's table, made once. n is the number of fields.
struct EntitySql {
  std::string row;    // By id: fields…, _rev, _scope, _unknown.
  std::string place;  // By id: _rev, _scope, _unknown.
  std::string
      insert;  // ?1…?n fields, then _rev, _scope, _unknown; an id that exists is left alone.
  std::string upsert;         // The same; an id that exists is overwritten.
  std::string replant;        // By id ?1: sets _rev ?2, _scope ?3, _unknown ?4.
  std::string remove;         // By id.
  std::string in_scope;       // _scope ?1: id, _rev of rows without a shadow.
  std::string held_in_scope;  // _scope ?1: ids of rows without a shadow that have held edits.
  std::string remove_scope;   // _scope ?1.
};

struct SqlTexts {
  absl::flat_hash_map<uint32_t, EntitySql> by_entity;
  // uuid, entity, op, row_id, rev, scope, unknown, then the old values and the new ones, each side
  // with the columns of field_numbers, the id first.
  std::string captures;
  std::vector<int> field_numbers;  // The catalogue's.
};

SqlTexts MakeSqlTexts(const schema::Catalogue& catalogue);

struct Context {
  sql::Database& db;
  const schema::Catalogue& catalogue;
  const SqlTexts& sql;
  Env env;

  const EntitySql& SqlOf(const schema::Entity& entity) const {
    return sql.by_entity.at(entity.number);
  }
  int64_t now_us() const { return absl::ToUnixMicros(env.clock.Now()); }
};

// Names a row. Ids are unique by themselves; the entity says which table.
struct RowKey {
  uint32_t entity = 0;
  std::string id;

  friend bool operator==(const RowKey& a, const RowKey& b) {
    return a.entity == b.entity && a.id == b.id;
  }
  template <typename H>
  friend H AbslHashValue(H state, const RowKey& key) {
    return H::combine(std::move(state), key.entity, key.id);
  }
};

}  // namespace zoufang::device
