#include "server/storage/complaints.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/errors.h"
#include "domain/working_days.h"
#include "google/protobuf/util/time_util.h"
#include "server/storage/etag.h"
#include "server/storage/reporters.h"
#include "sync/schema/row.h"

namespace zoufang::storage {
namespace {

FoundComplaint Found(Loaded<v1::Complaint>& loaded) {
  std::string etag = Etag(loaded.message.id(), loaded.rev);
  return {.complaint = std::move(loaded.message), .etag = std::move(etag)};
}

// The children of a case, in the order that `tail` gives.
template <typename Message>
absl::Status AddChildren(sql::Database& database, const schema::Catalogue& catalogue,
                         absl::string_view tail, const std::string& id,
                         google::protobuf::RepeatedPtrField<Message>& out) {
  ASSIGN_OR_RETURN(auto found, Select<Message>(database, catalogue, tail, {id}));
  for (auto& one : found) *out.Add() = std::move(one.message);
  return absl::OkStatus();
}

constexpr char kMessages[] = "WHERE complaint_id=?1 ORDER BY sent_at, id";
// Steps of one moment in the order they were written.
constexpr char kEvents[] = "WHERE complaint_id=?1 ORDER BY at, rowid";
constexpr char kNotes[] = "WHERE complaint_id=?1 ORDER BY written_at, id";
constexpr char kFiles[] = "WHERE complaint_id=?1 ORDER BY added_at, id";
constexpr char kClue[] = "WHERE complaint_id=?1 ORDER BY id LIMIT 1";
constexpr char kMergedInto[] = "WHERE merged_into=?1 ORDER BY received_at, id";

}  // namespace

ComplaintPlace PlaceOf(const v1::Complaint& complaint) {
  return {.due_on = complaint.due_on().empty() ? kNeverDue : complaint.due_on(),
          .received_us =
              google::protobuf::util::TimeUtil::TimestampToMicroseconds(complaint.received_at()),
          .id = complaint.id()};
}

absl::StatusOr<FoundComplaint> Complaints::Find(sql::Database& database,
                                                absl::string_view id) const {
  ASSIGN_OR_RETURN(auto found,
                   Select<v1::Complaint>(database, catalogue_, "WHERE id=?1", {std::string(id)}));
  if (found.empty()) return domain::ComplaintNotFound(id);
  return Found(found.front());
}

absl::StatusOr<v1::ComplaintDetails> Complaints::Details(sql::Database& database,
                                                         absl::string_view id) const {
  ASSIGN_OR_RETURN(FoundComplaint found, Find(database, id));
  const std::string key = found.complaint.id();
  v1::ComplaintDetails details;
  *details.mutable_complaint() = std::move(found.complaint);
  details.set_etag(found.etag);
  RETURN_IF_ERROR(AddChildren(database, catalogue_, kMessages, key, *details.mutable_messages()));
  RETURN_IF_ERROR(AddChildren(database, catalogue_, kEvents, key, *details.mutable_events()));
  RETURN_IF_ERROR(AddChildren(database, catalogue_, kNotes, key, *details.mutable_notes()));
  RETURN_IF_ERROR(AddChildren(database, catalogue_, kFiles, key, *details.mutable_files()));
  ASSIGN_OR_RETURN(auto clues, Select<v1::IllegalOrgClue>(database, catalogue_, kClue, {key}));
  if (!clues.empty()) *details.mutable_clue() = std::move(clues.front().message);
  ASSIGN_OR_RETURN(auto merged, Select<v1::Complaint>(database, catalogue_, kMergedInto, {key}));
  for (const auto& one : merged) details.add_merged(one.message.id());
  ASSIGN_OR_RETURN(const auto box, FindSealedReporter(database, key));
  details.set_has_sealed_reporter(box.has_value());
  return details;
}

// ?1 prefixes and ?2 states as JSON arrays, ?3 the reader, ?4 to ?7 filters ('': any), ?8 only the
// unanswered, ?9 ?10 ?11 the row before, ?12 the limit, ?13 another filter.
constexpr char kPage[] =
    "WHERE EXISTS (SELECT 1 FROM json_each(?1) AS area"
    " WHERE substr(area_code, 1, length(area.value))=area.value)"
    " AND (?2='[]' OR state IN (SELECT value FROM json_each(?2)))"
    " AND NOT EXISTS (SELECT 1 FROM json_each(coalesce(recused, '[]')) WHERE value=?3)"
    " AND (?4='' OR handler=?4) AND (?5='' OR department=?5) AND (?6='' OR organization_id=?6)"
    " AND (?7='' OR coalesce(nullif(due_on, ''), '9999-99-99')<?7)"
    " AND (NOT ?8 OR unanswered_since IS NOT NULL) AND (?13='' OR source=?13)"
    " AND (coalesce(nullif(due_on, ''), '9999-99-99')>?9"
    "  OR (coalesce(nullif(due_on, ''), '9999-99-99')=?9 AND (received_at, id)<(?10, ?11)))"
    " ORDER BY coalesce(nullif(due_on, ''), '9999-99-99'), received_at DESC, id DESC LIMIT ?12";

absl::StatusOr<std::vector<FoundComplaint>> Complaints::List(sql::Database& database,
                                                             const ComplaintQuery& query) const {
  const std::string states = absl::StrCat("[", absl::StrJoin(query.states, ","), "]");
  ASSIGN_OR_RETURN(
      auto found,
      Select<v1::Complaint>(database, catalogue_, kPage,
                            {schema::SetText(query.areas), states, query.reader, query.handler,
                             query.department, query.organization_id, query.due_before,
                             int64_t{query.unanswered}, query.after.due_on, query.after.received_us,
                             query.after.id, static_cast<int64_t>(query.limit), query.source}));
  std::vector<FoundComplaint> complaints;
  complaints.reserve(found.size());
  for (auto& one : found) complaints.push_back(Found(one));
  return complaints;
}

constexpr char kExternal[] = "WHERE source=?1 AND external_id=?2";

absl::StatusOr<std::optional<std::string>> Complaints::FindExternal(
    sql::Database& database, const std::string& source, const std::string& external_id) const {
  ASSIGN_OR_RETURN(auto found,
                   Select<v1::Complaint>(database, catalogue_, kExternal, {source, external_id}));
  if (found.empty()) return std::nullopt;
  return std::move(*found.front().message.mutable_id());
}

absl::StatusOr<std::string> Complaints::SurvivorOf(sql::Database& database, std::string id) const {
  while (true) {
    ASSIGN_OR_RETURN(const FoundComplaint found, Find(database, id));
    if (found.complaint.merged_into().empty()) return id;
    id = found.complaint.merged_into();
  }
}

// ?1 the organisation's id or ''; ?2 the name; ?3 the category; ?4 since when; 14 is
// COMPLAINT_STATE_WITHDRAWN.
constexpr char kSimilar[] =
    "SELECT count(*), max(received_at) FROM complaint"
    " WHERE ((?1<>'' AND organization_id=?1) OR (?1='' AND subject_name=?2)) AND category=?3"
    " AND received_at>=?4 AND state<>14";

absl::StatusOr<v1::SimilarComplaints> Complaints::CountSimilar(
    sql::Database& database, const v1::CountSimilarComplaintsRequest& request,
    absl::Time since) const {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kSimilar));
  select.Bind(1, request.organization_id());
  select.Bind(2, request.subject_name());
  select.Bind(3, request.category());
  select.Bind(4, absl::ToUnixMicros(since));
  RETURN_IF_ERROR(select.Step().status());
  v1::SimilarComplaints similar;
  similar.set_count(static_cast<int32_t>(select.Int(0)));
  if (similar.count() > 0) {
    const absl::CivilDay last = domain::DayInShanghai(absl::FromUnixMicros(select.Int(1)));
    similar.set_last_on(domain::FormatDay(last));
  }
  return similar;
}

}  // namespace zoufang::storage
