#include "server/storage/conflicts.h"

#include <utility>

#include "sync/schema/row.h"

namespace zoufang::storage {

// ?1 a row or "", ?2 also resolved ones (2 is CONFLICT_STATE_RESOLVED), ?3 ?4 the item before,
// ?5 prefixes as a JSON array, ?6 the limit.
constexpr char kPage[] =
    "WHERE (?1='' OR row_id=?1) AND (?2 OR state<>2) AND (coalesce(shown_at, 0), id) > (?3, ?4)"
    " AND EXISTS (SELECT 1 FROM _scope AS s, json_each(?5) AS area WHERE s.n=conflict._scope"
    " AND s.name LIKE 'area:%' AND substr(s.name, 6, length(area.value))=area.value)"
    " ORDER BY coalesce(shown_at, 0), id LIMIT ?6";

absl::StatusOr<std::vector<sync::v1::Conflict>> ListConflicts(sql::Database& database,
                                                              const schema::Catalogue& catalogue,
                                                              const ConflictQuery& query) {
  ASSIGN_OR_RETURN(auto found,
                   Select<sync::v1::Conflict>(
                       database, catalogue, kPage,
                       {query.row_id, int64_t{query.with_resolved}, query.after_us, query.after_id,
                        schema::SetText(query.areas), static_cast<int64_t>(query.limit)}));
  std::vector<sync::v1::Conflict> items;
  items.reserve(found.size());
  for (auto& item : found) items.push_back(std::move(item.message));
  return items;
}

}  // namespace zoufang::storage
