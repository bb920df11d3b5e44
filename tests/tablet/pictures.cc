// Pictures of every main screen, wide and tall, of a tablet in use. Run by tools/tablet.sh
// pictures.
#include <gtest/gtest.h>

#include <QDir>
#include <QtTest>

#include "clients/fieldwork/edits.h"
#include "clients/fieldwork/work_list.h"
#include "sync/base/clock.h"
#include "tests/tablet/field_day.h"

namespace zoufang::testing {
namespace {

class PicturesTest : public FieldDay {
 protected:
  void Take(Driver& hand, const QString& name) {
    const QDir folder(qEnvironmentVariable("ZOUFANG_PICTURES", "."));
    for (const QSize& size : {QSize(1280, 800), QSize(800, 1280)}) {
      hand.window()->resize(size);
      QTest::qWait(400);
      const QString file = QString("%1-%2x%3.png").arg(name).arg(size.width()).arg(size.height());
      EXPECT_TRUE(hand.Picture().save(folder.filePath(file))) << file.toStdString();
    }
    hand.window()->resize(1280, 800);
    QTest::qWait(200);
  }
  void MakeWork() {
    const base::SystemClock clock;
    const auto tablet =
        fieldwork::Tablet::Open(TabletPath("li"), {.clock = clock, .random = random_});
    ASSERT_TRUE(tablet.ok());
    const fieldwork::NewPlan plans[] = {
        {"51370303MJE9005678", 1, {"lina"}, "2026-01-20", 2, "年度走访"},
        {"52370303MJE074768L", 2, {}, "2099-12-01", 3, "养老机构安全检查"},
        {"52370303MJE074768L", 5, {}, "", 1, "整改情况跟进"}};
    for (const fieldwork::NewPlan& plan : plans) {
      ASSERT_TRUE(fieldwork::PlanVisit(**tablet, plan).ok());
    }
  }
};

TEST_F(PicturesTest, EveryMainScreen) {
  const auto li = OpenApp("li");
  Driver& hand = *li->hand;
  STEP(hand.Find("enrolGo") != nullptr);
  Take(hand, "enrol");
  EnrolInWindow(*li, "lina");
  MakeWork();
  STEP(hand.Find("work_plan") != nullptr);
  QTest::qWait(1'500);  // The plans are sent.
  Take(hand, "today");
  STEP(hand.Tap("nav_search"));
  STEP(hand.Type("searchBox", "zhangdian"));
  STEP(hand.Find("hit") != nullptr);
  Take(hand, "search");
  STEP(hand.Tap("hit"));
  STEP(hand.Find("startVisit") != nullptr);
  STEP(hand.Type("contactName", "李主任"));
  STEP(hand.Type("contactPhone", "0533-2188001"));
  Take(hand, "organization");
  STEP(hand.Tap("riskOpen"));
  STEP(hand.Tap("risk_safety"));
  STEP(hand.Tap("riskSeverity_3"));
  STEP(hand.Type("riskText", "消防通道被占用"));
  Take(hand, "risk");
  STEP(hand.Tap("riskSend"));
  STEP(hand.Closed());
  STEP(hand.Tap("startVisit"));
  STEP(hand.Tap("startKind_1"));
  STEP(hand.Tap("answer_certificate_displayed_yes"));
  STEP(hand.Tap("answer_address_matches_no"));
  STEP(hand.Type("note_address_matches", "已搬到二楼"));
  hand.Find("scroll")->setProperty("contentY", 0);
  Take(hand, "visit-checklist");
  STEP(hand.Tap("part_found"));
  STEP(hand.Tap("addFinding"));
  STEP(hand.Tap("findingItem_safety"));
  STEP(hand.Type("findingText", "消防通道堆放杂物"));
  Take(hand, "visit-finding");
  STEP(hand.Tap("findingSave"));
  STEP(hand.Closed());
  STEP(hand.Tap("part_people"));
  STEP(hand.Type("signer", "李主任"));
  STEP(hand.Draw("signature"));
  Take(hand, "visit-people");
  STEP(hand.Tap("part_end"));
  STEP(hand.Type("summary", "负责人在场，台账齐全。"));
  Take(hand, "visit-end");
  STEP(hand.Tap("nav_sync"));
  server_.Stop();
  QTest::qWait(1'500);
  Take(hand, "sync");
  STEP(hand.Tap("nav_settings"));
  Take(hand, "settings");
  STEP(hand.Tap("theme_dark"));
  STEP(hand.Tap("nav_today"));
  Take(hand, "today-dark");
  li->app->settings().SetTheme("sunlight");
  Take(hand, "today-sunlight");
}

}  // namespace
}  // namespace zoufang::testing
