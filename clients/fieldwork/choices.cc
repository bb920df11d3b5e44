#include "clients/fieldwork/choices.h"

#include <map>
#include <nlohmann/json.hpp>

#include "clients/fieldwork/built_in_choices.h"

namespace zoufang::fieldwork {
namespace {

using Lists = std::map<std::string, std::vector<CodedChoice>, std::less<>>;

Lists Parse() {
  Lists lists;
  const auto document = nlohmann::json::parse(kBuiltInChoices);
  for (const auto& [name, choices] : document.items()) {
    if (!choices.is_array()) continue;
    for (const auto& choice : choices) {
      lists[name].push_back({choice.at("code"), choice.at("zh"), choice.at("en")});
    }
  }
  return lists;
}

}  // namespace

const std::vector<CodedChoice>& Choices(absl::string_view list) {
  static const auto* const kLists = new Lists(Parse());
  static const auto* const kNone = new std::vector<CodedChoice>();
  const auto found = kLists->find(std::string(list));
  return found == kLists->end() ? *kNone : found->second;
}

}  // namespace zoufang::fieldwork
