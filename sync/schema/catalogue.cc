#include "sync/schema/catalogue.h"

#include <algorithm>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "sync/base/errors.h"
#include "sync/base/status.h"
#include "sync/schema/declaration.h"
#include "sync/schema/identifier.h"

namespace zoufang::schema {
namespace {

constexpr char kAreaPrefix[] = "area:";

// Numbers and tables identify an entity: both are its own. `entities` are in the order of numbers.
absl::Status CheckDistinct(const std::vector<Entity>& entities) {
  absl::flat_hash_set<std::string> tables;
  for (size_t i = 0; i < entities.size(); ++i) {
    if (i > 0 && entities[i].number == entities[i - 1].number) {
      return base::BadDeclaration(
          entities[i].name,
          absl::StrCat("number ", entities[i].number, " is taken by ", entities[i - 1].name));
    }
    if (!tables.insert(entities[i].table).second) {
      return base::BadDeclaration(entities[i].name,
                                  absl::StrCat("table ", entities[i].table, " is taken"));
    }
  }
  return absl::OkStatus();
}

// Every child leads to a root in as many steps as there are entities, at most.
absl::Status CheckParents(const Catalogue& catalogue) {
  for (const Entity& entity : catalogue.entities()) {
    const Entity* ancestor = &entity;
    for (size_t steps = 0; ancestor->parent != 0; ++steps) {
      if (steps > catalogue.entities().size()) {
        return base::BadDeclaration(entity.name, "is its own ancestor");
      }
      const uint32_t parent = ancestor->parent;
      ancestor = catalogue.Find(parent);
      if (ancestor == nullptr) {
        return base::BadDeclaration(entity.name,
                                    absl::StrCat("its parent ", parent, " is not declared"));
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace

std::string Field::Label() const { return rules.label_zh().empty() ? name : rules.label_zh(); }

int Entity::IndexOf(int field_number) const {
  const size_t guess = static_cast<size_t>(field_number) - 1;  // Numbers are dense as a rule.
  if (guess < fields.size() && fields[guess].number == field_number) {
    return static_cast<int>(guess);
  }
  const auto found = std::lower_bound(fields.begin(), fields.end(), field_number,
                                      [](const Field& f, int wanted) { return f.number < wanted; });
  return found != fields.end() && found->number == field_number
             ? static_cast<int>(found - fields.begin())
             : -1;
}

int Entity::IndexOf(absl::string_view field_name) const {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const Field& field) { return field.name == field_name; });
  return found != fields.end() ? static_cast<int>(found - fields.begin()) : -1;
}

std::string Entity::Columns(absl::string_view prefix) const {
  std::string list;
  for (const Field& field : fields) {
    absl::StrAppend(&list, list.empty() ? "" : ", ", prefix, Quoted(field.name));
  }
  return list;
}

absl::StatusOr<Catalogue> Catalogue::Build(
    absl::Span<const google::protobuf::Descriptor* const> messages) {
  Catalogue catalogue;
  std::set<int> numbers;
  for (const google::protobuf::Descriptor* message : messages) {
    ASSIGN_OR_RETURN(Entity entity, ReadDeclaration(*message));
    for (const Field& field : entity.fields) numbers.insert(field.number);
    catalogue.entities_.push_back(std::move(entity));
  }
  std::sort(catalogue.entities_.begin(), catalogue.entities_.end(),
            [](const Entity& a, const Entity& b) { return a.number < b.number; });
  for (size_t i = 0; i < catalogue.entities_.size(); ++i) {
    catalogue.by_number_[catalogue.entities_[i].number] = i;
  }
  catalogue.field_numbers_.assign(numbers.begin(), numbers.end());
  RETURN_IF_ERROR(CheckDistinct(catalogue.entities_));
  RETURN_IF_ERROR(CheckParents(catalogue));
  return catalogue;
}

const Entity* Catalogue::Find(uint32_t number) const {
  const auto found = by_number_.find(number);
  return found != by_number_.end() ? &entities_[found->second] : nullptr;
}

const Entity* Catalogue::FindByTable(absl::string_view table) const {
  const auto found = std::find_if(entities_.begin(), entities_.end(),
                                  [&](const Entity& entity) { return entity.table == table; });
  return found != entities_.end() ? &*found : nullptr;
}

std::vector<const Entity*> Catalogue::ChildrenOf(uint32_t number) const {
  std::vector<const Entity*> children;
  for (const Entity& entity : entities_) {
    if (entity.is_child() && (entity.parent == number || entity.parent == 0)) {
      children.push_back(&entity);
    }
  }
  return children;
}

std::string AreaScope(absl::string_view division_code) {
  return absl::StrCat(kAreaPrefix, division_code);
}

absl::string_view AreaOf(absl::string_view scope) {
  return absl::ConsumePrefix(&scope, kAreaPrefix) ? scope : absl::string_view();
}

}  // namespace zoufang::schema
