// How a tablet looks and speaks; what it says of itself; where a word about it goes.
#include <gmock/gmock.h>

#include "clients/fieldwork/rows.h"
#include "tests/tablet/field_day.h"
#include "zoufang/v1/report.pb.h"

namespace zoufang::testing {
namespace {

using ::testing::HasSubstr;

class SettingsJourneyTest : public FieldDay {
 protected:
  int TypeSize(Officer& officer, const char* name) {
    return officer.hand->Find(name)->property("font").value<QFont>().pixelSize();
  }
};

TEST_F(SettingsJourneyTest, TheLanguageIsSwitchedAndKept) {
  auto li = NewOfficer("li", "lina");
  STEP(li->hand->Tap("nav_settings"));
  EXPECT_EQ(li->hand->Text("about"), "关于本应用");
  STEP(li->hand->Tap("language_en"));
  STEP(li->hand->Wait([&] { return li->hand->Text("about") == "About this app"; }));
  STEP(li->hand->Tap("nav_today"));
  EXPECT_EQ(li->hand->Text("newVisit"), "New visit");
  li.reset();
  li = OpenApp("li");
  STEP(li->hand->Wait([&] { return li->hand->Text("newVisit") == "New visit"; }));
  STEP(li->hand->Tap("nav_settings"));
  STEP(li->hand->Tap("language_zh"));
  STEP(li->hand->Wait([&] { return li->hand->Text("about") == "关于本应用"; }));
}

TEST_F(SettingsJourneyTest, LargeTypeIsLargeAndNothingLeavesItsScreen) {
  const auto li = NewOfficer("li", "lina");
  Driver& hand = *li->hand;
  OpenOrganization(*li, "志愿");
  const int usual = TypeSize(*li, "hoursInput");
  STEP(hand.Tap("nav_settings"));
  STEP(hand.Tap("scale_1.5"));
  OpenOrganization(*li, "志愿");
  EXPECT_EQ(TypeSize(*li, "hoursInput"), usual * 3 / 2);
  for (const QSize& size : {QSize(1280, 800), QSize(800, 1280)}) {
    hand.window()->resize(size);
    STEP(hand.Wait([&] { return hand.window()->contentItem()->size() == QSizeF(size); }));
    for (const char* name : {"startVisit", "riskOpen", "syncChip", "call", "hoursInput",
                             "nav_today", "nav_settings"}) {
      const QQuickItem* const item = hand.Find(name);
      const QRectF place = item->mapRectToScene(item->boundingRect());
      EXPECT_TRUE(QRectF(QPointF(), size).contains(place)) << name << " at width " << size.width();
    }
  }
}

TEST_F(SettingsJourneyTest, AWordAboutTheAppIsSent) {
  const auto li = NewOfficer("li", "lina");
  Driver& hand = *li->hand;
  STEP(hand.Tap("nav_settings"));
  STEP(hand.Tap("feedback"));
  STEP(!hand.Find("feedbackSend")->isEnabled());
  STEP(hand.Type("feedbackText", "照片说明每次都要重填"));
  STEP(hand.Tap("feedbackSend"));
  STEP(hand.Find("toast") != nullptr);
  STEP(hand.Wait([&] { return hand.Text("feedbackTextInput").empty(); }));
  STEP(Awaits(*li, "waiting", 0));
  const auto file = FileOf("li");
  const absl::Status read = file->replica().Read([&](sql::Database& db) -> absl::Status {
    const auto rows = fieldwork::SelectRows<v1::AppFeedback>(db, file->catalogue(), "", {});
    if (!rows.ok()) return rows.status();
    EXPECT_EQ(rows->size(), 1u);
    EXPECT_EQ(rows->front().text(), "照片说明每次都要重填");
    EXPECT_EQ(rows->front().app_version(), "zoufang-tablet/" ZOUFANG_VERSION);
    return absl::OkStatus();
  });
  EXPECT_TRUE(read.ok()) << read;
}

TEST_F(SettingsJourneyTest, AboutSaysTheVersionsAndWhatIsKept) {
  const auto li = NewOfficer("li", "lina");
  Driver& hand = *li->hand;
  STEP(hand.Tap("nav_settings"));
  STEP(hand.Tap("about"));
  STEP(hand.Find("versions") != nullptr);
  EXPECT_THAT(hand.Text("versions"), HasSubstr(ZOUFANG_VERSION));
  EXPECT_THAT(hand.Text("dataUse"), HasSubstr("不记录轨迹"));
  EXPECT_THAT(hand.Text("counts"), HasSubstr("社会组织 2 家"));
}

}  // namespace
}  // namespace zoufang::testing
