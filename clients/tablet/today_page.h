// What waits today.
#pragma once

#include "clients/fieldwork/work_list.h"
#include "clients/tablet/page.h"
#include "clients/tablet/settings.h"

namespace zoufang::tablet {

// items: id, kind (draft, plan, recheck, finding), visitId, organizationId, title, address, text,
// due, overdue, priority, visitKind, pinned, away (metres, or -1).
class TodayPage : public Page {
  Q_OBJECT
  Q_PROPERTY(zoufang::tablet::RowModel* items READ items CONSTANT)
  // "latitude,longitude": the nearest first. Empty: the order of the work.
  Q_PROPERTY(QString near MEMBER near_ WRITE SetNear NOTIFY nearChanged)

 public:
  TodayPage(Desk desk, Settings& settings);

  RowModel* items() { return &items_; }
  void SetNear(const QString& point);
  // Puts an item behind those that were pinned before, above all others, or back to its place. The
  // own order never leaves the tablet.
  Q_INVOKABLE void pin(const QString& id, bool pinned);
  Q_INVOKABLE void decline(const QString& id, const QString& reason);

 signals:
  void nearChanged();

 protected:
  Store::Reading Prepare() override;

 private:
  QVariantMap RowOf(const fieldwork::WorkItem& item, const std::string& today) const;
  void Show(const std::vector<fieldwork::WorkItem>& items, const std::string& today);

  Settings& settings_;
  RowModel items_;
  QString near_;
};

}  // namespace zoufang::tablet
