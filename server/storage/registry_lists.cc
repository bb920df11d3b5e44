#include "server/storage/registry_lists.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "sync/schema/row.h"

namespace zoufang::storage {
namespace {

std::string JsonArray(const std::vector<int>& numbers) {
  return absl::StrCat("[", absl::StrJoin(numbers, ","), "]");
}

template <typename Message>
std::vector<Message> Messages(std::vector<Loaded<Message>> loaded) {
  std::vector<Message> messages;
  messages.reserve(loaded.size());
  for (auto& one : loaded) messages.push_back(std::move(one.message));
  return messages;
}

}  // namespace

// ?1 the prefix, ?2 levels as a JSON array, ?3 the code before, ?4 the limit.
constexpr char kDivisions[] =
    "WHERE substr(id, 1, length(?1))=?1 AND (?2='[]' OR level IN (SELECT value FROM json_each(?2)))"
    " AND id>?3 ORDER BY id LIMIT ?4";

absl::StatusOr<std::vector<v1::Division>> ListDivisions(sql::Database& database,
                                                        const schema::Catalogue& catalogue,
                                                        const DivisionQuery& query) {
  ASSIGN_OR_RETURN(auto found,
                   Select<v1::Division>(database, catalogue, kDivisions,
                                        {query.prefix, JsonArray(query.levels), query.after,
                                         static_cast<int64_t>(query.limit)}));
  return Messages(std::move(found));
}

// ?1 prefixes, ?2 kinds, ?3 statuses, ?4 listings as JSON arrays, ?5 ?6 the one before, ?7 the
// limit.
constexpr char kOrganizations[] =
    "WHERE (name, id) > (?5, ?6) AND EXISTS (SELECT 1 FROM json_each(?1) AS area"
    " WHERE substr(area_code, 1, length(area.value))=area.value)"
    " AND (?2='[]' OR kind IN (SELECT value FROM json_each(?2)))"
    " AND (?3='[]' OR status IN (SELECT value FROM json_each(?3)))"
    " AND (?4='[]' OR listing IN (SELECT value FROM json_each(?4)))"
    " ORDER BY name, id LIMIT ?7";

absl::StatusOr<std::vector<v1::Organization>> ListOrganizations(sql::Database& database,
                                                                const schema::Catalogue& catalogue,
                                                                const OrganizationQuery& query) {
  ASSIGN_OR_RETURN(auto found,
                   Select<v1::Organization>(
                       database, catalogue, kOrganizations,
                       {schema::SetText(query.areas), JsonArray(query.kinds),
                        JsonArray(query.statuses), JsonArray(query.listings), query.after_name,
                        query.after_id, static_cast<int64_t>(query.limit)}));
  return Messages(std::move(found));
}

absl::StatusOr<std::optional<v1::OrganizationProfile>> FindProfile(
    sql::Database& database, const schema::Catalogue& catalogue,
    absl::string_view organization_id) {
  ASSIGN_OR_RETURN(auto found,
                   Select<v1::OrganizationProfile>(database, catalogue, "WHERE organization_id=?1",
                                                   {std::string(organization_id)}));
  if (found.empty()) return std::nullopt;
  return std::move(found.front().message);
}

}  // namespace zoufang::storage
