#include "sync/merge/merge_text.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace zoufang::merge {
namespace {

struct Case {
  const char* name;
  const char* base;
  const char* theirs;
  const char* ours;
  std::optional<std::string> merged;
};

class MergeTextTable : public testing::TestWithParam<Case> {};

TEST_P(MergeTextTable, GivesTheExpectedText) {
  const Case& c = GetParam();
  EXPECT_EQ(MergeText(c.base, c.theirs, c.ours), c.merged);
  EXPECT_EQ(MergeText(c.base, c.ours, c.theirs), c.merged) << "the sides exchanged";
}

INSTANTIATE_TEST_SUITE_P(
    Rules, MergeTextTable,
    testing::Values(Case{"UnchangedOneSide", "a\nb", "a\nb", "a\nc", "a\nc"},
                    Case{"DifferentLines", "a\nb\nc", "A\nb\nc", "a\nb\nC", "A\nb\nC"},
                    Case{"NeighbouringLines", "a\nb", "A\nb", "a\nB", "A\nB"},
                    Case{"SameLine", "a\nb", "X\nb", "Y\nb", std::nullopt},
                    Case{"SameChangeTwice", "a\nb", "X\nb", "X\nb", "X\nb"},
                    Case{"InsertApart", "a\nb", "0\na\nb", "a\nb\n9", "0\na\nb\n9"},
                    Case{"InsertAtOnePlace", "a\nb", "a\n1\nb", "a\n2\nb", std::nullopt},
                    Case{"BothAppend", "a", "a\nx", "a\ny", std::nullopt},
                    Case{"DeleteAndEditElsewhere", "a\nb\nc", "b\nc", "a\nb\nC", "b\nC"},
                    Case{"DeleteAgainstEdit", "a\nb\nc", "a\nc", "a\nB\nc", std::nullopt},
                    Case{"BothFromNothing", "", "x", "y", std::nullopt},
                    Case{"OneFromNothing", "", "x", "", "x"}),
    [](const testing::TestParamInfo<Case>& one) { return one.param.name; });

// Whatever the texts are: a merge with an unchanged side is the other side, and it is symmetric.
TEST(MergeTextProperty, AnUnchangedSideYieldsTheOther) {
  std::mt19937 random(7);
  const auto text = [&random] {
    std::string out;
    for (unsigned i = 0, n = random() % 6; i < n; ++i) {
      if (i > 0) out += '\n';
      out += static_cast<char>('a' + random() % 3);
    }
    return out;
  };
  for (int i = 0; i < 3000; ++i) {
    const std::string base = text(), changed = text(), other = text();
    EXPECT_EQ(MergeText(base, base, changed), changed);
    EXPECT_EQ(MergeText(base, changed, base), changed);
    EXPECT_EQ(MergeText(base, changed, changed), changed);
    EXPECT_EQ(MergeText(base, changed, other).has_value(),
              MergeText(base, other, changed).has_value());
  }
}

}  // namespace
}  // namespace zoufang::merge
