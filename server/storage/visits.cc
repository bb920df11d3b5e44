#include "server/storage/visits.h"

#include <utility>

#include "domain/errors.h"
#include "server/storage/etag.h"
#include "sync/schema/row.h"

namespace zoufang::storage {
namespace {

template <typename Message>
absl::Status AddChildren(sql::Database& database, const schema::Catalogue& catalogue,
                         const std::string& visit_id,
                         google::protobuf::RepeatedPtrField<Message>& into) {
  ASSIGN_OR_RETURN(
      auto rows, Select<Message>(database, catalogue, "WHERE visit_id=?1 ORDER BY id", {visit_id}));
  for (auto& row : rows) *into.Add() = std::move(row.message);
  return absl::OkStatus();
}

constexpr char kAmendmentsOfVisit[] = "WHERE visit_id=?1 ORDER BY amended_at, id";
constexpr char kRechecksOfVisit[] =
    "WHERE finding_id IN (SELECT id FROM finding WHERE visit_id=?1) ORDER BY checked_at, id";

}  // namespace

absl::StatusOr<v1::VisitDetails> Visits::Details(sql::Database& database,
                                                 absl::string_view id) const {
  ASSIGN_OR_RETURN(auto found,
                   Select<v1::Visit>(database, catalogue_, "WHERE id=?1", {std::string(id)}));
  if (found.empty()) return domain::VisitNotFound(id);
  v1::VisitDetails details;
  details.set_etag(Etag(found[0].message.id(), found[0].rev));
  *details.mutable_visit() = std::move(found[0].message);
  const std::string& visit_id = details.visit().id();
  RETURN_IF_ERROR(AddChildren(database, catalogue_, visit_id, *details.mutable_answers()));
  RETURN_IF_ERROR(AddChildren(database, catalogue_, visit_id, *details.mutable_findings()));
  RETURN_IF_ERROR(AddChildren(database, catalogue_, visit_id, *details.mutable_needs()));
  RETURN_IF_ERROR(AddChildren(database, catalogue_, visit_id, *details.mutable_attachments()));
  ASSIGN_OR_RETURN(auto rechecks,
                   Select<v1::Recheck>(database, catalogue_, kRechecksOfVisit, {visit_id}));
  for (auto& recheck : rechecks) *details.add_rechecks() = std::move(recheck.message);
  ASSIGN_OR_RETURN(auto amendments, Select<v1::VisitAmendment>(database, catalogue_,
                                                               kAmendmentsOfVisit, {visit_id}));
  for (auto& one : amendments) *details.add_amendments() = std::move(one.message);
  return details;
}

// ?1 prefixes as a JSON array, ?2 ?3 the row before, ?4 the limit, ?5 an organisation.
constexpr char kAll[] =
    "WHERE (started_at, id) < (?2, ?3) AND EXISTS (SELECT 1 FROM json_each(?1) AS area"
    " WHERE substr(area_code, 1, length(area.value)) = area.value)"
    " ORDER BY started_at DESC, id DESC LIMIT ?4";
constexpr char kOfOrganization[] =
    "WHERE organization_id=?5 AND (started_at, id) < (?2, ?3)"
    " AND EXISTS (SELECT 1 FROM json_each(?1) AS area"
    " WHERE substr(area_code, 1, length(area.value)) = area.value)"
    " ORDER BY started_at DESC, id DESC LIMIT ?4";

absl::StatusOr<std::vector<v1::Visit>> Visits::List(sql::Database& database,
                                                    const VisitQuery& query) const {
  const sql::Value areas = schema::SetText(query.areas);
  const sql::Value limit = static_cast<int64_t>(query.limit);
  ASSIGN_OR_RETURN(auto found,
                   query.organization_id.empty()
                       ? Select<v1::Visit>(database, catalogue_, kAll,
                                           {areas, query.before_us, query.before_id, limit})
                       : Select<v1::Visit>(database, catalogue_, kOfOrganization,
                                           {areas, query.before_us, query.before_id, limit,
                                            query.organization_id}));
  std::vector<v1::Visit> visits;
  visits.reserve(found.size());
  for (auto& visit : found) visits.push_back(std::move(visit.message));
  return visits;
}

}  // namespace zoufang::storage
