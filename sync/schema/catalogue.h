// The entities, read once from the annotations of their messages.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "google/protobuf/descriptor.h"
#include "zoufang/sync/v1/annotations.pb.h"

namespace zoufang::schema {

// How a field travels and how it is stored.
enum class Kind {
  kText,       // string         -> TEXT
  kBytes,      // bytes          -> BLOB
  kBool,       // bool           -> INTEGER 0 or 1
  kInteger,    // int32, int64   -> INTEGER
  kEnum,       // enum           -> INTEGER
  kReal,       // double         -> REAL
  kTimestamp,  // google.protobuf.Timestamp -> INTEGER, microseconds since 1970 UTC; nullable
  kSet,        // repeated string -> TEXT, a JSON array of distinct strings in code point order
};

struct Field {
  int number = 0;
  std::string name;  // The proto field's and the column's name.
  Kind kind = Kind::kText;
  bool nullable = false;  // `optional` and timestamps; others have their zero as default.
  bool is_int32 = false;  // kInteger of 32 bits.
  sync::v1::Merge merge = sync::v1::KEEP;
  sync::v1::FieldOptions rules;
  absl::flat_hash_set<std::pair<int64_t, int64_t>> transitions;  // STATE: (from, to), by number.
  absl::flat_hash_set<int64_t> prevails;  // STATE: values shown over any concurrent other one.
  const google::protobuf::FieldDescriptor* descriptor = nullptr;

  std::string Label() const;  // label_zh, or the name.
};

// One entity. fields[0] is `id`; the order is by field number.
struct Entity {
  uint32_t number = 0;
  std::string name;   // "Visit"
  std::string table;  // "visit"
  std::string label_zh;
  std::string fixed_scope;  // A root in this scope, or "".
  int scope_field = -1;     // Index into fields: a root in "area:<value>".
  int parent_field = -1;    // Index into fields: a child.
  uint32_t parent = 0;      // The parent's entity; 0: parent_entity_field says.
  int parent_entity_field = -1;
  std::vector<Field> fields;
  const google::protobuf::Descriptor* descriptor = nullptr;

  bool is_child() const { return parent_field >= 0; }
  // Index of the field with this number or name; -1: none.
  int IndexOf(int field_number) const;
  int IndexOf(absl::string_view field_name) const;
  // Column names for SQL, id first: `"id", "area_code", …`. `prefix` is put before each:
  // `excluded."id", …`.
  std::string Columns(absl::string_view prefix = "") const;
};

// All entities of a product. Immutable; outlives everything that uses it.
class Catalogue {
 public:
  // Reads the declarations. INTERNAL BAD_DECLARATION names what is wrong.
  static absl::StatusOr<Catalogue> Build(
      absl::Span<const google::protobuf::Descriptor* const> messages);

  const std::vector<Entity>& entities() const { return entities_; }  // By number.
  const Entity* Find(uint32_t number) const;                         // nullptr: unknown.
  const Entity* FindByTable(absl::string_view table) const;
  // Entities whose parent can be `number`.
  std::vector<const Entity*> ChildrenOf(uint32_t number) const;
  // The numbers that fields of any entity bear, ascending: 1, the id's, first.
  const std::vector<int>& field_numbers() const { return field_numbers_; }

 private:
  std::vector<Entity> entities_;
  absl::flat_hash_map<uint32_t, size_t> by_number_;
  std::vector<int> field_numbers_;
};

// "area:370303001".
std::string AreaScope(absl::string_view division_code);
// "370303001", or "" for a scope of another kind.
absl::string_view AreaOf(absl::string_view scope);

}  // namespace zoufang::schema
