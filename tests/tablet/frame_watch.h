// How long a window's frames take: it draws without a pause, and every gap is noted.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QQuickWindow>
#include <functional>
#include <string>
#include <vector>

namespace zoufang::testing {

// Milliseconds of what was measured, in the order of their size.
class Milliseconds {
 public:
  void Add(double value) { values_.push_back(value); }
  double Quantile(double share) const;
  double Max() const { return Quantile(1); }
  size_t Count() const { return values_.size(); }

 private:
  std::vector<double> values_;
};

class FrameWatch : public QObject {
 public:
  // `animate` moves something before each frame, so that there is something to draw.
  FrameWatch(QQuickWindow* window, std::function<void(int frame)> animate);

  // From one frame on the screen to the next, since it began.
  const Milliseconds& gaps() const { return gaps_; }
  // Of each gap, what the window's thread computed; the rest it waited, or others had the
  // processor.
  const Milliseconds& work() const { return work_; }
  int frames() const { return frames_; }

 private:
  void Swapped(qint64 nanoseconds);

  QQuickWindow* const window_;
  const std::function<void(int)> animate_;
  QElapsedTimer timer_;
  Milliseconds gaps_, work_;
  qint64 last_ = -1;
  double worked_ = 0;
  int frames_ = 0;
};

}  // namespace zoufang::testing
