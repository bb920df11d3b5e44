#include "clients/tablet/records_page.h"

#include <QSet>

#include "clients/fieldwork/visits.h"
#include "clients/tablet/organization_rows.h"
#include "clients/tablet/qt_text.h"
#include "sync/base/status.h"

namespace zoufang::tablet {
namespace {

using fieldwork::Resolution;

constexpr int kLatestVisits = 30;

absl::Time TimeOf(const google::protobuf::Timestamp& stamp) {
  return absl::FromUnixSeconds(stamp.seconds());
}

QVariantList FieldList(const std::vector<fieldwork::LostField>& fields) {
  QVariantList list;
  for (const fieldwork::LostField& field : fields) {
    list.append(QVariantMap{
        {"label", Qt8(field.label)}, {"before", Qt8(field.before)}, {"after", Qt8(field.after)}});
  }
  return list;
}

QVariantMap AttentionRow(const fieldwork::AttentionView& view, const Texts& texts) {
  const QString verdict = Qt8(view.item.verdict).toLower();
  return {{"id", Qt8(view.item.Id())},
          {"title", Qt8(view.entity_label)},
          {"verdict", verdict},
          {"verdictText", texts.Say("verdict_" + verdict)},
          {"message", Qt8(view.item.message)},
          {"again", view.item.content.has_value() && view.item.verdict != "HELD"},
          {"fields", FieldList(view.fields)}};
}

}  // namespace

absl::StatusOr<RecordsPage::View> RecordsPage::ReadAll(fieldwork::Tablet& tablet) {
  View view;
  ASSIGN_OR_RETURN(const device::Enrollment enrollment, tablet.replica().GetEnrollment());
  view.user_id = enrollment.user_id;
  ASSIGN_OR_RETURN(view.unsent, fieldwork::ListUnsentRecords(tablet));
  ASSIGN_OR_RETURN(view.conflicts, fieldwork::ListConflicts(tablet, false));
  ASSIGN_OR_RETURN(view.attention, fieldwork::ListAttention(tablet));
  ASSIGN_OR_RETURN(const auto visits, fieldwork::Visits(tablet).List("", kLatestVisits));
  RETURN_IF_ERROR(tablet.replica().Read([&](sql::Database& db) -> absl::Status {
    for (const v1::Visit& visit : visits) {
      ASSIGN_OR_RETURN(const std::string name,
                       fieldwork::OrganizationName(db, visit.organization_id()));
      view.received.push_back({{"id", Qt8(visit.id())},
                               {"draft", visit.state() == v1::VISIT_STATE_DRAFT},
                               {"at", static_cast<double>(visit.started_at().seconds())},
                               {"organization", Qt8(name)},
                               {"text", Qt8(visit.purpose())}});
    }
    return absl::OkStatus();
  }));
  return view;
}

Store::Reading RecordsPage::Prepare() {
  return [this](fieldwork::Tablet& tablet) -> Store::Shown {
    auto view = ReadAll(tablet);
    if (!view.ok()) return [] {};  // Not enrolled, or withdrawn.
    return [this, view = *std::move(view)] { Show(view); };
  };
}

// One row for each record with edits to send, then the latest visits that the server has.
RowModel::Rows RecordsPage::UnsentRows(const View& view) const {
  const absl::Time now = Now();
  RowModel::Rows rows;
  QSet<QString> waiting;
  for (const fieldwork::UnsentRecord& unsent : view.unsent) {
    waiting.insert(Qt8(unsent.id));
    QStringList what;
    for (const std::string& one : unsent.what) what.append(Qt8(one));
    rows.push_back({{"id", Qt8(unsent.id)},
                    {"title", Qt8(unsent.label)},
                    {"organization", Qt8(unsent.organization_name)},
                    {"subject", what.join(texts().english() ? ", " : "、")},
                    {"state", "waiting"},
                    {"stateText", texts().Say("record_waiting")},
                    {"at", ShortTime(unsent.saved, now)}});
  }
  for (const QVariantMap& visit : view.received) {
    if (waiting.contains(visit["id"].toString())) continue;
    const QString state = visit["draft"].toBool() ? "draft" : "received";
    rows.push_back({{"id", visit["id"]},
                    {"title", texts().Say("visit")},
                    {"organization", visit["organization"]},
                    {"subject", visit["text"]},
                    {"state", state},
                    {"stateText", texts().Say("record_" + state)},
                    {"at", ShortTime(absl::FromUnixSeconds(visit["at"].toLongLong()), now)}});
  }
  return rows;
}

// The tablet knows its own officer; of another it has no name.
QVariantMap RecordsPage::ConflictRow(const fieldwork::ConflictView& view,
                                     const std::string& user_id) const {
  const absl::Time now = Now();
  const sync::v1::Conflict& item = view.item;
  const auto author = [&](const std::string& id) {
    return texts().Say(id == user_id ? "by_me" : "by_colleague");
  };
  return {{"id", Qt8(item.id())},
          {"subject", Qt8(view.subject)},
          {"entity", Qt8(view.entity_label)},
          {"field", Qt8(view.field_label)},
          {"base", Qt8(view.base)},
          {"shown", Qt8(view.shown)},
          {"kept", Qt8(view.kept)},
          {"current", Qt8(view.current)},
          {"shownBy", author(item.shown_by())},
          {"keptBy", author(item.kept_by())},
          {"shownAt", ShortTime(TimeOf(item.shown_at()), now)},
          {"keptAt", ShortTime(TimeOf(item.kept_at()), now)}};
}

void RecordsPage::Show(const View& view) {
  RowModel::Rows conflicts, attention;
  for (const auto& conflict : view.conflicts) {
    conflicts.push_back(ConflictRow(conflict, view.user_id));
  }
  for (const auto& item : view.attention) attention.push_back(AttentionRow(item, texts()));
  records_.Show(UnsentRows(view));
  conflicts_.Show(std::move(conflicts));
  attention_.Show(std::move(attention));
  ShowData({{"waiting", static_cast<int>(view.unsent.size())}});
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
