// What a tablet's user set, and what stays on this tablet: one file beside the replica.
#pragma once

#include <QObject>
#include <QSettings>
#include <QString>

#include "sync/base/random.h"

namespace zoufang::tablet {

class Settings : public QObject {
  Q_OBJECT
  Q_PROPERTY(QString theme READ theme WRITE SetTheme NOTIFY changed)  // light, dark, sunlight
  Q_PROPERTY(QString language READ language WRITE SetLanguage NOTIFY changed)       // zh, en
  Q_PROPERTY(double scale READ scale WRITE SetScale NOTIFY changed)                 // Of the type.
  Q_PROPERTY(int lockMinutes READ lockMinutes WRITE SetLockMinutes NOTIFY changed)  // 0: never.
  Q_PROPERTY(bool hasPin READ HasPin NOTIFY changed)

 public:
  // `random` outlives it.
  Settings(const QString& path, base::Random& random)
      : file_(path, QSettings::IniFormat), random_(random) {}

  QString theme() const { return file_.value("theme", "light").toString(); }
  QString language() const { return file_.value("language", "zh").toString(); }
  double scale() const { return file_.value("scale", 1.0).toDouble(); }
  int lockMinutes() const { return file_.value("lock_minutes", 5).toInt(); }
  bool HasPin() const { return file_.contains("pin_hash"); }
  void SetTheme(const QString& theme) { Set("theme", theme); }
  void SetLanguage(const QString& language) { Set("language", language); }
  void SetScale(double scale) { Set("scale", scale); }
  void SetLockMinutes(int minutes) { Set("lock_minutes", minutes); }

  // A PIN of 4 to 8 digits; false: it is none. "" takes it away.
  Q_INVOKABLE bool setPin(const QString& pin);
  Q_INVOKABLE bool checkPin(const QString& pin) const;

  // The first sync is a step of its own, once: an area that is granted later is taken meanwhile.
  bool FirstSyncDone() const { return file_.value("first_sync_done", false).toBool(); }
  void SetFirstSyncDone(bool done) { file_.setValue("first_sync_done", done); }

  void Pin(const QString& id, bool pinned);
  // Its place in the own order, which is that of pinning; -1: it is not pinned.
  int PinnedAt(const QString& id) const;

 signals:
  void changed();

 private:
  void Set(const QString& key, const QVariant& value);

  QSettings file_;
  base::Random& random_;
};

}  // namespace zoufang::tablet
