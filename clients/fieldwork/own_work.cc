#include "clients/fieldwork/own_work.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "clients/fieldwork/record_places.h"
#include "clients/fieldwork/work_notes.h"
#include "domain/entities.h"
#include "sync/base/status.h"
#include "sync/device/withdrawal.h"
#include "zoufang/v1/organization.pb.h"
#include "zoufang/v1/visit.pb.h"

namespace zoufang::fieldwork {
namespace {

using schema::Entity;
using sync::v1::Edit;

constexpr uint32_t kApplicationId = 0x5a464f57;  // "ZFOW"

using EditKey = std::pair<int64_t, int>;  // A mutation's seq, an edit's index in it.

// What a tablet knows at one moment.
struct Standing {
  std::map<EditKey, UnsentView> unsent;
  std::map<EditKey, device::Attention> attention;
  std::set<EditKey> late;
  std::map<std::string, int64_t> included;  // Own mutations in the images, by granted area.
  int64_t last_seq = 0;
};

// Which edits were taken in late, as long as their mutation is kept.
constexpr char kSelectLate[] = "SELECT c.seq, l.edit FROM _late l JOIN _chain c ON c.uuid = l.uuid";

absl::Status ReadLate(sql::Database& db, std::set<EditKey>& late) {
  ASSIGN_OR_RETURN(sql::Statement select, db.Prepare(kSelectLate));
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return absl::OkStatus();
    late.emplace(select.Int(0), static_cast<int>(select.Int(1)));
  }
}

// An organisation as the registry has it.
struct Registered {
  std::string name;
  std::string area;
};

constexpr char kLook[] = "SELECT name, area_code FROM organization WHERE id = ?1";

// nullopt: the registry knows it no more.
absl::StatusOr<std::optional<Registered>> Look(sql::Database& db, absl::string_view id) {
  ASSIGN_OR_RETURN(sql::Statement select, db.Prepare(kLook));
  select.Bind(1, id);
  ASSIGN_OR_RETURN(const bool here, select.Step());
  if (!here) return std::optional<Registered>();
  return std::optional<Registered>({std::string(select.Text(0)), std::string(select.Text(1))});
}

absl::StatusOr<Standing> ReadStanding(Tablet& tablet, const device::ReplicaStatus& status) {
  Standing standing{.last_seq = static_cast<int64_t>(status.last_seq)};
  for (const device::ScopeState& scope : status.scopes) {
    const absl::string_view area = schema::AreaOf(scope.scope);
    if (!area.empty()) standing.included[std::string(area)] = scope.included;
  }
  ASSIGN_OR_RETURN(std::vector<UnsentView> unsent, ListUnsent(tablet));
  EditKey key{0, 0};
  for (UnsentView& view : unsent) {
    const auto seq = static_cast<int64_t>(view.item.seq);
    key = {seq, seq == key.first ? key.second + 1 : 0};
    standing.unsent.emplace(key, std::move(view));
  }
  ASSIGN_OR_RETURN(const auto attention, tablet.replica().AttentionList());
  for (const device::Attention& item : attention) {
    standing.attention.emplace(EditKey{static_cast<int64_t>(item.seq), item.edit}, item);
  }
  RETURN_IF_ERROR(
      tablet.replica().Read([&](sql::Database& db) { return ReadLate(db, standing.late); }));
  return standing;
}

std::string LabelsOf(const UnsentView& view) {
  std::vector<std::string> labels;
  for (const LostField& field : view.fields) labels.push_back(field.label);
  return absl::StrJoin(labels, "、");
}

// A profile or a visit was in the officer's area when he edited it, by what he may do at all. A
// report may be of an organisation anywhere; it is handed over only if it was his.
bool WasMine(const schema::Catalogue& catalogue, const RecordPlace& record,
             const Registered& organization, const Standing& standing) {
  return record.entity == domain::EntityOf<v1::OrganizationProfile>(catalogue).number ||
         record.entity == domain::EntityOf<v1::Visit>(catalogue).number ||
         standing.included.contains(organization.area);
}

// Notes what was saved since the last review.
absl::Status NoteNew(Tablet& tablet, const Standing& standing, sql::Database& book) {
  RETURN_IF_ERROR(RemoveNotesAbove(book, standing.last_seq));  // Of a chain that was given up.
  ASSIGN_OR_RETURN(const int64_t last, LastNoted(book));
  const schema::Catalogue& catalogue = tablet.catalogue();
  return tablet.replica().Read([&](sql::Database& db) -> absl::Status {
    for (auto it = standing.unsent.lower_bound({last + 1, 0}); it != standing.unsent.end(); ++it) {
      const Edit& edit = it->second.item.edit;
      ASSIGN_OR_RETURN(const auto place, RecordPlaces(db, catalogue, &book).Of(edit));
      if (!place.has_value()) continue;
      ASSIGN_OR_RETURN(const auto organization, Look(db, place->organization_id));
      if (!organization.has_value() || !WasMine(catalogue, *place, *organization, standing)) {
        continue;
      }
      const bool made = edit.kind() == Edit::CREATE;
      RETURN_IF_ERROR(InsertNote(book, {.seq = it->first.first,
                                        .edit = it->first.second,
                                        .entity = edit.entity(),
                                        .row_id = edit.row_id(),
                                        .record = *place,
                                        .made = made,
                                        .labels = made ? "" : LabelsOf(it->second),
                                        .saved = it->second.item.saved}));
    }
    return absl::OkStatus();
  });
}

Fate FateOf(const std::string& verdict) {
  if (verdict == "PARKED") return Fate::kParked;
  return verdict == "HELD" ? Fate::kWaiting : Fate::kRejected;
}

// What became of a noted edit, as far as the tablet knows. An entry that its author settled is no
// longer on the list of attention; its fate stays.
void Follow(const Standing& standing, WorkNote& note) {
  const EditKey key{note.seq, note.edit};
  const auto attention = standing.attention.find(key);
  if (standing.unsent.contains(key)) {
    note.fate = Fate::kUnsent;
  } else if (attention != standing.attention.end()) {
    note.fate = FateOf(attention->second.verdict);
    note.message = attention->second.message;
  } else if (standing.late.contains(key)) {
    note.fate = Fate::kTakenLate;
  } else if (note.fate == Fate::kUnsent || note.fate == Fate::kWaiting) {
    note.fate = Fate::kTaken;
    note.message.clear();
  }
}

// The worse of two: what the officer has to know of a record.
Fate Worse(Fate a, Fate b) {
  static constexpr Fate kOrder[] = {Fate::kUnsent,  Fate::kRejected,  Fate::kParked,
                                    Fate::kWaiting, Fate::kTakenLate, Fate::kTaken};
  return *std::find_if(std::begin(kOrder), std::end(kOrder),
                       [&](Fate fate) { return fate == a || fate == b; });
}

void AddField(HandedOverRecord& record, const LostField& added) {
  for (LostField& field : record.fields) {
    if (field.label != added.label) continue;
    if (!added.after.empty()) field.after = added.after;
    return;
  }
  record.fields.push_back(added);
}

void AddMade(HandedOverRecord& record, const std::string& label) {
  if (std::find(record.made.begin(), record.made.end(), label) == record.made.end()) {
    record.made.push_back(label);
  }
}

// Gathers the edits of organisations that are no longer in the officer's area.
class Gathering {
 public:
  Gathering(const schema::Catalogue& catalogue, const Standing& standing)
      : catalogue_(catalogue), standing_(standing) {}

