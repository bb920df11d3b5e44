#include "sync/schema/set_edit.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "sync/base/status.h"
#include "sync/schema/row.h"

namespace zoufang::schema {

absl::StatusOr<sql::Value> RepeatSetEdit(const sync::v1::FieldEdit& edit, const sql::Value& now) {
  ASSIGN_OR_RETURN(std::vector<std::string> members, SetMembers(std::get<std::string>(now)));
  ASSIGN_OR_RETURN(const std::vector<std::string> before, SetMembers(edit.old_value().text()));
  ASSIGN_OR_RETURN(const std::vector<std::string> after, SetMembers(edit.new_value().text()));
  for (const std::string& member : before) {
    if (std::find(after.begin(), after.end(), member) == after.end()) std::erase(members, member);
  }
  members.insert(members.end(), after.begin(), after.end());
  return SetText(std::move(members));
}

}  // namespace zoufang::schema
