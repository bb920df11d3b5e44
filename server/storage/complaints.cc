#include "server/storage/complaints.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/errors.h"
#include "server/storage/etag.h"
#include "sync/schema/row.h"

namespace zoufang::storage {

absl::StatusOr<v1::ComplaintDetails> Complaints::Details(sql::Database& database,
                                                         absl::string_view id) const {
  ASSIGN_OR_RETURN(auto found,
                   Select<v1::Complaint>(database, catalogue_, "WHERE id=?1", {std::string(id)}));
  if (found.empty()) return domain::ComplaintNotFound(id);
  v1::ComplaintDetails details;
  details.set_etag(Etag(found[0].message.id(), found[0].rev));
  *details.mutable_complaint() = std::move(found[0].message);
  ASSIGN_OR_RETURN(
      auto messages,
      Select<v1::ComplaintMessage>(
          database, catalogue_, "WHERE complaint_id=?1 ORDER BY sent_at, id", {std::string(id)}));
  for (auto& message : messages) *details.add_messages() = std::move(message.message);
  return details;
}

// ?1 prefixes and ?5 states as JSON arrays, ?2 ?3 the row before, ?4 the limit.
constexpr char kPage[] =
    "WHERE (received_at, id) < (?2, ?3) AND EXISTS (SELECT 1 FROM json_each(?1) AS area"
    " WHERE substr(area_code, 1, length(area.value)) = area.value)"
    " AND (?5='[]' OR state IN (SELECT value FROM json_each(?5)))"
    " ORDER BY received_at DESC, id DESC LIMIT ?4";

absl::StatusOr<std::vector<v1::Complaint>> Complaints::List(sql::Database& database,
                                                            const ComplaintQuery& query) const {
  const std::string states = absl::StrCat("[", absl::StrJoin(query.states, ","), "]");
  ASSIGN_OR_RETURN(auto found, Select<v1::Complaint>(
                                   database, catalogue_, kPage,
                                   {schema::SetText(query.areas), query.before_us, query.before_id,
                                    static_cast<int64_t>(query.limit), states}));
  std::vector<v1::Complaint> complaints;
  complaints.reserve(found.size());
  for (auto& complaint : found) complaints.push_back(std::move(complaint.message));
  return complaints;
}

}  // namespace zoufang::storage
