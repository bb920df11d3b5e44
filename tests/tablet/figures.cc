// What the app takes, measured in its window: `tools/tablet.sh --figures`.
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QInputMethodEvent>
#include <QEventLoop>
#include <QTimer>

#include "tests/tablet/city_registry.h"
#include "tests/tablet/field_day.h"
#include "tests/tablet/frame_watch.h"

namespace zoufang::testing {
namespace {

constexpr int kZibo = 4'088;
constexpr int kMany = 100'000;
constexpr int kLeastFrames = 200;
constexpr int kPatienceMs = 180'000;
constexpr double kFrameMs = 100;
constexpr double kLookUpMs = 50;

void Report(const char* name, const Milliseconds& of, double wanted) {
  std::printf("%-28s %6zu  p50 %6.1f  p99 %6.1f  max %6.1f ms", name, of.Count(), of.Quantile(0.5),
              of.Quantile(0.99), of.Max());
  if (wanted > 0) std::printf("  wanted <= %.0f", wanted);
  std::printf("\n");
  std::fflush(stdout);
}

// From frame to frame; and of it, what the window's thread computed.
struct FrameTimes {
  Milliseconds gaps, work;
};

void Report(const char* name, const FrameTimes& of, double wanted) {
  Report(name, of.gaps, wanted);
  Report("  the window's thread", of.work, 0);
}

class FiguresTest : public FieldDay {
 protected:
  int Organizations(Officer& officer) {
    return officer.app->sync().data()["organizations"].toInt();
  }
  // Scrolls the list of hits up and down until `done`.
  FrameTimes Frames(Officer& officer, const std::function<bool()>& done) {
    QQuickItem* const list = officer.hand->Find("scroll");
    FrameWatch watch(officer.hand->window(), [list](int frame) {
      const int step = frame % 60;
      list->setProperty("contentY", 12 * (step < 30 ? step : 60 - step));
    });
    QEventLoop loop;
    QTimer look;
    QElapsedTimer since;
    since.start();
    QObject::connect(&look, &QTimer::timeout, &loop, [&] {
      if ((watch.frames() > kLeastFrames && done()) || since.elapsed() > kPatienceMs) loop.quit();
    });
    look.start(20);
    loop.exec();
    EXPECT_TRUE(done());
    return {watch.gaps(), watch.work()};
  }
};

// From the keystroke until the answer is in the list, and until it is on the screen.
struct Answered {
  Milliseconds listed, shown;
};

void TypeTimed(Officer& officer, const QString& text, Answered& answered) {
  tablet::SearchPage& search = officer.app->search();
  int frames = 0;
  QObject counter;
  QObject::connect(officer.hand->window(), &QQuickWindow::frameSwapped, &counter,
                   [&frames] { ++frames; });
  for (int length = 1; length <= text.size(); ++length) {
    QElapsedTimer timer;
    timer.start();
    QInputMethodEvent event;
    event.setCommitString(text.mid(length - 1, 1));
    QCoreApplication::sendEvent(QGuiApplication::focusObject(), &event);
    while (search.data()["text"].toString() != text.left(length)) {
      QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
    answered.listed.Add(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    officer.hand->window()->update();
    const int before = frames;
    while (frames == before) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    answered.shown.Add(static_cast<double>(timer.nsecsElapsed()) / 1e6);
  }
}

TEST_F(FiguresTest, LookUpAndFramesWhileRowsArrive) {
  CityRegistry city(server_, kZibo + kMany);
  absl::Status imported = city.Import(kZibo);
  ASSERT_TRUE(imported.ok()) << imported;
  auto li = OpenApp("li");
  EnrolInWindow(*li, "lina");
  STEP(li->hand->Tap("nav_search"));
  Answered answered;
  for (const char* text : {"志愿", "zhangdian", "zyfwxh", "养老服务中心", "52370303MJE0", "淄川区",
                           "xinxi", "学会", "商会", "yiyuan"}) {
    STEP(li->hand->Clear("searchBox"));
    STEP(li->hand->Tap("searchBoxInput"));
    TypeTimed(*li, text, answered);
  }
  Report("look-up, answered", answered.listed, kLookUpMs);
  Report("look-up, on the screen", answered.shown, 0);
  EXPECT_LE(answered.listed.Max(), kLookUpMs);
  Report("frames, nothing arrives", Frames(*li, [] { return true; }), 0);

  li.reset();
  imported = city.Import(kMany);
  ASSERT_TRUE(imported.ok()) << imported;
  li = OpenApp("li");
  STEP(li->hand->Tap("nav_search"));
  STEP(li->hand->Type("searchBox", "志愿"));
  STEP(li->hand->Find("hit") != nullptr);
  ASSERT_LT(Organizations(*li), kZibo + kMany) << "they came before anybody looked";
  const FrameTimes arriving = Frames(*li, [&] { return Organizations(*li) >= kZibo + kMany; });
  Report("frames, 100,000 rows arrive", arriving, kFrameMs);
  EXPECT_LE(arriving.gaps.Max(), kFrameMs);

  const auto wang = OpenApp("wang");
  STEP(wang->hand->Find("enrolGo") != nullptr);
  FrameTimes first;
  {
    FrameWatch watch(wang->hand->window(), [](int) {});
    EnrolInWindow(*wang, "wangqiang");
    first = {watch.gaps(), watch.work()};
  }
  Report("frames, first sync", first, kFrameMs);
  EXPECT_LE(first.gaps.Max(), kFrameMs);
}

}  // namespace
}  // namespace zoufang::testing
