#include "tests/tablet/driver.h"

#include <QElapsedTimer>
#include <QInputMethodEvent>
#include <QtTest>
#include <algorithm>

namespace zoufang::testing {
namespace {

constexpr int kFindMs = 30'000;
constexpr int kWaitMs = 60'000;
constexpr int kSettleMs = 60;  // Popups and scrolling take a few frames.

bool OnScreen(const QQuickItem* item) {
  return item->isVisible() && item->width() > 0 && item->height() > 0;
}

QQuickItem* FindBelow(QQuickItem* item, const QString& name) {
  if (!item->isVisible()) return nullptr;
  if (item->objectName() == name && OnScreen(item)) return item;
  // The latest first: what lies above.
  const QList<QQuickItem*> children = item->childItems();
  for (auto child = children.rbegin(); child != children.rend(); ++child) {
    if (QQuickItem* found = FindBelow(*child, name)) return found;
  }
  return nullptr;
}

void CollectBelow(QQuickItem* item, const QString& name, std::vector<QQuickItem*>& found) {
  if (!item->isVisible()) return;
  if (item->objectName() == name && OnScreen(item)) found.push_back(item);
  for (QQuickItem* child : item->childItems()) CollectBelow(child, name, found);
}

}  // namespace

QQuickItem* Driver::Visible(const std::string& name) {
  return FindBelow(window_->contentItem(), QString::fromStdString(name));
}

bool Driver::Wait(const std::function<bool()>& held) {
  QElapsedTimer timer;
  timer.start();
  while (!held()) {
    if (timer.elapsed() > kWaitMs) return false;
    QTest::qWait(20);
  }
  return true;
}

QQuickItem* Driver::Find(const std::string& name) {
  QElapsedTimer timer;
  timer.start();
  QQuickItem* found = nullptr;
  while ((found = Visible(name)) == nullptr && timer.elapsed() < kFindMs) QTest::qWait(20);
  return found;
}

void Driver::BringIntoView(QQuickItem* item) {
  for (QQuickItem* above = item->parentItem(); above != nullptr; above = above->parentItem()) {
    const QVariant content = above->property("contentY");
    if (!content.isValid() || !above->property("flickableDirection").isValid()) continue;
    const qreal top = item->mapToItem(above, QPointF(0, 0)).y();
    const qreal most = std::max(0.0, above->property("contentHeight").toReal() - above->height());
    const qreal wanted = content.toReal() + top - (above->height() - item->height()) / 2;
    above->setProperty("contentY", std::min(most, std::max(0.0, wanted)));
    QTest::qWait(kSettleMs);
    return;
  }
}

bool Driver::Activate() {
  if (window_->isActive()) return true;
  if (focus_ == Focus::kTold) {
    QFocusEvent given(QEvent::FocusIn, Qt::OtherFocusReason);
    return QCoreApplication::sendEvent(window_, &given);
  }
  window_->requestActivate();
  return QTest::qWaitForWindowActive(window_);
}

bool Driver::Tap(const std::string& name) {
  QQuickItem* item = Find(name);
  if (item == nullptr || !item->isEnabled()) return false;
  if (!Activate()) return false;
  BringIntoView(item);
  const QPointF middle = item->mapToScene(QPointF(item->width() / 2, item->height() / 2));
  QTest::mouseClick(window_, Qt::LeftButton, Qt::NoModifier, middle.toPoint());
  QTest::qWait(kSettleMs);
  return true;
}

bool Driver::Type(const std::string& name, const std::string& text) {
  if (!Tap(name + "Input")) return false;
  QQuickItem* const focus = window_->activeFocusItem();
  if (focus == nullptr) return false;
  for (const QChar character : QString::fromStdString(text)) {
    QInputMethodEvent event;
    event.setCommitString(QString(character));
    QCoreApplication::sendEvent(focus, &event);
    QTest::qWait(2);
  }
  return true;
}

bool Driver::Clear(const std::string& name) {
  QQuickItem* item = Find(name + "Input");
  return item != nullptr && item->setProperty("text", "");
}

bool Driver::Draw(const std::string& name) {
  QQuickItem* item = Find(name);
  if (item == nullptr) return false;
  BringIntoView(item);
  const auto at = [&](double x, double y) {
    return item->mapToScene(QPointF(item->width() * x, item->height() * y)).toPoint();
  };
  QTest::mousePress(window_, Qt::LeftButton, Qt::NoModifier, at(0.2, 0.6));
  for (int step = 1; step <= 20; ++step) {
    QTest::mouseMove(window_, at(0.2 + step * 0.03, step % 4 < 2 ? 0.35 : 0.65), 2);
  }
  QTest::mouseRelease(window_, Qt::LeftButton, Qt::NoModifier, at(0.8, 0.5));
  return true;
}

std::string Driver::Text(const std::string& name) {
  const QQuickItem* const item = Visible(name);
  return item == nullptr ? "" : item->property("text").toString().toStdString();
}

std::vector<std::string> Driver::Texts(const std::string& name) {
  std::vector<QQuickItem*> found;
  CollectBelow(window_->contentItem(), QString::fromStdString(name), found);
  const auto top = [](const QQuickItem* item) { return item->mapToScene(QPointF(0, 0)).y(); };
  std::stable_sort(found.begin(), found.end(),
                   [&](const QQuickItem* a, const QQuickItem* b) { return top(a) < top(b); });
  std::vector<std::string> texts;
  for (const QQuickItem* item : found) {
    texts.push_back(item->property("text").toString().toStdString());
  }
  return texts;
}

bool Driver::Overlap(const std::string& name, const std::string& other) {
  const auto place = [](const QQuickItem* item) {
    return item == nullptr ? QRectF() : item->mapRectToScene(item->boundingRect());
  };
  return place(Visible(name)).intersects(place(Visible(other)));
}

bool Driver::Closed() {
  return Wait([this] { return !Shows("closeSheet"); });
}

}  // namespace zoufang::testing
