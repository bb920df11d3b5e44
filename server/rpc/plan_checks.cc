#include "server/rpc/plan_checks.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "domain/access.h"
#include "domain/working_days.h"
#include "sync/base/status.h"

namespace zoufang::rpc {
namespace {

constexpr int kMostAssignees = 20;

}  // namespace

bool MakesVisits(const storage::Account& account) {
  return !account.disabled && (account.role == v1::ROLE_OFFICER || account.role == v1::ROLE_STAFF);
}

bool CoversAll(const storage::Account& account, const std::vector<std::string>& area_codes) {
  return std::all_of(area_codes.begin(), area_codes.end(), [&](const std::string& area) {
    return domain::CoversArea(account.area_prefixes, area);
  });
}

std::string Today(absl::Time now) { return domain::FormatDay(domain::DayInShanghai(now)); }

hub::Author BureauAuthor(const Caller& caller) {
  return {.user_id = caller.user_id(), .server = caller.principal.role == v1::ROLE_ADMINISTRATOR};
}

void RequireDueOn(absl::string_view due_on, absl::string_view today, absl::string_view path,
                  Checks& checks) {
  absl::CivilDay day;
  const bool is_date = absl::ParseCivilTime(due_on, &day);
  checks.Require(!is_date || due_on >= today, path, "期限不能早于今天", "must not be before today");
}

absl::Status RequireAssignees(sql::Database& database,
                              const google::protobuf::RepeatedPtrField<std::string>& user_names,
                              const std::vector<std::string>& area_codes, absl::string_view path,
                              Checks& checks) {
  checks.Require(user_names.size() <= kMostAssignees, path, "最多20人", "at most 20");
  std::set<std::string> known;
  for (int i = 0; i < std::min(user_names.size(), kMostAssignees); ++i) {
    const std::string place = absl::StrCat(path, "[", i, "]");
    checks.Require(known.insert(user_names[i]).second, place, "重复", "stands here twice");
    ASSIGN_OR_RETURN(const auto account, storage::FindAccount(database, user_names[i]));
    if (!account.has_value() || !MakesVisits(*account)) {
      checks.Require(false, place, "没有这个可走访的账号", "is no account that makes visits");
      continue;
    }
    checks.Require(CoversAll(*account, area_codes), place, "其辖区不含该社会组织",
                   "has areas that do not cover every organisation");
  }
  return absl::OkStatus();
}

}  // namespace zoufang::rpc
