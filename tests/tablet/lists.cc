// The lists as they answer: the look-up key by key, and what is nearest first.
#include <gmock/gmock.h>

#include <QFontInfo>
#include <map>

#include "clients/fieldwork/edits.h"
#include "clients/fieldwork/work_list.h"
#include "tests/tablet/field_day.h"

namespace zoufang::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

constexpr char kVolunteers[] = "淄博市张店区志愿者协会";
constexpr char kCare[] = "淄博市张店区和平养老服务中心";
constexpr char kCalligraphers[] = "淄博市张店区书法家协会";
constexpr char kPotters[] = "淄博市博山区陶瓷琉璃行业协会";

class ListsTest : public FieldDay {
 protected:
  void SetUp() override {
    FieldDay::SetUp();
    ASSERT_TRUE(server_.ImportOrganization(kCalligraphers, "51370303MJE900572Y", kTown).ok());
    ASSERT_TRUE(server_.ImportOrganization(kPotters, "51370304MJE9005808", "370304001").ok());
  }
  // Types one more key into the search box, and reads the list that answers it.
  std::vector<std::string> After(Officer& officer, const std::string& key) {
    typed_ += key;
    Driver& hand = *officer.hand;
    EXPECT_TRUE(hand.Type("searchBox", key));
    EXPECT_TRUE(hand.Wait([&] {
      return officer.app->search().data()["text"].toString().toStdString() == typed_ &&
             hand.Texts("hitTitle").size() ==
                 static_cast<size_t>(officer.app->search().hits()->Count());
    })) << typed_;
    EXPECT_EQ(hand.Text("searchBoxInput"), typed_);
    return hand.Texts("hitTitle");
  }
  void Begin(Officer& officer) {
    STEP(officer.hand->Tap("nav_search"));
    STEP(officer.hand->Clear("searchBox"));
    officer.app->search().SetText("");
    typed_.clear();
    STEP(officer.hand->Wait([&] { return officer.hand->Texts("hitTitle").empty(); }));
  }
  void Place(const std::string& code, const std::string& point) {
    const auto saved = fieldwork::EditRow(*FileOf("li"), "organization_profile", code,
                                          {{.field = "point", .text = point}});
    ASSERT_TRUE(saved.ok()) << saved.status();
  }

  std::string typed_;
};

TEST_F(ListsTest, TheLookUpAnswersEveryKey) {
  const auto li = NewOfficer("li", "lina");
  Begin(*li);
  EXPECT_EQ(After(*li, "z").size(), 4u);  // Initials: zbszdq…, zbsbsq….
  EXPECT_EQ(After(*li, "b").size(), 4u);
  EXPECT_EQ(After(*li, "s").size(), 4u);
  EXPECT_THAT(After(*li, "b"), ElementsAre(kPotters));
  EXPECT_THAT(After(*li, "x"), ElementsAre());
  STEP(li->hand->Find("searchNone") != nullptr);

  Begin(*li);  // Pinyin of a part.
  EXPECT_EQ(After(*li, "s").size(), 4u);
  for (const char* key : {"h", "u", "f"}) After(*li, key);
  EXPECT_THAT(After(*li, "a"), ElementsAre(kCalligraphers));

  Begin(*li);  // A part of the name.
  EXPECT_THAT(After(*li, "协"), UnorderedElementsAre(kVolunteers, kCalligraphers, kPotters));
  Begin(*li);
  EXPECT_THAT(After(*li, "养"), ElementsAre(kCare));

  Begin(*li);  // The credit code.
  for (const char* key : {"5", "1", "3", "7", "0", "3", "0"}) After(*li, key);
  EXPECT_THAT(After(*li, "4"), ElementsAre(kPotters));
}

TEST_F(ListsTest, TheNearestComesFirstForAsLongAsItIsAsked) {
  const auto li = NewOfficer("li", "lina");
  Driver& hand = *li->hand;
  const auto tablet = FileOf("li");
  ASSERT_TRUE(
      fieldwork::PlanVisit(*tablet, {"51370303MJE9005678", 1, {}, "2020-01-20", 2, "年度"}).ok());
  ASSERT_TRUE(
      fieldwork::PlanVisit(*tablet, {"52370303MJE074768L", 1, {}, "2099-12-01", 1, "跟进"}).ok());
  Place("51370303MJE9005678", "36.806,118.018");
  Place("52370303MJE074768L", "36.820,118.050");
  STEP(hand.Tap("nav_today"));
  const auto order = [&] { return hand.Texts("work_planTitle"); };
  const std::vector<std::string> due = {kVolunteers, kCare}, near = {kCare, kVolunteers};
  STEP(hand.Wait([&] { return order() == due; }));
  li->locator.point = tablet::LocatedPoint{.point = "36.8201,118.0501", .accuracy_m = 20};
  STEP(hand.Tap("nearby"));
  STEP(hand.Wait([&] { return order() == near; }));
  STEP(hand.Tap("nearby"));
  STEP(hand.Wait([&] { return order() == due; }));
}

TEST_F(ListsTest, TheOwnOrderComesFirstAndIsKept) {
  auto li = NewOfficer("li", "lina");
  std::map<std::string, std::string> plans;  // By what they are for.
  {
    const auto tablet = FileOf("li");
    for (const char* due : {"2020-01-20", "2020-02-20", "2020-03-20", "2020-04-20"}) {
      plans[due] = *fieldwork::PlanVisit(*tablet, {"51370303MJE9005678", 1, {}, due, 2, due});
    }
  }
  const auto shows = [&](const std::vector<std::string>& order) {
    return li->hand->Wait([&] { return li->hand->Texts("work_planSubject") == order; });
  };
  STEP(li->hand->Tap("nav_today"));
  STEP(shows({"2020-01-20", "2020-02-20", "2020-03-20", "2020-04-20"}));
  STEP(li->hand->Tap("pin_" + plans["2020-04-20"]));
  STEP(shows({"2020-04-20", "2020-01-20", "2020-02-20", "2020-03-20"}));
  STEP(li->hand->Tap("pin_" + plans["2020-02-20"]));
  STEP(shows({"2020-04-20", "2020-02-20", "2020-01-20", "2020-03-20"}));
  li.reset();
  li = OpenApp("li");
  STEP(shows({"2020-04-20", "2020-02-20", "2020-01-20", "2020-03-20"}));
  STEP(li->hand->Tap("pin_" + plans["2020-04-20"]));
  STEP(shows({"2020-02-20", "2020-01-20", "2020-03-20", "2020-04-20"}));
}

TEST_F(ListsTest, EveryTextIsSetInOneChineseType) {
  const auto li = NewOfficer("li", "lina");
  Begin(*li);
  After(*li, "志");
  const auto family = [&](const char* name) {
    return QFontInfo(li->hand->Find(name)->property("font").value<QFont>()).family().toStdString();
  };
  EXPECT_EQ(family("hitTitle"), "Noto Sans CJK SC");
  EXPECT_EQ(family("searchBoxInput"), "Noto Sans CJK SC");
}

}  // namespace
}  // namespace zoufang::testing
