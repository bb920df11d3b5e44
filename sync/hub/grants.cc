#include "sync/hub/grants.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "sync/base/status.h"
#include "sync/hub/hub.h"
#include "sync/schema/row.h"

namespace zoufang::hub {

bool Grant::Covers(absl::string_view scope) const {
  if (scope == kRegistryScope) return true;
  const absl::string_view area = schema::AreaOf(scope);
  if (area.empty()) return false;
  for (const std::string& prefix : prefixes) {
    if (absl::StartsWith(area, prefix)) return true;
  }
  return false;
}

constexpr char kSelectGrants[] =
    "SELECT version, prefixes, since_us FROM _grant WHERE user_id=?1 ORDER BY version";

absl::StatusOr<const std::vector<Grant>*> Grants::Of(absl::string_view user_id) {
  if (const auto found = read_.find(user_id); found != read_.end()) return &found->second;
  std::vector<Grant> grants;
  ASSIGN_OR_RETURN(sql::Statement select, context_.db.Prepare(kSelectGrants));
  select.Bind(1, user_id);
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) break;
    ASSIGN_OR_RETURN(std::vector<std::string> prefixes, schema::SetMembers(select.Text(1)));
    grants.push_back({.version = select.Int(0),
                      .prefixes = std::move(prefixes),
                      .since = absl::FromUnixMicros(select.Int(2))});
  }
  return &read_.insert_or_assign(std::string(user_id), std::move(grants)).first->second;
}

constexpr char kNextVersion[] =
    "UPDATE _server SET grant_version=max(grant_version, ?1)+1 RETURNING grant_version";
constexpr char kInsertGrant[] =
    "INSERT INTO _grant(user_id, version, prefixes, since_us) VALUES (?1, ?2, ?3, ?4)";

absl::Status Grants::Set(absl::string_view user_id, const std::vector<std::string>& prefixes) {
  const std::string wanted = schema::SetText(prefixes);
  ASSIGN_OR_RETURN(const std::vector<Grant>* grants, Of(user_id));
  if (!grants->empty() && schema::SetText(grants->back().prefixes) == wanted) {
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(sql::Statement next, context_.db.Prepare(kNextVersion));
  next.Bind(1, context_.incarnation << 20);
  RETURN_IF_ERROR(next.Step().status());
  ASSIGN_OR_RETURN(sql::Statement insert, context_.db.Prepare(kInsertGrant));
  insert.Bind(1, user_id);
  insert.Bind(2, next.Int(0));
  insert.Bind(3, wanted);
  insert.Bind(4, context_.now_us());
  read_.erase(user_id);
  return insert.Run();
}

constexpr char kSelectScopes[] = "SELECT name FROM _scope ORDER BY name";

absl::StatusOr<std::vector<std::string>> Grants::ScopesOf(absl::string_view user_id) {
  std::vector<std::string> scopes;
  ASSIGN_OR_RETURN(const std::vector<Grant>* grants, Of(user_id));
  if (grants->empty()) return scopes;
  ASSIGN_OR_RETURN(sql::Statement select, context_.db.Prepare(kSelectScopes));
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) break;
    if (grants->back().Covers(select.Text(0))) scopes.emplace_back(select.Text(0));
  }
  return scopes;
}

absl::StatusOr<int64_t> Grants::VersionOf(absl::string_view user_id) {
  ASSIGN_OR_RETURN(const std::vector<Grant>* grants, Of(user_id));
  return grants->empty() ? 0 : grants->back().version;
}

absl::StatusOr<Access> Grants::Judge(absl::string_view user_id, int64_t version, const Stay& stay) {
  ASSIGN_OR_RETURN(const std::vector<Grant>* grants, Of(user_id));
  if (grants->empty()) return Access::kNone;
  if (grants->back().Covers(stay.now)) return Access::kNow;
  // The grant that held at `version`; a version from before the first one is taken as the first.
  auto held = grants->begin();
  while (std::next(held) != grants->end() && std::next(held)->version <= version) ++held;
  if (!held->Covers(stay.then)) return Access::kNone;
  const auto lost = std::find_if(held, grants->end(),
                                 [&](const Grant& grant) { return !grant.Covers(stay.then); });
  const absl::Time since = lost == grants->end() ? stay.left : std::min(stay.left, lost->since);
  return context_.now - since <= kGrace ? Access::kLate : Access::kNone;
}

}  // namespace zoufang::hub
