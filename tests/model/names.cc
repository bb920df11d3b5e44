#include "tests/model/names.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "sync/hub/conflict_item.h"
#include "tests/model/catalogue.h"

namespace zoufang::model {

void Names::AddMutation(const std::string& name, const std::string& uuid) {
  uuids_[name] = uuid;
  mutations_[uuid] = name;
}

void Names::AddConflict(const std::string& name, absl::string_view row, absl::string_view field,
                        const std::string& mutation_a, const std::string& mutation_b) {
  const schema::Entity& note =
      *ModelCatalogue().FindByTable("note");  // A part has the same fields.
  const int number = note.fields[note.IndexOf(field)].number;
  const std::string id = hub::ConflictId(row, number, UuidOf(mutation_a), UuidOf(mutation_b));
  ids_[name] = id;
  items_[id] = name;
}

std::string Names::MutationOf(absl::string_view uuid) const {
  const auto found = mutations_.find(std::string(uuid));
  return found == mutations_.end() ? absl::BytesToHexString(uuid) : found->second;
}

std::string Names::RowOf(absl::string_view id) const {
  const auto found = items_.find(std::string(id));
  return found == items_.end() ? std::string(id) : found->second;
}

std::string Names::WithIds(std::string sql) const {
  size_t at = 0;
  while ((at = sql.find('{', at)) != std::string::npos) {
    const size_t end = sql.find('}', at);
    sql.replace(at, end - at + 1, ids_.at(sql.substr(at + 1, end - at - 1)));
  }
  return sql;
}

}  // namespace zoufang::model
