// What this tablet saved, and how far each of it is; what two people wrote; what was not taken in.
#pragma once

#include "clients/fieldwork/attention.h"
#include "clients/fieldwork/conflicts.h"
#include "clients/fieldwork/records.h"
#include "clients/tablet/page.h"
#include "clients/tablet/sync_monitor.h"

namespace zoufang::tablet {

// records: id, kind (the table), title, organizationId, organization, subject, state (rejected,
// parked, conflict, held, sending, waiting, draft, received, reviewed), stateText, declined, draft,
// at. conflicts: id, subject, entity, field, base, shown, kept, current, shownBy, keptBy, shownAt,
// keptAt, both (may be kept together). attention: id, title, verdict, verdictText, message,
// again (may be saved again), fields (of {label, before, after}).
class RecordsPage : public Page {
  Q_OBJECT
  Q_PROPERTY(zoufang::tablet::RowModel* records READ records CONSTANT)
  Q_PROPERTY(zoufang::tablet::RowModel* conflicts READ conflicts CONSTANT)
  Q_PROPERTY(zoufang::tablet::RowModel* attention READ attention CONSTANT)

 public:
  // `sync` outlives it.
  RecordsPage(Desk desk, const SyncMonitor& sync);

  RowModel* records() { return &records_; }
  RowModel* conflicts() { return &conflicts_; }
  RowModel* attention() { return &attention_; }

  // choice: shown, kept, value, both. A reason is wanted of every decision.
  Q_INVOKABLE void resolve(const QString& id, const QString& choice, const QString& value,
                           const QString& reason);
  Q_INVOKABLE void saveAgain(const QString& id);
  Q_INVOKABLE void dismiss(const QString& id, const QString& reason);

 protected:
  Store::Reading Prepare() override;

 private:
  struct View {
    std::vector<fieldwork::Record> records;
    std::string user_id;  // Whose tablet it is.
    std::vector<fieldwork::ConflictView> conflicts;
    std::vector<fieldwork::AttentionView> attention;
  };
  static absl::StatusOr<View> ReadAll(fieldwork::Tablet& tablet, fieldwork::UnderWay under_way);
  void Show(const View& view);
  QVariantMap RecordRow(const fieldwork::Record& record) const;
  QVariantMap ConflictRow(const fieldwork::ConflictView& view, const std::string& user_id) const;

  const SyncMonitor& sync_;
  RowModel records_, conflicts_, attention_;
};

}  // namespace zoufang::tablet
