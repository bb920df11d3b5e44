// The state of the sync, as the widget in every screen's corner shows it.
#pragma once

#include "clients/fieldwork/summary.h"
#include "clients/tablet/page.h"
#include "clients/tablet/settings.h"
#include "clients/tablet/sync_thread.h"

namespace zoufang::tablet {

// data: phase (enrol, first_sync, work, withdrawn), state (offline, syncing, done, attention),
// text, detail (what to do), user, server, waiting, files, conflicts, attention, organizations,
// visits, rows (received of a first sync), expected (of it in all; 0: not known), megabytes, last.
class SyncMonitor : public Page, public SyncListener {
  Q_OBJECT

 public:
  // `settings` outlive it.
  SyncMonitor(Desk desk, Settings& settings);

  Q_INVOKABLE void syncNow();
  // Enrols with an administrator's code. Tells `saved` or `refused`.
  Q_INVOKABLE void enrol(const QString& server, const QString& ca_file, const QString& code,
                         const QString& device_name);
  Q_INVOKABLE bool busy() const { return busy_; }
  // What a push carries at this moment.
  fieldwork::UnderWay under_way() const { return under_way_; }

 signals:
  void underWayChanged();

 protected:
  Store::Reading Prepare() override;

 private:
  struct Reading {
    fieldwork::TabletSummary summary;
    int64_t received_rows = 0;  // Of a first sync.
    int64_t bytes = 0;
    bool withdrawn = false;
  };
  void StepDone(const device::StepResult& step) override;
  void Carrying(fieldwork::UnderWay under_way) override;
  static Reading ReadState(fieldwork::Tablet& tablet, const std::string& path);
  void Take(const device::StepResult& step);
  void Show(const Reading& reading);
  QString Phase(const Reading& reading);
  QString State(const Reading& reading) const;
  QString Text(const QString& state, const Reading& reading);
  QString Detail(const QString& state, const Reading& reading) const;

  Settings& settings_;
  bool busy_ = false;     // A step other than waiting ran last.
  bool offline_ = false;  // The last call did not reach the server.
  absl::Status problem_;  // What the server said instead of an answer.
  std::string server_;    // As it was read last.
  fieldwork::UnderWay under_way_;
  int64_t most_waiting_ = 0;
  std::unique_ptr<SyncThread> thread_;  // Last: it tells the others.
};

}  // namespace zoufang::tablet
