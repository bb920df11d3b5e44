#include "clients/tablet/records_page.h"

#include <optional>

#include "clients/tablet/qt_text.h"
#include "sync/base/status.h"
#include "zoufang/v1/visit.pb.h"

namespace zoufang::tablet {
namespace {

using fieldwork::RecordState;
using fieldwork::Resolution;

// As many visits, and as many reports, as anybody looks back through.
constexpr int kLatest = 30;

QString NameOf(RecordState state) {
  switch (state) {
    case RecordState::kRejected:
      return "rejected";
    case RecordState::kParked:
      return "parked";
    case RecordState::kConflict:
      return "conflict";
    case RecordState::kHeld:
      return "held";
    case RecordState::kSending:
      return "sending";
    case RecordState::kWaiting:
      return "waiting";
    case RecordState::kDraft:
      return "draft";
    case RecordState::kReceived:
      return "received";
    case RecordState::kReviewed:
      return "reviewed";
  }
  return "";
}

// What the office did with a reviewed record, where it says.
std::optional<QString> AnswerOf(const fieldwork::Record& record) {
  if (record.state != RecordState::kReviewed) return std::nullopt;
  switch (record.review) {
    case v1::REPORT_REVIEW_ACCEPTED:
      return "accepted";
    case v1::REPORT_REVIEW_DECLINED:
      return "declined";
    default:
      return record.reviewed_at.has_value() ? std::optional<QString>("read") : std::nullopt;
  }
}

// Who read a visit or answered a report, and when.
QString ReviewerOf(const fieldwork::Record& record, const Texts& texts, absl::Time now) {
  const bool answered = record.review != v1::REPORT_REVIEW_UNSPECIFIED;
  return texts.Say(answered ? "answered_by" : "read_by")
      .arg(Qt8(record.reviewed_by), ShortTime(*record.reviewed_at, now));
}

absl::Time TimeOf(const google::protobuf::Timestamp& stamp) {
  return absl::FromUnixSeconds(stamp.seconds());
}

QVariantList FieldList(const std::vector<fieldwork::LostField>& fields, const Texts& texts) {
  QVariantList list;
  for (const fieldwork::LostField& field : fields) {
    list.append(QVariantMap{{"label", texts.Label(field.label)},
                            {"before", Qt8(field.before)},
                            {"after", Qt8(field.after)}});
  }
  return list;
}

QVariantMap AttentionRow(const fieldwork::AttentionView& view, const Texts& texts) {
  const QString verdict = Qt8(view.item.verdict).toLower();
  return {{"id", Qt8(view.item.Id())},
          {"title", texts.Label(view.entity_label)},
          {"verdict", verdict},
          {"verdictText", texts.Say("verdict_" + verdict)},
          {"message", Qt8(view.item.message)},
          {"again", view.item.content.has_value() && view.item.verdict != "HELD"},
          {"fields", FieldList(view.fields, texts)}};
}

}  // namespace

RecordsPage::RecordsPage(Desk desk, const SyncMonitor& sync) : Page(desk), sync_(sync) {
  connect(&sync_, &SyncMonitor::underWayChanged, this, &RecordsPage::Refresh);
  Refresh();
}

absl::StatusOr<RecordsPage::View> RecordsPage::ReadAll(fieldwork::Tablet& tablet,
                                                       fieldwork::UnderWay under_way) {
  View view;
  ASSIGN_OR_RETURN(const device::Enrollment enrollment, tablet.replica().GetEnrollment());
  view.user_id = enrollment.user_id;
  ASSIGN_OR_RETURN(view.records, fieldwork::ListRecords(tablet, under_way, kLatest));
  ASSIGN_OR_RETURN(view.conflicts, fieldwork::ListConflicts(tablet, false));
  ASSIGN_OR_RETURN(view.attention, fieldwork::ListAttention(tablet));
  return view;
}

Store::Reading RecordsPage::Prepare() {
  return [this, under_way = sync_.under_way()](fieldwork::Tablet& tablet) -> Store::Shown {
    auto view = ReadAll(tablet, under_way);
    if (!view.ok()) return [] {};  // Not enrolled, or withdrawn.
    return [this, view = *std::move(view)] { Show(view); };
  };
}

QVariantMap RecordsPage::RecordRow(const fieldwork::Record& record) const {
  const QString state = NameOf(record.state);
  QStringList what;
  for (const std::string& one : record.what) what.append(texts().Label(one));
  QStringList subject;
  if (!what.isEmpty()) subject.append(what.join(texts().english() ? ", " : "、"));
  if (what.isEmpty() && !record.about.empty()) subject.append(Qt8(record.about));
  if (record.voided) subject.append(texts().Word(ValueOf(v1::VISIT_STATE_VOIDED)));
  if (!record.complaint_number.empty()) {
    subject.append(texts().Say("complaint_number").arg(Qt8(record.complaint_number)));
  }
  if (record.files_waiting > 0) {
    subject.append(texts().Say("files_follow").arg(record.files_waiting));
  }
  if (!record.review_note.empty()) subject.append(Qt8(record.review_note));
  if (record.reviewed_at.has_value()) subject.append(ReviewerOf(record, texts(), Now()));
  return {{"id", Qt8(record.id)},
          {"kind", Qt8(record.table)},
          {"title", texts().Label(record.label)},
          {"organizationId", Qt8(record.organization_id)},
          {"organization", Qt8(record.organization_name)},
          {"subject", subject.join(" · ")},
          {"state", state},
          {"stateText", texts().Say("record_" + AnswerOf(record).value_or(state))},
          {"declined", record.review == v1::REPORT_REVIEW_DECLINED},
          {"draft", record.draft},
          {"at", record.at.has_value() ? ShortTime(*record.at, Now()) : QString()}};
}

QVariantMap RecordsPage::ConflictRow(const fieldwork::ConflictView& view,
                                     const std::string& user_id) const {
  const absl::Time now = Now();
  const sync::v1::Conflict& item = view.item;
  const auto author = [&](const std::string& id, const std::string& name) {
    if (id == user_id) return texts().Say("by_me");
    return name.empty() ? texts().Say("by_colleague") : Qt8(name);
  };
  return {{"id", Qt8(item.id())},
          {"subject", Qt8(view.subject)},
          {"entity", texts().Label(view.entity_label)},
          {"field", texts().Label(view.field_label)},
          {"base", Qt8(view.base)},
          {"shown", Qt8(view.shown)},
          {"kept", Qt8(view.kept)},
          {"current", Qt8(view.current)},
          {"both", view.both},
          {"shownBy", author(item.shown_by(), item.shown_by_name())},
          {"keptBy", author(item.kept_by(), item.kept_by_name())},
          {"shownAt", ShortTime(TimeOf(item.shown_at()), now)},
          {"keptAt", ShortTime(TimeOf(item.kept_at()), now)}};
}

void RecordsPage::Show(const View& view) {
  RowModel::Rows records, conflicts, attention;
  for (const fieldwork::Record& record : view.records) records.push_back(RecordRow(record));
  for (const auto& conflict : view.conflicts) {
    conflicts.push_back(ConflictRow(conflict, view.user_id));
  }
  for (const auto& item : view.attention) attention.push_back(AttentionRow(item, texts()));
  records_.Show(std::move(records));
  conflicts_.Show(std::move(conflicts));
  attention_.Show(std::move(attention));
  ShowData({{"count", static_cast<int>(view.records.size())}});
}

void RecordsPage::resolve(const QString& id, const QString& choice, const QString& value,
                          const QString& reason) {
  using Choice = Resolution::Choice;
  const Choice chosen = choice == "kept"    ? Choice::kKept
                        : choice == "value" ? Choice::kValue
                        : choice == "both"  ? Choice::kBoth
                                            : Choice::kShown;
  const Resolution resolution{.choice = chosen, .value = Utf8(value), .reason = Utf8(reason)};
  Save([id = Utf8(id), resolution](fieldwork::Tablet& tablet) {
    return fieldwork::ResolveConflict(tablet, id, resolution);
  });
}

void RecordsPage::saveAgain(const QString& id) {
  Save([id = Utf8(id)](fieldwork::Tablet& tablet) { return fieldwork::SaveAgain(tablet, id); });
}

void RecordsPage::dismiss(const QString& id, const QString& reason) {
  Save([id = Utf8(id), reason = Utf8(reason)](fieldwork::Tablet& tablet) {
    return fieldwork::DismissAttention(tablet, id, reason);
  });
}

}  // namespace zoufang::tablet
