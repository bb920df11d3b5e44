#include "tests/tablet/frame_watch.h"

#include <algorithm>
#include <ctime>
#include <cmath>

namespace zoufang::testing {
namespace {

// What this thread has computed since it began.
double ThreadMilliseconds() {
  timespec spent;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
  return static_cast<double>(spent.tv_sec) * 1e3 + static_cast<double>(spent.tv_nsec) / 1e6;
}

}  // namespace

double Milliseconds::Quantile(double share) const {
  if (values_.empty()) return 0;
  std::vector<double> sorted = values_;
  std::sort(sorted.begin(), sorted.end());
  const double place = std::ceil(share * static_cast<double>(sorted.size())) - 1;
  return sorted[static_cast<size_t>(std::max(0.0, place))];
}

FrameWatch::FrameWatch(QQuickWindow* window, std::function<void(int frame)> animate)
    : window_(window), animate_(std::move(animate)) {
  timer_.start();
  // Timed where the frame is shown, on the thread that draws; counted on this one.
  connect(
      window_, &QQuickWindow::frameSwapped, this,
      [this] {
        const qint64 now = timer_.nsecsElapsed();
        QMetaObject::invokeMethod(
            this, [this, now] { Swapped(now); }, Qt::QueuedConnection);
      },
      Qt::DirectConnection);
  window_->update();
}

void FrameWatch::Swapped(qint64 nanoseconds) {
  const double worked = ThreadMilliseconds();
  if (last_ >= 0) {
    gaps_.Add(static_cast<double>(nanoseconds - last_) / 1e6);
    work_.Add(worked - worked_);
  }
  last_ = nanoseconds;
  worked_ = worked;
  animate_(++frames_);
  window_->update();
}

}  // namespace zoufang::testing
