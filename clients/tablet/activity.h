// Notices that somebody is there: every touch and key of the app.
#pragma once

#include <QObject>

namespace zoufang::tablet {

class Activity : public QObject {
  Q_OBJECT

 public:
  // Watches everything that the application receives.
  Activity();

  bool eventFilter(QObject* watched, QEvent* event) override;

 signals:
  void touched();
};

}  // namespace zoufang::tablet
