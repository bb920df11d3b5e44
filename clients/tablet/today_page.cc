#include "clients/tablet/today_page.h"

#include <algorithm>

#include "clients/tablet/distance.h"
#include "clients/tablet/qt_text.h"
#include "domain/complaint_clock.h"
#include "zoufang/v1/plan.pb.h"

namespace zoufang::tablet {
namespace {

using fieldwork::WorkItem;
using fieldwork::WorkKind;

QString NameOf(WorkKind kind) {
  switch (kind) {
    case WorkKind::kDraft:
      return "draft";
    case WorkKind::kPlan:
      return "plan";
    case WorkKind::kRecheck:
      return "recheck";
    case WorkKind::kFinding:
      return "finding";
  }
  return "";
}

}  // namespace

TodayPage::TodayPage(Desk desk, Settings& settings) : Page(desk), settings_(settings) { Refresh(); }

void TodayPage::SetNear(const QString& point) {
  if (near_ == point) return;
  near_ = point;
  emit nearChanged();
  Refresh();
}

void TodayPage::pin(const QString& id, bool pinned) {
  settings_.Pin(id, pinned);
  Refresh();
}

void TodayPage::decline(const QString& id, const QString& reason) {
  Save([id = Utf8(id), reason = Utf8(reason)](fieldwork::Tablet& tablet) {
    return fieldwork::DeclinePlan(tablet, id, reason);
  });
}

Store::Reading TodayPage::Prepare() {
  const std::string today = absl::FormatTime("%Y-%m-%d", Now(), domain::Shanghai());
  return [this, today](fieldwork::Tablet& tablet) -> Store::Shown {
    auto items = fieldwork::ListWork(tablet, today);
    if (!items.ok()) return [] {};  // Not enrolled yet, or withdrawn.
    return [this, today, items = *std::move(items)] { Show(items, today); };
  };
}

QVariantMap TodayPage::RowOf(const WorkItem& item, const std::string& today) const {
  return {{"id", Qt8(item.id)},
          {"kind", NameOf(item.kind)},
          {"visitId", Qt8(item.visit_id)},
          {"organizationId", Qt8(item.organization_id)},
          {"title", Qt8(item.organization_name)},
          {"address", Qt8(item.address)},
          {"text", Qt8(item.text)},
          {"due", Qt8(item.due_on)},
          {"dueShort", Qt8(ShortDate(item.due_on, today))},
          {"overdue", !item.due_on.empty() && item.due_on < today},
          {"dueToday", item.due_on == today},
          {"priority", item.priority},
          {"visitKind", item.visit_kind},
          {"visitKindText", texts().Word(ValueOf(static_cast<v1::VisitKind>(item.visit_kind)))},
          {"pinned", settings_.PinnedAt(Qt8(item.id)) >= 0},
          {"away", MetresBetween(near_, Qt8(item.point))}};
}

void TodayPage::Show(const std::vector<WorkItem>& items, const std::string& today) {
  RowModel::Rows rows;
  for (const WorkItem& item : items) rows.push_back(RowOf(item, today));
  if (!near_.isEmpty()) {
    const auto away = [](const QVariantMap& row) {
      const int metres = row["away"].toInt();
      return metres < 0 ? std::numeric_limits<int>::max() : metres;
    };
    std::stable_sort(rows.begin(), rows.end(),
                     [&](const QVariantMap& a, const QVariantMap& b) { return away(a) < away(b); });
  }
  const auto pinned_end = std::stable_partition(
      rows.begin(), rows.end(), [](const QVariantMap& row) { return row["pinned"].toBool(); });
  const auto place = [&](const QVariantMap& row) {
    return settings_.PinnedAt(row["id"].toString());
  };
  std::sort(rows.begin(), pinned_end,
            [&](const QVariantMap& a, const QVariantMap& b) { return place(a) < place(b); });
  items_.Show(std::move(rows));
  ShowData({{"count", static_cast<int>(items.size())}, {"today", Qt8(today)}});
}

}  // namespace zoufang::tablet
