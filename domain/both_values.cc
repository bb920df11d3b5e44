#include "domain/both_values.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "sync/base/status.h"
#include "sync/schema/row.h"

namespace zoufang::domain {

bool HoldsBoth(const schema::Field& field) {
  return field.kind == schema::Kind::kSet ||
         (field.kind == schema::Kind::kText && field.merge == sync::v1::TEXT);
}

absl::StatusOr<sql::Value> BothValues(const schema::Field& field, const sql::Value& first,
                                      const sql::Value& second) {
  const auto& a = std::get<std::string>(first);
  const auto& b = std::get<std::string>(second);
  if (field.kind != schema::Kind::kSet) {
    if (a.empty() || absl::StrContains(b, a)) return second;
    if (b.empty() || absl::StrContains(a, b)) return first;
    return absl::StrCat(a, "\n", b);
  }
  ASSIGN_OR_RETURN(std::vector<std::string> members, schema::SetMembers(a));
  ASSIGN_OR_RETURN(const std::vector<std::string> others, schema::SetMembers(b));
  members.insert(members.end(), others.begin(), others.end());
  return schema::SetText(std::move(members));
}

}  // namespace zoufang::domain
