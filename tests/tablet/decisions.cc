// Two values of one field: what a person may decide, in the window.
#include <gtest/gtest.h>

#include "clients/fieldwork/conflicts.h"
#include "clients/fieldwork/edits.h"
#include "tests/tablet/field_day.h"

namespace zoufang::testing {
namespace {

constexpr char kVolunteers[] = "51370303MJE9005678";

class DecisionTest : public FieldDay {
 protected:
  // Li and Wang write the field of the profile offline, and meet; Li looks at the sync page.
  void Meet(const std::string& field, const std::string& of_li, const std::string& of_wang) {
    li_ = NewOfficer("li", "lina");
    wang_ = NewOfficer("wang", "wangqiang");
    NetworkOff();
    Write("li", field, of_li);
    Write("wang", field, of_wang);
    for (Officer* officer : {li_.get(), wang_.get()}) STEP(Awaits(*officer, "waiting", 1));
    NetworkOn();
    for (Officer* officer : {li_.get(), wang_.get()}) officer->app->sync().syncNow();
    for (Officer* officer : {li_.get(), wang_.get()}) STEP(Awaits(*officer, "conflicts", 1));
    STEP(li_->hand->Tap("nav_sync"));
    STEP(li_->hand->Find("conflict") != nullptr);
  }
  void Write(const std::string& name, const std::string& field, const std::string& text) {
    const auto saved = fieldwork::EditRow(*FileOf(name), "organization_profile", kVolunteers,
                                          {{.field = field, .text = text}});
    ASSERT_TRUE(saved.ok()) << saved.status();
  }
  void Decide() {
    STEP(!li_->hand->Find("resolve")->isEnabled());
    STEP(li_->hand->Type("conflictReason", "电话核实"));
    STEP(li_->hand->Tap("resolve"));
  }
  // Both windows show it, and no item is left.
  void Stands(const std::string& field_box, const std::string& text) {
    for (Officer* officer : {li_.get(), wang_.get()}) {
      STEP(Awaits(*officer, "conflicts", 0));
      OpenOrganization(*officer, "志愿");
      STEP(officer->hand->Wait([&] { return officer->hand->Text(field_box + "Input") == text; }));
    }
  }

  std::unique_ptr<Officer> li_, wang_;
};

TEST_F(DecisionTest, MineIsKept) {
  Meet("opening_hours", "周一至周五", "周二至周日");
  const bool mine_is_shown = li_->hand->Text("by_shown").rfind("我", 0) == 0;
  STEP(li_->hand->Tap(mine_is_shown ? "choose_shown" : "choose_kept"));
  Decide();
  Stands("hours", "周一至周五");
}

TEST_F(DecisionTest, AnotherValueIsWritten) {
  Meet("opening_hours", "周一至周五", "周二至周日");
  STEP(li_->hand->Tap("choose_value"));
  STEP(!li_->hand->Find("resolve")->isEnabled());
  STEP(li_->hand->Type("conflictValue", "每天"));
  Decide();
  Stands("hours", "每天");
}

TEST_F(DecisionTest, BothAreKeptInATextAndNotOfferedWhereOneFits) {
  Meet("remarks", "后门可停车", "找门卫登记");
  STEP(li_->hand->Tap("choose_both"));
  const auto conflicts = fieldwork::ListConflicts(*FileOf("li"), false);
  ASSERT_TRUE(conflicts.ok());
  ASSERT_TRUE(conflicts->front().both);
  Decide();
  STEP(Awaits(*li_, "conflicts", 0));
  OpenOrganization(*li_, "志愿");
  STEP(li_->hand->Wait([&] {
    const std::string text = li_->hand->Text("remarksInput");
    return text.find("后门可停车") != std::string::npos &&
           text.find("找门卫登记") != std::string::npos;
  }));
}

TEST_F(DecisionTest, ATextThatAnotherChangedMeanwhileCanBeKeptAsMine) {
  const auto li = NewOfficer("li", "lina");
  Driver& hand = *li->hand;
  OpenOrganization(*li, "志愿");
  STEP(hand.Type("hours", "上午"));
  Write("li", "opening_hours", "全天");
  STEP(hand.Find("hoursOther") != nullptr);
  STEP(hand.Tap("hoursKeepMine"));
  STEP(hand.Wait([&] { return !hand.Shows("hoursOther"); }));
  EXPECT_EQ(hand.Text("hoursInput"), "上午");
  STEP(Awaits(*li, "waiting", 0));
  const auto file = FileOf("li");
  int64_t as_mine = 0;
  STEP(hand.Wait([&] {
    const absl::Status read = file->replica().Read([&](sql::Database& db) -> absl::Status {
      const auto count =
          db.QueryInt("SELECT count(*) FROM organization_profile WHERE opening_hours = '上午'");
      as_mine = count.value_or(0);
      return count.status();
    });
    return read.ok() && as_mine == 1;
  }));
}

}  // namespace
}  // namespace zoufang::testing
