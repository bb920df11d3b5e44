#include "clients/fieldwork/records.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "clients/fieldwork/attention.h"
#include "clients/fieldwork/conflicts.h"
#include "clients/fieldwork/record_places.h"
#include "domain/entities.h"
#include "sync/base/status.h"
#include "zoufang/v1/visit.pb.h"

namespace zoufang::fieldwork {
namespace {

using sync::v1::Edit;

void AddOnce(std::vector<std::string>& list, const std::string& text) {
  if (!text.empty() && std::find(list.begin(), list.end(), text) == list.end()) {
    list.push_back(text);
  }
}

// When a UUIDv7 was made.
std::optional<absl::Time> TimeOf(const std::string& id) {
  uint64_t milliseconds = 0;
  if (id.size() != 36 || id[14] != '7') return std::nullopt;
  if (!absl::SimpleHexAtoi(absl::StrCat(id.substr(0, 8), id.substr(9, 4)), &milliseconds)) {
    return std::nullopt;
  }
  return absl::FromUnixMillis(static_cast<int64_t>(milliseconds));
}

RecordState StateOf(const std::string& verdict) {
  if (verdict == "PARKED") return RecordState::kParked;
  return verdict == "HELD" ? RecordState::kHeld : RecordState::kRejected;
}

Edit EditOf(uint32_t entity, const std::string& row_id) {
  Edit edit;
  edit.set_entity(entity);
  edit.set_row_id(row_id);
  return edit;
}

constexpr char kSelectName[] = "SELECT name FROM organization WHERE id = ?1";

absl::StatusOr<std::string> NameOf(sql::Database& db, absl::string_view organization_id) {
  ASSIGN_OR_RETURN(sql::Statement select, db.Prepare(kSelectName));
  select.Bind(1, organization_id);
  ASSIGN_OR_RETURN(const bool found, select.Step());
  return found ? std::string(select.Text(0)) : std::string();
}

// The latest first; state 5 of a finding is WITHDRAWN, 1 OPEN.
constexpr char kOwnVisits[] =
    "SELECT w.id, w.organization_id, coalesce(nullif(w.purpose, ''), w.summary), w.state,"
    " w.started_at, EXISTS (SELECT 1 FROM finding f WHERE f.visit_id = w.id AND f.state <> 5)"
    " AND NOT EXISTS (SELECT 1 FROM finding f WHERE f.visit_id = w.id AND f.state = 1),"
    " w.reviewed_by, w.reviewed_at FROM visit w"
    " WHERE EXISTS (SELECT 1 FROM json_each(w.participants) WHERE value = ?1)"
    " ORDER BY w.started_at DESC, w.id DESC LIMIT ?2";
constexpr char kOwnReports[] =
    "SELECT 'risk_report', id, organization_id, description, '', review, review_note, reviewed_by,"
    " reviewed_at FROM risk_report WHERE reported_by = ?1 UNION ALL"
    " SELECT 'correction', id, organization_id, proposed_value, '', review, review_note,"
    " reviewed_by, reviewed_at FROM correction WHERE reported_by = ?1 UNION ALL"
    " SELECT 'oral_complaint', id, organization_id, subject_name, complaint_number, 0, '', '', NULL"
    " FROM oral_complaint WHERE taken_by = ?1 UNION ALL"
    " SELECT 'app_feedback', id, '', text, '', review, review_note, reviewed_by, reviewed_at"
    " FROM app_feedback WHERE written_by = ?1 ORDER BY 2 DESC LIMIT ?2";

// Gathers what is known of each record. Within a read.
class Gathering {
 public:
  Gathering(sql::Database& db, const schema::Catalogue& catalogue)
      : db_(db), catalogue_(catalogue), places_(db, catalogue, nullptr) {}

  absl::Status AddUnsent(const UnsentView& view, UnderWay under_way) {
    const Edit& edit = view.item.edit;
    ASSIGN_OR_RETURN(Record * record, RecordOf(edit));
    const auto seq = static_cast<int64_t>(view.item.seq);
    const bool sending = seq >= under_way.first && seq <= under_way.last;
    Worsen(*record, sending ? RecordState::kSending : RecordState::kWaiting);
    record->at = view.item.saved;
    if (edit.kind() != Edit::UPDATE) {
      if (edit.row_id() != record->id) AddOnce(record->what, view.entity_label);
      return absl::OkStatus();
    }
    for (const LostField& field : view.fields) AddOnce(record->what, field.label);
    return absl::OkStatus();
  }

