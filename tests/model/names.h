// What the model calls things, and what they are called in the engine.
#pragma once

#include <map>
#include <string>

#include "absl/strings/string_view.h"

namespace zoufang::model {

// Rows have the model's names as their ids; mutations and conflict items have ids of the engine's
// own.
class Names {
 public:
  void AddMutation(const std::string& name, const std::string& uuid);
  // An item about `field` of `row`, made by two mutations.
  void AddConflict(const std::string& name, absl::string_view row, absl::string_view field,
                   const std::string& mutation_a, const std::string& mutation_b);

  const std::string& UuidOf(const std::string& mutation) const { return uuids_.at(mutation); }
  // The model's name of a mutation; of a row. An id that the model does not know is its own name.
  std::string MutationOf(absl::string_view uuid) const;
  std::string RowOf(absl::string_view id) const;
  // `sql` with each {name} replaced by the item's id.
  std::string WithIds(std::string sql) const;

 private:
  std::map<std::string, std::string> uuids_;
  std::map<std::string, std::string, std::less<>> mutations_;
  std::map<std::string, std::string> ids_;
  std::map<std::string, std::string, std::less<>> items_;
};

}  // namespace zoufang::model