  void Add(const WorkNote& note, const std::string& name) {
    HandedOver& organization = by_id_[note.record.organization_id];
    organization.organization_id = note.record.organization_id;
    organization.name = name;
    const auto [place, fresh] = places_.try_emplace(note.record.id, organization.records.size());
    if (fresh) {
      organization.records.push_back({.label = LabelOf(note.record.entity), .fate = note.fate});
    }
    AddTo(organization.records[place->second], note);
  }

  std::vector<HandedOver> ByName() && {
    std::vector<HandedOver> all;
    for (auto& [id, organization] : by_id_) all.push_back(std::move(organization));
    std::sort(all.begin(), all.end(),
              [](const HandedOver& a, const HandedOver& b) { return a.name < b.name; });
    return all;
  }

 private:
  std::string LabelOf(uint32_t number) const {
    const Entity* const entity = catalogue_.Find(number);
    return entity == nullptr ? "" : entity->label_zh;
  }
  void AddTo(HandedOverRecord& record, const WorkNote& note) {
    record.fate = Worse(record.fate, note.fate);
    record.saved = note.saved;
    if (!note.message.empty()) record.message = note.message;
    if (note.made) return AddMade(record, LabelOf(note.entity));
    const auto unsent = standing_.unsent.find({note.seq, note.edit});
    if (unsent != standing_.unsent.end()) {
      for (const LostField& field : unsent->second.fields) AddField(record, field);
      return;
    }
    for (const absl::string_view label : absl::StrSplit(note.labels, "、", absl::SkipEmpty())) {
      AddField(record, {.label = std::string(label)});
    }
  }

