// The app: its store, its screens, its window.
#pragma once

#include <QQmlApplicationEngine>
#include <memory>

#include "clients/tablet/activity.h"
#include "clients/tablet/handed_over_page.h"
#include "clients/tablet/organization_page.h"
#include "clients/tablet/records_page.h"
#include "clients/tablet/reports.h"
#include "clients/tablet/search_page.h"
#include "clients/tablet/sensors.h"
#include "clients/tablet/settings.h"
#include "clients/tablet/sync_monitor.h"
#include "clients/tablet/today_page.h"
#include "clients/tablet/typing_keeper.h"
#include "clients/tablet/visit_page.h"
#include "clients/tablet/worker.h"

class QQuickWindow;

namespace zoufang::tablet {

// What the window asks of the tablet itself.
class DeviceBridge : public QObject {
  Q_OBJECT

 public:
  DeviceBridge(Sensors sensors, const QString& folder) : sensors_(sensors), folder_(folder) {}

  Q_INVOKABLE void takePhoto();
  Q_INVOKABLE QStringList recentPictures() { return sensors_.camera.Recent(); }
  // Looks for an enrolment's QR code in the picture; `ticket` or `noTicket` answers.
  Q_INVOKABLE void readTicket(const QString& path);
  Q_INVOKABLE void locate();
  Q_INVOKABLE void call(const QString& number) { sensors_.sharer.Call(number); }
  Q_INVOKABLE void navigate(const QString& point, const QString& address) {
    sensors_.sharer.Navigate(point, address);
  }
  // A new file's path for a picture that the window makes.
  Q_INVOKABLE QString newPicture() const;
  Q_INVOKABLE void removePicture(const QString& path) const;
  Q_INVOKABLE QString version() const { return ZOUFANG_VERSION; }
  Q_INVOKABLE QString qtVersion() const { return qVersion(); }
  // YYYY-MM-DD, so many days from today.
  Q_INVOKABLE QString inDays(int days) const;

 signals:
  void photo(const QString& path);
  void located(const QString& point, int accuracy_m);
  void ticket(const QString& server, const QString& code);
  void noTicket();

 private:
  Sensors sensors_;
  const QString folder_;
  Worker reader_;  // Last: it ends before what it answers to.
};

class App {
 public:
  // Opens the tablet's file at `path`, or makes it, with what belongs to it beside it. `sensors`
  // and what `env` names outlive the app.
  static absl::StatusOr<std::unique_ptr<App>> Open(const std::string& path, device::Env env,
                                                   Sensors sensors);
  ~App();

  // Opens the window. nullptr: the screens cannot be read, which is a bug of this build.
  QQuickWindow* Show();
  Settings& settings() { return settings_; }
  Store& store() { return *store_; }
  SyncMonitor& sync() { return sync_; }
  SearchPage& search() { return search_; }
  TypingKeeper& typing() { return typing_; }

 private:
  // What lies beside the tablet's file.
  struct Beside {
    std::unique_ptr<fieldwork::Typing> typing;
    std::unique_ptr<fieldwork::OwnWork> work;
  };
  App(std::unique_ptr<Store> store, Beside beside, device::Env env, Sensors sensors);
  void Offer();

  // The destructor closes the window, whose fields save what is still in them; then it stops the
  // store, so that its workers find every page alive.
  Texts texts_;
  Settings settings_;
  std::unique_ptr<Store> store_;
  Activity activity_;
  DeviceBridge device_;
  SyncMonitor sync_;
  TodayPage today_;
  SearchPage search_;
  OrganizationPage organization_;
  VisitPage visit_;
  RecordsPage records_;
  HandedOverPage handed_over_;
  Reports reports_;
  TypingKeeper typing_;
  std::unique_ptr<QQmlApplicationEngine> engine_;
};

}  // namespace zoufang::tablet
