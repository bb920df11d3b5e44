#include "clients/tablet/app.h"

#include <QDate>
#include <QDir>
#include <QFile>
#include <QQmlContext>
#include <QQuickWindow>
#include <QUuid>

#include "clients/tablet/qt_text.h"
#include "clients/tablet/ticket_picture.h"
#include "sync/base/status.h"

namespace zoufang::tablet {

void DeviceBridge::takePhoto() {
  sensors_.camera.Take([this](const QString& path) { emit photo(path); });
}

void DeviceBridge::readTicket(const QString& path) {
  reader_.Post([this, path] {
    const auto tell = [this, found = ReadTicketPicture(path)] {
      if (!found.ok()) return emit noTicket();
      emit ticket(Qt8(found->server), Qt8(found->code));
    };
    QMetaObject::invokeMethod(this, tell, Qt::QueuedConnection);
  });
}

void DeviceBridge::locate() {
  sensors_.locator.Locate([this](std::optional<LocatedPoint> point) {
    if (point.has_value()) return emit located(point->point, point->accuracy_m);
    emit located(QString(), 0);
  });
}

QString DeviceBridge::newPicture() const {
  QDir().mkpath(folder_);
  return folder_ + "/" + QUuid::createUuid().toString(QUuid::WithoutBraces) + ".png";
}

void DeviceBridge::removePicture(const QString& path) const {
  if (path.startsWith(folder_)) QFile::remove(path);
}

QString DeviceBridge::inDays(int days) const {
  return QDate::currentDate().addDays(days).toString(Qt::ISODate);
}

absl::StatusOr<std::unique_ptr<App>> App::Open(const std::string& path, device::Env env,
                                               Sensors sensors) {
  ASSIGN_OR_RETURN(std::unique_ptr<Store> store, Store::Open(path, env));
  ASSIGN_OR_RETURN(auto typing, fieldwork::Typing::Open(path + ".typing"));
  RETURN_IF_ERROR(typing->Recover(store->syncing()));
  ASSIGN_OR_RETURN(auto work, fieldwork::OwnWork::Open(path + ".work"));
  return std::unique_ptr<App>(
      new App(std::move(store), {std::move(typing), std::move(work)}, env, sensors));
}

App::App(std::unique_ptr<Store> store, Beside beside, device::Env env, Sensors sensors)
    : settings_(Qt8(store->path() + ".settings"), env.random),
      store_(std::move(store)),
      device_(sensors, Qt8(store_->path() + ".pictures")),
      sync_({*store_, texts_}, settings_),
      today_({*store_, texts_}, settings_),
      search_({*store_, texts_}),
      organization_({*store_, texts_}),
      visit_({*store_, texts_}),
      records_({*store_, texts_}, sync_),
      handed_over_({*store_, texts_}, std::move(beside.work)),
      reports_({*store_, texts_}),
      typing_({*store_, texts_}, std::move(beside.typing)),
      engine_(std::make_unique<QQmlApplicationEngine>()) {
  texts_.SetLanguage(settings_.language());
  QObject::connect(&settings_, &Settings::changed, &texts_,
                   [this] { texts_.SetLanguage(settings_.language()); });
}

App::~App() {
  engine_.reset();
  store_->Stop();
}

void App::Offer() {
  QQmlContext& context = *engine_->rootContext();
  context.setContextProperty("texts", &texts_);
  context.setContextProperty("settings", &settings_);
  context.setContextProperty("activity", &activity_);
  context.setContextProperty("device", &device_);
  context.setContextProperty("sync", &sync_);
  context.setContextProperty("today", &today_);
  context.setContextProperty("search", &search_);
  context.setContextProperty("organization", &organization_);
  context.setContextProperty("visit", &visit_);
  context.setContextProperty("records", &records_);
  context.setContextProperty("handedOver", &handed_over_);
  context.setContextProperty("reports", &reports_);
  context.setContextProperty("typing", &typing_);
}

QQuickWindow* App::Show() {
  Offer();
  engine_->addImportPath("qrc:/");
  engine_->load(QUrl("qrc:/Zoufang/Main.qml"));
  return engine_->rootObjects().isEmpty()
             ? nullptr
             : qobject_cast<QQuickWindow*>(engine_->rootObjects().first());
}

}  // namespace zoufang::tablet