  const schema::Catalogue& catalogue_;
  const Standing& standing_;
  std::map<std::string, HandedOver> by_id_;
  std::map<std::string, size_t> places_;  // Of records in their organisation.
};

// Follows every note up; what is here and settled needs none any more.
absl::Status FollowUp(sql::Database& db, const Standing& standing, sql::Database& book,
                      Gathering& gathering) {
  ASSIGN_OR_RETURN(std::vector<WorkNote> notes, ReadNotes(book));
  for (WorkNote& note : notes) {
    const Fate before = note.fate;
    Follow(standing, note);
    if (note.fate != before) RETURN_IF_ERROR(StoreFate(book, note));
    ASSIGN_OR_RETURN(const auto organization, Look(db, note.record.organization_id));
    if (!organization.has_value()) continue;
    const auto area = standing.included.find(organization->area);
    if (area == standing.included.end()) {
      gathering.Add(note, organization->name);
    } else if (note.fate != Fate::kUnsent && area->second >= note.seq) {
      RETURN_IF_ERROR(RemoveNote(book, note));
    }
  }
  return absl::OkStatus();
}

}  // namespace

bool HandedOver::unsent() const {
  return std::any_of(records.begin(), records.end(),
                     [](const HandedOverRecord& record) { return record.fate == Fate::kUnsent; });
}

absl::StatusOr<std::unique_ptr<OwnWork>> OwnWork::Open(const std::string& path) {
  ASSIGN_OR_RETURN(auto database, sql::Database::Open(path, {.application_id = kApplicationId}));
  RETURN_IF_ERROR(database->Migrate(WorkNoteMigrations()));
  return std::unique_ptr<OwnWork>(new OwnWork(std::move(database)));
}

absl::StatusOr<std::vector<HandedOver>> OwnWork::Review(Tablet& tablet) {
  ASSIGN_OR_RETURN(const device::ReplicaStatus status, tablet.replica().Status());
  ASSIGN_OR_RETURN(const int64_t noted, LastNoted(*db_));
  if (status.withdrawn) {
    if (noted == 0) return std::vector<HandedOver>();
    RETURN_IF_ERROR(db_->Write([&] { return RemoveNotesAbove(*db_, 0); }));
    RETURN_IF_ERROR(device::Scrub(*db_));
    return std::vector<HandedOver>();
  }
  if (noted == 0 && status.pending == 0) return std::vector<HandedOver>();
  ASSIGN_OR_RETURN(const Standing standing, ReadStanding(tablet, status));
  Gathering gathering(tablet.catalogue(), standing);
  RETURN_IF_ERROR(db_->Write([&]() -> absl::Status {
    RETURN_IF_ERROR(NoteNew(tablet, standing, *db_));
    return tablet.replica().Read(
        [&](sql::Database& db) { return FollowUp(db, standing, *db_, gathering); });
  }));
  return std::move(gathering).ByName();
}

absl::Status OwnWork::Acknowledge(absl::string_view organization_id) {
  return db_->Write([&] { return RemoveSentNotesOf(*db_, organization_id); });
}

}  // namespace zoufang::fieldwork
