// The catalogue of what the program says.
#include "clients/cli/text.h"

#include <gtest/gtest.h>

#include <set>

namespace zoufang::cli {
namespace {

// The placeholders of a text: "$0$2".
std::set<char> Placeholders(absl::string_view text) {
  std::set<char> found;
  for (size_t i = 0; i + 1 < text.size(); ++i) {
    if (text[i] == '$') found.insert(text[i + 1]);
  }
  return found;
}

TEST(TextTest, EveryTextIsThereInBothLanguages) {
  ASSERT_GT(AllTexts().size(), 200u);
  for (const Text& text : AllTexts()) {
    EXPECT_FALSE(text.zh.empty()) << text.name;
    EXPECT_FALSE(text.en.empty()) << text.name;
    for (const char c : text.en) EXPECT_LT(static_cast<unsigned char>(c), 0x80) << text.name;
  }
}

TEST(TextTest, BothLanguagesNameTheSameValues) {
  for (const Text& text : AllTexts()) {
    EXPECT_EQ(Placeholders(text.zh), Placeholders(text.en)) << text.name;
    for (const char c : Placeholders(text.zh)) EXPECT_TRUE(c >= '0' && c <= '9') << text.name;
  }
}

TEST(TextTest, NamesAreDistinct) {
  std::set<std::string> names;
  for (const Text& text : AllTexts()) EXPECT_TRUE(names.insert(std::string(text.name)).second);
}

TEST(TextTest, ValuesArePutIn) {
  EXPECT_EQ(Say(Language::kChinese, TextId::kMinutesAgo, 3), "3 分钟前");
  EXPECT_EQ(Say(Language::kEnglish, TextId::kMinutesAgo, 3), "3 min ago");
}

}  // namespace
}  // namespace zoufang::cli
