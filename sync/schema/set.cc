// Sets and their canonical text: a JSON array of distinct strings in code point order.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "absl/strings/match.h"
#include "sync/base/errors.h"
#include "sync/schema/json_text.h"
#include "sync/schema/row.h"

namespace zoufang::schema {
namespace {

// UTF-8 sorts by code point when compared as unsigned bytes, which is how std::string compares.
void SortDistinct(std::vector<std::string>& members) {
  std::sort(members.begin(), members.end());
  members.erase(std::unique(members.begin(), members.end()), members.end());
}

absl::Status NotASet() { return base::Undecodable("a set is a JSON array of texts"); }

}  // namespace

absl::StatusOr<std::vector<std::string>> SetMembers(absl::string_view json) {
  std::vector<std::string> members;
  if (json == "[]") return members;
  const auto array = nlohmann::json::parse(json.begin(), json.end(), nullptr, false);
  if (!array.is_array()) return NotASet();
  for (const nlohmann::json& member : array) {
    if (!member.is_string()) return NotASet();
    members.push_back(member.get_ref<const std::string&>());
  }
  SortDistinct(members);
  return members;
}

std::string SetText(std::vector<std::string> members) {
  SortDistinct(members);
  std::string text = "[";
  for (const std::string& member : members) {
    if (text.size() > 1) text += ',';
    AppendJsonText(member, text);
  }
  return text + "]";
}

}  // namespace zoufang::schema
