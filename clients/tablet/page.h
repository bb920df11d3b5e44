// What a screen shows: read on another thread, kept up to date, shown when it is there.
#pragma once

#include <QObject>
#include <QVariantMap>

#include "clients/tablet/row_model.h"
#include "clients/tablet/store.h"
#include "clients/tablet/texts.h"

namespace zoufang::tablet {

// What every screen stands on; all of it outlives the pages.
struct Desk {
  Store& store;
  Texts& texts;
};

// A page that is open reads again after every change of the file. At most one read of it runs at a
// time; of the requests that come meanwhile one remains.
class Page : public QObject {
  Q_OBJECT
  Q_PROPERTY(QVariantMap data READ data NOTIFY shown)
  Q_PROPERTY(bool loaded READ loaded NOTIFY shown)

 public:
  explicit Page(Desk desk);

  const QVariantMap& data() const { return data_; }
  bool loaded() const { return loaded_; }
  void Refresh();

 signals:
  void shown();
  // A save was refused; the text says why, in the person's language.
  void refused(const QString& text);
  void saved();

 protected:
  // What to read now: made here, run on the reader's thread. Empty: the page is not open.
  virtual Store::Reading Prepare() = 0;
  // Saves, then tells `saved` or `refused`; `done` runs after a save that was taken.
  void Save(Store::Saving saving, std::function<void()> done = nullptr);
  // The page is of something else now: what was read before is not of it.
  void Restart();
  void ShowData(QVariantMap data);

  const Desk& desk() const { return desk_; }
  absl::Time Now() const { return desk_.store.env().clock.Now(); }
  const Texts& texts() const { return desk_.texts; }

 private:
  Desk desk_;
  QVariantMap data_;
  bool loaded_ = false;
  bool reading_ = false;
  bool again_ = false;
};

}  // namespace zoufang::tablet
