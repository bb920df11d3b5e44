#include "sync/merge/merge_field.h"

#include <gtest/gtest.h>

#include "sync/schema/row.h"

namespace zoufang::merge {
namespace {

using sync::v1::Merge;

schema::Field FieldWith(Merge merge) {
  schema::Field field;
  field.number = 4;
  field.name = "f";
  field.merge = merge;
  field.kind = merge == sync::v1::UNION ? schema::Kind::kSet : schema::Kind::kText;
  field.transitions = {{1, 2}, {1, 3}, {2, 3}, {1, 4}};
  field.prevails = {4};
  return field;
}

sql::Value T(const char* text) { return std::string(text); }
sql::Value N(int64_t number) { return number; }

// One edit against one field: the field changed at rev 6, its author's clock said 100.
struct Case {
  const char* name;
  Merge merge;
  sql::Value current, old_value, new_value;
  int64_t trunk;     // 5: had not seen rev 6; 6: had.
  int64_t observed;  // The incoming edit's clock.
  bool trusted;
  Verdict verdict;
  sql::Value shown;  // What the row shows after.
};

class MergeTable : public testing::TestWithParam<Case> {};

TEST_P(MergeTable, FollowsThePolicy) {
  const Case& c = GetParam();
  const schema::Field field = FieldWith(c.merge);
  const Current current =
      FirstValue(field, c.current, {.rev = 6, .uuid = "B", .observed_at_us = 100});
  const Incoming incoming{.old_value = c.old_value,
                          .new_value = c.new_value,
                          .trunk = c.trunk,
                          .after = {},
                          .stamp = {.rev = 7, .uuid = "A", .observed_at_us = c.observed},
                          .clock_trusted = c.trusted};
  const Merged merged = MergeField(field, current, incoming);
  EXPECT_EQ(merged.verdict, c.verdict);
  EXPECT_EQ(merged.cell.has_value() ? merged.cell->value : current.value, c.shown);
  if (merged.cell.has_value()) {
    EXPECT_EQ(merged.cell->stamp.rev, 7);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Policies, MergeTable,
    testing::Values(
        Case{"KeepSeen", sync::v1::KEEP, T("b"), T("b"), T("c"), 6, 1, true, Verdict::kSet, T("c")},
        Case{"KeepOldTrunkButCurrentIsTheOldValue", sync::v1::KEEP, T("b"), T("b"), T("c"), 5, 1,
             true, Verdict::kSet, T("c")},
        Case{"KeepSameValue", sync::v1::KEEP, T("c"), T("a"), T("c"), 5, 1, true,
             Verdict::kUnchanged, T("c")},
        Case{"KeepConcurrentLaterTrusted", sync::v1::KEEP, T("b"), T("a"), T("c"), 5, 200, true,
             Verdict::kConflict, T("c")},
        Case{"KeepConcurrentEarlier", sync::v1::KEEP, T("b"), T("a"), T("c"), 5, 50, true,
             Verdict::kConflict, T("b")},
        Case{"KeepConcurrentLaterUntrusted", sync::v1::KEEP, T("b"), T("a"), T("c"), 5, 200, false,
             Verdict::kConflict, T("b")},
        Case{"MaxConcurrentHigher", sync::v1::MAX, N(3), N(1), N(4), 5, 1, true, Verdict::kMerged,
             N(4)},
        Case{"MaxConcurrentLower", sync::v1::MAX, N(3), N(1), N(2), 5, 1, true, Verdict::kMerged,
             N(3)},
        Case{"MaxSeenMayGoDown", sync::v1::MAX, N(3), N(3), N(2), 6, 1, true, Verdict::kSet, N(2)},
        Case{"MinConcurrentLower", sync::v1::MIN, N(3), N(9), N(2), 5, 1, true, Verdict::kMerged,
             N(2)},
        Case{"MinConcurrentHigher", sync::v1::MIN, N(3), N(9), N(4), 5, 1, true, Verdict::kMerged,
             N(3)},
        Case{"SumAddsUp", sync::v1::SUM, N(10), N(4), N(7), 5, 1, true, Verdict::kMerged, N(13)},
        Case{"TextDifferentLines", sync::v1::TEXT, T("A\nb"), T("a\nb"), T("a\nB"), 5, 1, true,
             Verdict::kMerged, T("A\nB")},
        Case{"TextSameLine", sync::v1::TEXT, T("A\nb"), T("a\nb"), T("X\nb"), 5, 1, true,
             Verdict::kConflict, T("A\nb")},
        Case{"StateLegal", sync::v1::STATE, N(1), N(1), N(2), 6, 1, true, Verdict::kSet, N(2)},
        Case{"StateIllegal", sync::v1::STATE, N(3), N(3), N(1), 6, 1, true, Verdict::kParked, N(3)},
        Case{"StateConcurrentLegalStillAsks", sync::v1::STATE, N(2), N(1), N(3), 5, 1, true,
             Verdict::kConflict, N(3)},
        Case{"StateConcurrentIllegal", sync::v1::STATE, N(3), N(1), N(2), 5, 1, true,
             Verdict::kConflict, N(3)},
        Case{"StateThatPrevailsIsShownThoughItCameLater", sync::v1::STATE, N(2), N(1), N(4), 5, 1,
             true, Verdict::kConflict, N(4)},
        Case{"StateThatPrevailsStandsThoughItCameFirst", sync::v1::STATE, N(4), N(1), N(2), 5, 1,
             true, Verdict::kConflict, N(4)},
        Case{"AppendIsWrittenOnce", sync::v1::APPEND, T("a"), T("a"), T("b"), 6, 1, true,
             Verdict::kParked, T("a")},
        Case{"ServerSets", sync::v1::SERVER, T("b"), T("a"), T("c"), 5, 1, true, Verdict::kSet,
             T("c")},
        Case{"UnionBothAdd", sync::v1::UNION, T(R"(["p","q"])"), T(R"(["p"])"), T(R"(["p","r"])"),
             5, 1, true, Verdict::kMerged, T(R"(["p","q","r"])")},
        Case{"UnionRemovalOfTheUnseenStays", sync::v1::UNION, T(R"(["p"])"), T(R"(["p"])"), T("[]"),
             5, 1, true, Verdict::kMerged, T(R"(["p"])")},
        Case{"UnionRemovalOfTheSeen", sync::v1::UNION, T(R"(["p"])"), T(R"(["p"])"), T("[]"), 6, 1,
             true, Verdict::kSet, T("[]")}),
    [](const testing::TestParamInfo<Case>& one) { return one.param.name; });

TEST(MergeTest, AnAuthorWhoSawALostServersRevHasNotSeenWhatTheFieldHolds) {
  const schema::Field field = FieldWith(sync::v1::KEEP);
  const Current current = FirstValue(field, T("b"), {.rev = 6, .uuid = "B", .observed_at_us = 100});
  Incoming incoming{.old_value = T("a"),
                    .new_value = T("c"),
                    .trunk = 9,
                    .trunk_lost = true,
                    .after = {},
                    .stamp = {.rev = 12, .uuid = "A", .observed_at_us = 200},
                    .clock_trusted = true};
  EXPECT_EQ(MergeField(field, current, incoming).verdict, Verdict::kConflict);
  incoming.old_value = T("b");
  EXPECT_EQ(MergeField(field, current, incoming).verdict, Verdict::kSet) << "he replaced it";
  incoming.old_value = T("a");
  incoming.trunk_lost = false;
  EXPECT_EQ(MergeField(field, current, incoming).verdict, Verdict::kSet) << "seen and replaced";
}

TEST(MergeSetTest, ADeviceTakesBackItsOwnUnsentAdd) {
  const schema::Field field = FieldWith(sync::v1::UNION);
  const Current current = FirstValue(field, T(R"(["p"])"), {.rev = 6, .uuid = "own"});
  const Incoming incoming{.old_value = T(R"(["p"])"),
                          .new_value = T("[]"),
                          .trunk = 5,
                          .after = {"own"},
                          .stamp = {.rev = 7, .uuid = "next"}};
  EXPECT_EQ(MergeField(field, current, incoming).cell->value, T("[]"));
}

TEST(MergeSetTest, AnElementAddedTwiceOutlivesOneRemoval) {
  const schema::Field field = FieldWith(sync::v1::UNION);
  Current current = FirstValue(field, T(R"(["p"])"), {.rev = 3, .uuid = "first"});
  current.adds["p"].emplace(6, "second");
  const Incoming incoming{.old_value = T(R"(["p"])"),
                          .new_value = T("[]"),
                          .trunk = 5,
                          .after = {},
                          .stamp = {.rev = 7, .uuid = "third"}};
  const Merged merged = MergeField(field, current, incoming);
  EXPECT_EQ(merged.cell->value, T(R"(["p"])"));
  EXPECT_EQ(merged.cell->adds.at("p").size(), 1u);
}

}  // namespace
}  // namespace zoufang::merge
