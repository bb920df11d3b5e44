#include "clients/tablet/handed_over_page.h"

#include <utility>

#include "clients/tablet/qt_text.h"

namespace zoufang::tablet {
namespace {

using fieldwork::Fate;
using fieldwork::HandedOver;
using fieldwork::HandedOverRecord;

QString NameOf(Fate fate) {
  switch (fate) {
    case Fate::kTaken:
      return "taken";
    case Fate::kTakenLate:
      return "late";
    case Fate::kParked:
      return "parked";
    case Fate::kRejected:
      return "rejected";
    case Fate::kWaiting:
      return "held";
    case Fate::kUnsent:
      break;
  }
  return "unsent";
}

QString LevelOf(Fate fate) {
  if (fate == Fate::kTaken || fate == Fate::kTakenLate) return "ok";
  return fate == Fate::kUnsent ? "info" : "notice";
}

}  // namespace

HandedOverPage::HandedOverPage(Desk desk, std::unique_ptr<fieldwork::OwnWork> work)
    : Page(desk), work_(std::move(work)) {
  Refresh();
}

Store::Reading HandedOverPage::Prepare() {
  return [this, work = work_](fieldwork::Tablet& tablet) -> Store::Shown {
    auto handed_over = work->Review(tablet);
    if (!handed_over.ok()) {
      return [this, status = handed_over.status()] { emit refused(texts().Explain(status)); };
    }
    return [this, handed_over = *std::move(handed_over)] { Show(handed_over); };
  };
}

QVariantMap HandedOverPage::RecordRow(const HandedOverRecord& record) const {
  const QString name = NameOf(record.fate);
  QStringList lines;
  QStringList made;
  for (const std::string& label : record.made) made.append(texts().Label(label));
  if (!made.isEmpty()) {
    lines.append(texts().Say("handed_made").arg(made.join(texts().english() ? ", " : "、")));
  }
  for (const fieldwork::LostField& field : record.fields) {
    const bool known = !field.before.empty() || !field.after.empty();
    lines.append(known ? texts()
                             .Say("handed_change")
                             .arg(texts().Label(field.label),
                                  field.before.empty() ? "—" : Qt8(field.before),
                                  field.after.empty() ? "—" : Qt8(field.after))
                       : texts().Label(field.label));
  }
  return {{"label", texts().Label(record.label)},
          {"fate", name},
          {"fateText", texts().Say("handed_" + name)},
          {"level", LevelOf(record.fate)},
          {"message", Qt8(record.message)},
          {"at", ShortTime(record.saved, Now())},
          {"lines", lines}};
}

void HandedOverPage::Show(const std::vector<HandedOver>& handed_over) {
  RowModel::Rows rows;
  for (const HandedOver& organization : handed_over) {
    QVariantList records;
    for (const HandedOverRecord& record : organization.records) records.append(RecordRow(record));
    rows.push_back({{"id", Qt8(organization.organization_id)},
                    {"name", Qt8(organization.name)},
                    {"unsent", organization.unsent()},
                    {"records", records}});
  }
  organizations_.Show(std::move(rows));
  ShowData({{"count", static_cast<int>(handed_over.size())}});
}

void HandedOverPage::acknowledge(const QString& id) {
  desk().store.Read([this, work = work_, id = Utf8(id)](fieldwork::Tablet&) -> Store::Shown {
    return [this, seen = work->Acknowledge(id)] {
      if (!seen.ok()) emit refused(texts().Explain(seen));
      Refresh();
    };
  });
}

}  // namespace zoufang::tablet