  absl::Status AddAttention(const AttentionView& view) {
    const device::Attention& item = view.item;
    if (item.row_id.empty()) return absl::OkStatus();  // A mutation as a whole: of no record.
    ASSIGN_OR_RETURN(Record * record,
                     RecordOf(item.content.value_or(EditOf(item.entity, item.row_id))));
    Worsen(*record, StateOf(item.verdict));
    for (const LostField& field : view.fields) AddOnce(record->what, field.label);
    return absl::OkStatus();
  }

  // Of records that others wrote, only what the officer wrote as well.
  absl::Status AddConflict(const ConflictView& view, const std::string& user_id) {
    const sync::v1::Conflict& item = view.item;
    const Edit edit = EditOf(static_cast<uint32_t>(item.row_entity()), item.row_id());
    ASSIGN_OR_RETURN(const RecordPlace place, PlaceOf(edit));
    const bool mine = item.shown_by() == user_id || item.kept_by() == user_id;
    if (!mine && !by_id_.contains(place.id)) return absl::OkStatus();
    ASSIGN_OR_RETURN(Record * record, At(place));
    Worsen(*record, RecordState::kConflict);
    if (mine && !record->at.has_value()) {
      const auto& written = item.kept_by() == user_id ? item.kept_at() : item.shown_at();
      record->at = absl::FromUnixSeconds(written.seconds());
    }
    AddOnce(record->what, view.field_label);
    return absl::OkStatus();
  }

  absl::Status AddVisits(const std::string& user_name, int limit) {
    ASSIGN_OR_RETURN(sql::Statement select, db_.Prepare(kOwnVisits));
    select.Bind(1, user_name);
    select.Bind(2, limit);
    const uint32_t number = domain::EntityOf<v1::Visit>(catalogue_).number;
    while (true) {
      ASSIGN_OR_RETURN(const bool more, select.Step());
      if (!more) return absl::OkStatus();
      ASSIGN_OR_RETURN(Record * record,
                       At({number, std::string(select.Text(0)), std::string(select.Text(1))}));
      const auto state = static_cast<v1::VisitState>(select.Int(3));
      record->draft = state == v1::VISIT_STATE_DRAFT;
      SetReviewer(select, 6, *record);
      const bool dealt_with = select.Int(5) != 0 || record->reviewed_at.has_value();
      const bool reviewed = state == v1::VISIT_STATE_FINALISED && dealt_with;
      Settle(*record, record->draft ? RecordState::kDraft
                      : reviewed    ? RecordState::kReviewed
                                    : RecordState::kReceived);
      if (!record->at.has_value()) record->at = absl::FromUnixMicros(select.Int(4));
      record->about = std::string(select.Text(2));
      record->voided = state == v1::VISIT_STATE_VOIDED;
    }
  }

  absl::Status AddReports(const std::string& user_name, int limit) {
    ASSIGN_OR_RETURN(sql::Statement select, db_.Prepare(kOwnReports));
    select.Bind(1, user_name);
    select.Bind(2, limit);
    while (true) {
      ASSIGN_OR_RETURN(const bool more, select.Step());
      if (!more) return absl::OkStatus();
      const schema::Entity& entity = *catalogue_.FindByTable(select.Text(0));
      ASSIGN_OR_RETURN(Record * record, At({entity.number, std::string(select.Text(1)),
                                            std::string(select.Text(2))}));
      record->complaint_number = std::string(select.Text(4));
      record->review = static_cast<v1::ReportReview>(select.Int(5));
      record->review_note = std::string(select.Text(6));
      SetReviewer(select, 7, *record);
      const bool answered = record->review != v1::REPORT_REVIEW_UNSPECIFIED;
      Settle(*record, answered || !record->complaint_number.empty() ? RecordState::kReviewed
                                                                    : RecordState::kReceived);
      if (!record->at.has_value()) record->at = TimeOf(record->id);
      record->about = std::string(select.Text(3));
    }
  }

