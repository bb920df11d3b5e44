#include "server/storage/oral_complaints.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/complaint_due.h"
#include "google/protobuf/util/time_util.h"
#include "server/storage/complaint_record.h"
#include "server/storage/organizations.h"
#include "server/storage/rows.h"
#include "server/storage/save.h"
#include "sync/base/hash.h"
#include "sync/hub/edits.h"
#include "sync/hub/observer.h"
#include "zoufang/v1/report.pb.h"

namespace zoufang::storage {
namespace {

using sync::v1::Edit;
using v1::Complaint;
using v1::OralComplaint;

constexpr char kNoName[] = "（未写明）";

std::string CaseIdOf(const std::string& oral_id) { return RowIdFor(oral_id, "complaint", 0); }

absl::StatusOr<Complaint> CaseOf(sql::Database& database, const schema::Catalogue& catalogue,
                                 const OralComplaint& oral) {
  Complaint complaint;
  complaint.set_id(CaseIdOf(oral.id()));
  complaint.set_oral_complaint_id(oral.id());
  complaint.set_kind(v1::COMPLAINT_KIND_DISPUTE);
  complaint.set_reporter_mode(v1::REPORTER_MODE_ANONYMOUS);
  complaint.set_state(v1::COMPLAINT_STATE_RECEIVED);
  complaint.set_category(oral.category());
  complaint.set_narrative(oral.narrative());
  complaint.set_area_code(oral.area_code());
  complaint.set_subject_name(oral.subject_name());
  if (!oral.organization_id().empty()) {
    ASSIGN_OR_RETURN(const auto organization,
                     Organizations(catalogue).Find(database, oral.organization_id()));
    if (organization.has_value()) {
      complaint.set_organization_id(organization->id());
      complaint.set_area_code(organization->area_code());
      if (complaint.subject_name().empty()) complaint.set_subject_name(organization->name());
    }
  }
  if (complaint.subject_name().empty()) complaint.set_subject_name(kNoName);
  return complaint;
}

absl::StatusOr<Edit> LinkBack(sql::Database& database, const schema::Catalogue& catalogue,
                              const std::string& oral_id, const std::string& number) {
  const schema::Entity& entity = domain::EntityOf<OralComplaint>(catalogue);
  ASSIGN_OR_RETURN(const hub::StoredRow stored, hub::LoadRow(database, entity, oral_id));
  auto wanted = hub::MessageOf<OralComplaint>(entity, stored.row);
  wanted.set_complaint_number(number);
  ASSIGN_OR_RETURN(const schema::Row row, hub::RowOf(entity, wanted));
  return hub::UpdateEdit(entity, stored, row);
}

}  // namespace

absl::StatusOr<std::vector<Edit>> OralComplaintEdits(sql::Database& database,
                                                     const schema::Catalogue& catalogue,
                                                     const std::string& oral_id,
                                                     const std::string& profile, absl::Time now) {
  ASSIGN_OR_RETURN(auto found,
                   Select<OralComplaint>(database, catalogue, "WHERE id=?1", {oral_id}));
  ASSIGN_OR_RETURN(const auto made,
                   Select<Complaint>(database, catalogue, "WHERE id=?1", {CaseIdOf(oral_id)}));
  if (found.empty() || !made.empty()) return std::vector<Edit>();
  const OralComplaint& oral = found.front().message;
  ASSIGN_OR_RETURN(Complaint complaint, CaseOf(database, catalogue, oral));
  ASSIGN_OR_RETURN(*complaint.mutable_number(), TakeComplaintNumber(database, now));
  *complaint.mutable_received_at() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(now));
  complaint.set_profile(profile);
  domain::MoveClock(domain::WorkingDays::OfChina(), v1::COMPLAINT_ACTION_FILE,
                    domain::DayInShanghai(now), complaint);
  v1::ComplaintEvent event;
  event.set_action(v1::COMPLAINT_ACTION_FILE);
  event.set_note(absl::StrCat("口头投诉，平板记录人：", oral.taken_by()));
  ASSIGN_OR_RETURN(auto edits, ComplaintRecord(catalogue).Edits(database, oral_id, complaint,
                                                                std::move(event), now));
  ASSIGN_OR_RETURN(edits.emplace_back(),
                   LinkBack(database, catalogue, oral_id, complaint.number()));
  return edits;
}

constexpr char kUnmade[] = "WHERE coalesce(complaint_number, '')='' ORDER BY id";

absl::StatusOr<int> ConvertOralComplaints(sql::Database& database, hub::Hub& hub,
                                          const schema::Catalogue& catalogue,
                                          const std::string& profile, absl::Time now) {
  ASSIGN_OR_RETURN(const auto rows, Select<OralComplaint>(database, catalogue, kUnmade, {}));
  int made = 0;
  for (const auto& row : rows) {
    const std::string& id = row.message.id();
    ASSIGN_OR_RETURN(auto edits, OralComplaintEdits(database, catalogue, id, profile, now));
    if (edits.empty()) continue;
    RETURN_IF_ERROR(Save(hub, database, {.user_id = hub::kFollowUpAuthor, .server = true},
                         base::Hash128({"oral complaint", id}), std::move(edits)));
    ++made;
  }
  return made;
}

}  // namespace zoufang::storage
