// How --help looks.
#include "clients/cli/help.h"

#include <gmock/gmock.h>

namespace zoufang::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string HelpIn(Language language) {
  CLI::App app;
  app.formatter(std::make_shared<HelpFormatter>(language));
  bool json = false;
  std::string data;
  app.add_flag("--json", json, "a flag");
  app.add_option("--data", data, "a folder")->required();
  return app.help();
}

TEST(HelpTest, WhatTakesAValueSaysSoAndAFlagDoesNot) {
  const std::string help = HelpIn(Language::kEnglish);
  EXPECT_THAT(help, HasSubstr("  --data VALUE "));
  EXPECT_THAT(help, HasSubstr("  --json "));
  EXPECT_THAT(help, Not(HasSubstr("--json VALUE")));
}

TEST(HelpTest, HeadingsAreInTheLanguage) {
  EXPECT_THAT(HelpIn(Language::kChinese), HasSubstr("\n选项:\n"));
  EXPECT_THAT(HelpIn(Language::kChinese), Not(HasSubstr("Options")));
  EXPECT_THAT(HelpIn(Language::kEnglish), HasSubstr("\nOptions:\n"));
}

}  // namespace
}  // namespace zoufang::cli
