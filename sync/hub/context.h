// What one call of the hub works with.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "sync/schema/catalogue.h"
#include "sync/sql/database.h"

namespace zoufang::hub {

class Observer;

// The statements of one entity's table, made once.
struct EntitySql {
  std::string select;    // By id: fields…, _rev, _scope, _meta.
  std::string insert;    // fields…, _rev, _scope, _meta.
  std::string update;    // The same, by id (parameter 1).
  std::string remove;    // By id.
  std::string page;      // _scope, after id, limit: fields…, _rev in id order.
  std::string body;      // By id: fields…, _rev.
  std::string in_scope;  // _scope: id, _rev.
  std::string children;  // Ids of rows whose parent is ?1; "" for a root.
};

// Makes the statements of every entity, by its number.
using SqlTexts = absl::flat_hash_map<uint32_t, EntitySql>;
SqlTexts MakeSqlTexts(const schema::Catalogue& catalogue);

// A rev is an incarnation, and so many bits to count within it.
inline constexpr int kRevBits = 20;

inline int64_t IncarnationOf(int64_t rev) { return rev >> kRevBits; }

// How much a reply carries, in bytes of rows before compression. Tests make them small.
struct Limits {
  // A page ends with the row that reaches this.
  int64_t page_bytes = 1 << 20;
  // A pull with more than this in one scope is answered "take the scope anew".
  int64_t pull_bytes = 16 << 20;
};

struct Context {
  sql::Database& db;
  const schema::Catalogue& catalogue;
  const SqlTexts& sql;
  absl::Time now;
  int64_t incarnation;
  Limits limits;
  Observer* observer = nullptr;  // Told of what mutations write, when there is one.
  absl::string_view salt;        // Of this start.

  int64_t now_us() const { return absl::ToUnixMicros(now); }
  // The rev of a row's next state. It is never used again, also across restores: the incarnation
  // rises with every start, and a row gains far less than 2^20 revs within one.
  int64_t NextRev(int64_t rev) const { return std::max(rev, incarnation << kRevBits) + 1; }
};

}  // namespace zoufang::hub
