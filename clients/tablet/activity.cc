#include "clients/tablet/activity.h"

#include <QCoreApplication>
#include <QEvent>

namespace zoufang::tablet {

Activity::Activity() { QCoreApplication::instance()->installEventFilter(this); }

bool Activity::eventFilter(QObject*, QEvent* event) {
  switch (event->type()) {
    case QEvent::MouseButtonPress:
    case QEvent::TouchBegin:
    case QEvent::KeyPress:
      emit touched();
      break;
    default:
      break;
  }
  return false;
}

}  // namespace zoufang::tablet
