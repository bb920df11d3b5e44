// Officers' days with their hitches, in real windows.
#include <QCoreApplication>
#include <QProcess>
#include <fstream>

#include "clients/cli/qr_code.h"
#include "clients/connection/enrolment_ticket.h"
#include "clients/fieldwork/attention.h"
#include "clients/fieldwork/conflicts.h"
#include "clients/fieldwork/edits.h"
#include "clients/fieldwork/visits.h"
#include "sync/base/status.h"
#include "sync/sql/database.h"
#include "tests/tablet/field_day.h"
#include "tests/tablet/typist.h"

namespace zoufang::testing {
namespace {

constexpr char kVolunteers[] = "51370303MJE9005678";

class JourneyTest : public FieldDay {
 protected:
  void WriteHours(Officer& officer, const std::string& hours) {
    OpenOrganization(officer, "志愿");
    STEP(officer.hand->Type("hours", hours));
    STEP(Awaits(officer, "waiting", 1));
    STEP(Awaits(officer, "state", "offline"));
  }
  int64_t OralComplaints() {
    auto db = sql::Database::Open(TabletPath("li"), {.application_id = device::kApplicationId});
    return db.ok() ? (*db)->QueryInt("SELECT count(*) FROM oral_complaint").value_or(-1) : -1;
  }
  void Meet(Officer& first, Officer& second) {
    NetworkOn();
    for (Officer* officer : {&first, &second}) officer->app->sync().syncNow();
    for (Officer* officer : {&first, &second}) {
      STEP(Awaits(*officer, "waiting", 0));
      STEP(Awaits(*officer, "conflicts", 1));
      STEP(Awaits(*officer, "state", "attention"));
    }
  }
};

TEST_F(JourneyTest, ATabletIsEnrolledFromAPictureOfTheAdministratorsQrCode) {
  const auto code = cli::MakeQrCode(connection::TicketText({ServerAddress(), CodeFor("lina")}));
  ASSERT_TRUE(code.ok()) << code.status();
  const std::string right = files_.File("code.png"), wrong = files_.File("other.png");
  std::ofstream(right, std::ios::binary) << cli::QrPng(*code);
  std::ofstream(wrong, std::ios::binary) << cli::QrPng(*cli::MakeQrCode("https://example.com"));
  const auto li = OpenApp("li");
  li->camera.recent = {QString::fromStdString(wrong), QString::fromStdString(right)};
  Driver& hand = *li->hand;
  STEP(hand.Tap("enrolQr"));
  STEP(hand.Tap("picture_0"));
  STEP(hand.Find("enrolQrUnknown") != nullptr);
  EXPECT_EQ(hand.Text("enrolServerInput"), "");
  STEP(hand.Closed());
  STEP(hand.Tap("enrolQr"));
  STEP(hand.Tap("picture_1"));
  STEP(hand.Wait([&] { return hand.Text("enrolCodeInput") != ""; }));
  STEP(hand.Closed());
  STEP(hand.Type("enrolName", "测试平板"));
  STEP(hand.Tap("enrolGo"));
  STEP(hand.Find("nav_today") != nullptr);
}

TEST_F(JourneyTest, TwoOfficersEditOfflineMeetAndResolve) {
  const auto li = NewOfficer("li", "lina");
  const auto wang = NewOfficer("wang", "wangqiang");
  NetworkOff();
  WriteHours(*li, "周一至周五");
  WriteHours(*wang, "周二至周日");
  Meet(*li, *wang);
  const auto conflicts = fieldwork::ListConflicts(*FileOf("wang"), false);
  ASSERT_TRUE(conflicts.ok());
  ASSERT_EQ(conflicts->size(), 1u);
  const std::string kept = conflicts->front().kept;
  EXPECT_NE(kept, conflicts->front().shown);

  Driver& hand = *wang->hand;
  STEP(hand.Tap("nav_sync"));
  STEP(hand.Tap("choose_kept"));
  const std::string authors = hand.Text("by_shown") + hand.Text("by_kept");
  EXPECT_NE(authors.find("我 · "), std::string::npos) << authors;
  EXPECT_NE(authors.find("lina · "), std::string::npos) << authors;
  STEP(!hand.Find("resolve")->isEnabled());
  STEP(hand.Type("conflictReason", "电话核实"));
  STEP(hand.Tap("resolve"));
  for (Officer* officer : {wang.get(), li.get()}) {
    STEP(Awaits(*officer, "conflicts", 0));
    STEP(Awaits(*officer, "state", "done"));
    EXPECT_FALSE(officer->hand->Shows("conflict"));
    OpenOrganization(*officer, "志愿");
    STEP(officer->hand->Wait([&] { return officer->hand->Text("hoursInput") == kept; }));
  }
}

TEST_F(JourneyTest, WhatWasTypedJustBeforeTheAppIsClosedIsSaved) {
  auto li = NewOfficer("li", "lina");
  OpenOrganization(*li, "志愿");
  STEP(li->hand->Type("remarks", "下周再来"));
  li.reset();
  li = OpenApp("li");
  OpenOrganization(*li, "志愿");
  STEP(li->hand->Wait([&] { return li->hand->Text("remarksInput") == "下周再来"; }));
}

TEST_F(JourneyTest, WhatAnotherWritesIsShownBesideAFieldThatIsBeingEdited) {
  const auto li = NewOfficer("li", "lina");
  Driver& hand = *li->hand;
  OpenOrganization(*li, "志愿");
  STEP(hand.Tap("hoursInput"));
  const auto saved = fieldwork::EditRow(*FileOf("li"), "organization_profile", kVolunteers,
                                        {{.field = "opening_hours", .text = "全天"}});
  ASSERT_TRUE(saved.ok()) << saved.status();
  STEP(hand.Find("hoursOther") != nullptr);
  EXPECT_EQ(hand.Text("hoursInput"), "");
  STEP(hand.Tap("hoursTakeTheirs"));
  EXPECT_EQ(hand.Text("hoursInput"), "全天");
}

// A typist in a process of its own is killed; what was durable is there, and at most one character
// more.
TEST_F(JourneyTest, AKillWhileTypingLosesAtMostTheCharacterBeingTyped) {
  NewOfficer("li", "lina").reset();
  for (const int wanted : {3, 17, 40}) {
    QProcess typist;
    typist.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    typist.start(QCoreApplication::applicationFilePath(),
                 {"--typist", QString::fromStdString(TabletPath("li"))});
    QByteArray told;
    while (told.count('\n') < wanted && typist.waitForReadyRead(60'000)) {
      told += typist.readAllStandardOutput();
    }
    typist.kill();
    typist.waitForFinished();
    told += typist.readAllStandardOutput();
    const int durable = static_cast<int>(told.count('\n'));
    ASSERT_GE(durable, wanted) << "it ended by itself";
    const auto li = OpenApp("li");
    OpenOrganization(*li, "志愿");
    const auto shows = [&](int characters) {
      return li->hand->Text("remarksInput") == TypedAfter(characters).toStdString();
    };
    STEP(li->hand->Wait([&] { return shows(durable) || shows(durable + 1); }));
    const auto emptied = fieldwork::EditRow(*FileOf("li"), "organization_profile", kVolunteers,
                                            {{.field = "remarks", .text = ""}});
    ASSERT_TRUE(emptied.ok()) << emptied.status();
  }
}

TEST_F(JourneyTest, TheAppLocksWhenIdleOverWhatIsOpen) {
  const auto li = NewOfficer("li", "lina");
  Driver& hand = *li->hand;
  OpenOrganization(*li, "志愿");
  STEP(hand.Tap("riskOpen"));
  STEP(hand.Tap("riskSeverity_3"));
  STEP(hand.Type("riskText", "消防"));
  STEP(hand.Tap("closeSheet"));
  STEP(hand.Closed());
  STEP(hand.Tap("nav_settings"));
  STEP(hand.Type("newPin", "4711"));
  STEP(hand.Tap("setPin"));
  STEP(hand.Wait([&] { return li->app->settings().HasPin(); }));
  OpenOrganization(*li, "志愿");
  STEP(hand.Tap("riskOpen"));
  STEP(hand.Find("riskSend") != nullptr);
  li->app->settings().SetLockMinutes(1);
  auto* const idle = hand.window()->findChild<QObject*>("idleTimer");
  ASSERT_NE(idle, nullptr);
  EXPECT_EQ(idle->property("interval"), 60'000);
  EXPECT_TRUE(idle->property("running").toBool());
  idle->setProperty("interval", 50);  // The minute, shortened.
  STEP(hand.Find("lock") != nullptr);
  STEP(hand.Tap("risk_safety"));  // What lies there is the lock.
  STEP(hand.Type("unlockPin", "1111"));
  EXPECT_EQ(hand.Find("unlockPinInput")->property("displayText").toString().count('1'), 0);
  STEP(hand.Tap("unlock"));
  STEP(hand.Find("pinWrong") != nullptr);
  STEP(hand.Shows("lock"));
  idle->setProperty("interval", 60'000);
  STEP(hand.Type("unlockPin", "4711"));
  STEP(hand.Tap("unlock"));
  STEP(hand.Wait([&] { return !hand.Shows("lock"); }));
  EXPECT_EQ(hand.Text("riskTextInput"), "消防");
  EXPECT_FALSE(hand.Find("riskSend")->isEnabled());
  STEP(hand.Tap("risk_safety"));
  EXPECT_TRUE(hand.Find("riskSend")->isEnabled());
}

TEST_F(JourneyTest, WhatWasNotTakenInStaysUntilItsAuthorSaysWhy) {
  const auto li = NewOfficer("li", "lina");
  Driver& hand = *li->hand;
  const auto file = FileOf("li");
  fieldwork::Visits visits(*file);
  const auto visit = visits.Start({.organization = kVolunteers});
  ASSERT_TRUE(visit.ok()) << visit.status();
  ASSERT_TRUE(
      visits.AddFinding(*visit, {.item_code = "fire", .severity = 2, .description = "过期"}).ok());
  STEP(hand.Wait([&] {
    return li->app->sync().data()["waiting"] == 0 && li->app->sync().data()["visits"] == 1;
  }));
  // Another program, which knows no rule.
  auto db = sql::Database::Open(TabletPath("li"), {.application_id = device::kApplicationId});
  ASSERT_TRUE(db.ok());
  ASSERT_TRUE((*db)->Write([&] { return (*db)->Execute("UPDATE finding SET severity=1"); }).ok());
  STEP(Awaits(*li, "attention", 1));
  STEP(Awaits(*li, "state", "attention"));
  STEP(hand.Tap("nav_sync"));
  STEP(hand.Tap("saveAgain"));
  STEP(hand.Find("toast") != nullptr);  // The rule is the same.
  STEP(hand.Tap("toast"));
  STEP(hand.Wait([&] { return !hand.Shows("toast"); }));
  EXPECT_EQ(li->app->sync().data()["attention"], 1);
  STEP(hand.Tap("dismiss"));
  STEP(!hand.Find("reasonOk")->isEnabled());
  STEP(hand.Type("reasonText", "误操作"));
  STEP(hand.Tap("reasonOk"));
  STEP(Awaits(*li, "attention", 0));
  STEP(hand.Wait([&] { return !hand.Shows("dismiss"); }));
}

TEST_F(JourneyTest, AFinishedVisitIsAmendedAndNotEdited) {
  const auto li = NewOfficer("li", "lina");
  Driver& hand = *li->hand;
  OpenOrganization(*li, "志愿");
  STEP(hand.Tap("startVisit"));
  STEP(hand.Tap("startKind_1"));
  STEP(hand.Closed());
  STEP(hand.Tap("part_end"));
  STEP(hand.Type("summary", "台账齐全"));
  STEP(hand.Tap("finishVisit"));
  STEP(hand.Tap("pastVisit"));
  STEP(hand.Tap("part_end"));
  STEP(hand.Wait([&] { return hand.Text("summaryInput") == "台账齐全"; }));
  EXPECT_TRUE(hand.Find("summaryInput")->property("readOnly").toBool());
  EXPECT_FALSE(hand.Shows("finishVisit"));
  STEP(hand.Tap("amend"));
  STEP(hand.Type("amendSubject", "小结"));
  STEP(hand.Type("amendText", "台账缺一页"));
  STEP(hand.Type("amendReason", "复核"));
  STEP(hand.Tap("amendSave"));
  STEP(hand.Find("amendment") != nullptr);
  EXPECT_EQ(hand.Text("amendment"), "小结：台账缺一页");
  EXPECT_EQ(hand.Text("summaryInput"), "台账齐全");
  STEP(Awaits(*li, "waiting", 0));
  EXPECT_EQ(li->app->sync().data()["attention"], 0);
}

TEST_F(JourneyTest, AnOralComplaintIsTakenDownAndSent) {
  const auto li = NewOfficer("li", "lina");
  Driver& hand = *li->hand;
  STEP(hand.Tap("nav_today"));
  STEP(hand.Tap("oral"));
  STEP(!hand.Find("oralSend")->isEnabled());
  STEP(hand.Tap("oralCategory_fees"));
  STEP(hand.Type("oralStory", "培训收费没有票据"));
  STEP(hand.Tap("oralSend"));
  STEP(hand.Find("nav_today") != nullptr);
  STEP(hand.Wait([&] {
    const auto unsent = fieldwork::ListUnsent(*FileOf("li"));
    return unsent.ok() && unsent->empty() && OralComplaints() == 1;
  }));
}

TEST_F(JourneyTest, AToastCoversNothingThatIsTapped) {
  const auto li = NewOfficer("li", "lina");
  Driver& hand = *li->hand;
  for (const QSize& size : {QSize(1280, 800), QSize(800, 1280)}) {
    hand.window()->resize(size);
    STEP(hand.Wait([&] { return hand.window()->contentItem()->size() == QSizeF(size); }));
    OpenOrganization(*li, "志愿");
    STEP(hand.Tap("startVisit"));
    STEP(hand.Tap("startKind_1"));
    STEP(hand.Find("answer_certificate_displayed_yes") != nullptr);
    auto* const toast = hand.window()->findChild<QObject*>("toast");
    ASSERT_NE(toast, nullptr);
    QMetaObject::invokeMethod(toast, "say", Q_ARG(QVariant, "已报告"), Q_ARG(QVariant, true));
    STEP(hand.Find("toast") != nullptr);
    for (const char* other : {"back", "syncChip", "nav_today", "part_checklist", "part_end",
                              "answer_certificate_displayed_yes", "answer_address_matches_no"}) {
      EXPECT_FALSE(hand.Overlap("toast", other)) << other << " at width " << size.width();
    }
    STEP(hand.Tap("toast"));
  }
}

}  // namespace
}  // namespace zoufang::testing