  absl::Status AddUpload(const device::Upload& upload) {
    ASSIGN_OR_RETURN(Record * record, RecordOf(EditOf(upload.row.entity, upload.row.id)));
    ++record->files_waiting;
    return absl::OkStatus();
  }

  std::vector<Record> InOrder() && {
    const auto urgency = [](const Record& record) {
      if (record.state <= RecordState::kHeld) return 0;
      return record.state <= RecordState::kWaiting ? 1 : 2;
    };
    std::stable_sort(records_.begin(), records_.end(), [&](const Record& a, const Record& b) {
      if (urgency(a) != urgency(b)) return urgency(a) < urgency(b);
      return a.at.value_or(absl::InfinitePast()) > b.at.value_or(absl::InfinitePast());
    });
    return std::move(records_);
  }

 private:
  static void Worsen(Record& record, RecordState state) {
    record.state = std::min(record.state, state);
  }
  // From the columns `at` and the one after it.
  static void SetReviewer(const sql::Statement& select, int at, Record& record) {
    record.reviewed_by = std::string(select.Text(at));
    if (!select.IsNull(at + 1)) record.reviewed_at = absl::FromUnixMicros(select.Int(at + 1));
  }
  // What the record is when nothing of it is open.
  static void Settle(Record& record, RecordState state) {
    if (record.state >= RecordState::kDraft) record.state = state;
  }

  absl::StatusOr<RecordPlace> PlaceOf(const Edit& edit) {
    ASSIGN_OR_RETURN(auto found, places_.Of(edit));
    return std::move(found).value_or(RecordPlace{edit.entity(), edit.row_id(), ""});
  }
  absl::StatusOr<Record*> RecordOf(const Edit& edit) {
    ASSIGN_OR_RETURN(const RecordPlace place, PlaceOf(edit));
    return At(place);
  }
  // Valid until the next record is added.
  absl::StatusOr<Record*> At(const RecordPlace& place) {
    const auto [at, fresh] = by_id_.try_emplace(place.id, records_.size());
    if (!fresh) return &records_[at->second];
    Record& record =
        records_.emplace_back(Record{.id = place.id, .organization_id = place.organization_id});
    if (const schema::Entity* const entity = catalogue_.Find(place.entity); entity != nullptr) {
      record.table = entity->table;
      record.label = entity->label_zh;
    }
    ASSIGN_OR_RETURN(record.organization_name, NameOf(db_, place.organization_id));
    return &record;
  }

  sql::Database& db_;
  const schema::Catalogue& catalogue_;
  RecordPlaces places_;
  std::vector<Record> records_;
  std::map<std::string, size_t> by_id_;
};

}  // namespace

absl::StatusOr<std::vector<Record>> ListRecords(Tablet& tablet, UnderWay under_way, int limit) {
  ASSIGN_OR_RETURN(const device::Enrollment officer, tablet.replica().GetEnrollment());
  ASSIGN_OR_RETURN(const std::vector<UnsentView> unsent, ListUnsent(tablet));
  ASSIGN_OR_RETURN(const std::vector<AttentionView> attention, ListAttention(tablet));
  ASSIGN_OR_RETURN(const std::vector<ConflictView> conflicts, ListConflicts(tablet, false));
  ASSIGN_OR_RETURN(const std::vector<device::Upload> uploads, tablet.replica().Uploads());
  std::vector<Record> records;
  RETURN_IF_ERROR(tablet.replica().Read([&](sql::Database& db) -> absl::Status {
    Gathering gathering(db, tablet.catalogue());
    for (const UnsentView& view : unsent) {
      RETURN_IF_ERROR(gathering.AddUnsent(view, under_way));
    }
    for (const AttentionView& view : attention) RETURN_IF_ERROR(gathering.AddAttention(view));
    RETURN_IF_ERROR(gathering.AddVisits(officer.user_name, limit));
    RETURN_IF_ERROR(gathering.AddReports(officer.user_name, limit));
    for (const ConflictView& view : conflicts) {
      RETURN_IF_ERROR(gathering.AddConflict(view, officer.user_id));
    }
    for (const device::Upload& upload : uploads) {
      if (upload.open()) RETURN_IF_ERROR(gathering.AddUpload(upload));
    }
    records = std::move(gathering).InOrder();
    return absl::OkStatus();
  }));
  return records;
}

}  // namespace zoufang::fieldwork
