#include "domain/credit_code.h"

#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace zoufang::domain {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// domain.md 2.1: two published codes, the others synthetic.
constexpr const char* kRight[] = {"53100000500021676K", "51100000500009247D", "52370303MJE90002XX",
                                  "51370300MJE900011X", "53370300MJE900038F"};

TEST(CreditCodeTest, WorkedExamplesAreWellFormed) {
  for (const char* code : kRight) {
    const CreditCodeCheck check = CheckCreditCode(code);
    EXPECT_TRUE(check.well_formed()) << code;
    EXPECT_TRUE(check.civil_affairs) << code;
    EXPECT_THAT(check.suggestions, IsEmpty()) << code;
    EXPECT_EQ(ExplainInChinese(check), "") << code;
  }
}

TEST(CreditCodeTest, SampleOfPublicDocumentationFailsBothCheckCharacters) {
  const CreditCodeCheck check = CheckCreditCode("52370300MJE1351122");
  ASSERT_THAT(check.faults, SizeIs(2));
  EXPECT_EQ(check.faults[0].kind, CreditCodeFault::Kind::kOrganisationCheck);
  EXPECT_EQ(check.faults[0].position, 17);
  EXPECT_EQ(check.faults[0].found, "2");
  EXPECT_EQ(check.faults[1].kind, CreditCodeFault::Kind::kFinalCheck);
  EXPECT_EQ(check.faults[1].expected, "A");
  EXPECT_EQ(check.faults[1].found, "2");
}

TEST(CreditCodeTest, CodesOfThePilotYearsFailOnlyTheFinalCheck) {
  const std::pair<const char*, const char*> cases[] = {
      {"91350100M0001TGQXM", "1"}, {"91350211M0000XUF46", "R"}, {"91350203M0001FUE2P", "J"}};
  for (const auto& [code, expected] : cases) {
    const CreditCodeCheck check = CheckCreditCode(code);
    ASSERT_FALSE(check.faults.empty()) << code;
    EXPECT_EQ(check.faults.back().kind, CreditCodeFault::Kind::kFinalCheck) << code;
    EXPECT_EQ(check.faults.back().expected, expected) << code;
    EXPECT_FALSE(check.civil_affairs) << code;
  }
}

TEST(CreditCodeTest, NormalisationFoldsWidthAndCaseAndDropsSpacesAndHyphens) {
  EXPECT_EQ(NormalizeCreditCode(" 5237 0303-mje9 0002 xx\n"), "52370303MJE90002XX");
  EXPECT_EQ(NormalizeCreditCode("５２３７０３０３ｍｊｅ９０００２ｘｘ"), "52370303MJE90002XX");
  EXPECT_EQ(NormalizeCreditCode("5237\u30000303\u2014MJE9\uFF0D0002XX"), "52370303MJE90002XX");
}

TEST(CreditCodeTest, LookAlikesAreSuggestedAndNeverReplacedSilently) {
  EXPECT_EQ(NormalizeCreditCode("5237O3O3MJE9OOO2XX"), "5237O3O3MJE9OOO2XX");
  const CreditCodeCheck check = CheckCreditCode("5237O3O3MJE9OOO2XX");
  EXPECT_FALSE(check.well_formed());
  EXPECT_EQ(check.faults[0].kind, CreditCodeFault::Kind::kIllegalCharacter);
  EXPECT_EQ(check.faults[0].position, 5);
  EXPECT_EQ(check.faults[0].found, "O");
  EXPECT_THAT(check.suggestions, ElementsAre("52370303MJE90002XX"));
}

TEST(CreditCodeTest, EachIllegalLookAlikeLeadsBackToTheRightCode) {
  const std::pair<const char*, const char*> cases[] = {
      {"S2370303MJE90002XX", "52370303MJE90002XX"},
      {"5Z370303MJE90002XX", "52370303MJE90002XX"},
      {"5I370300MJE900011X", "51370300MJE900011X"},
      {"53370300MJE9OO038F", "53370300MJE900038F"},
      {"5337030OMJE900O38F", "53370300MJE900038F"}};
  for (const auto& [typed, right] : cases) {
    const CreditCodeCheck check = CheckCreditCode(typed);
    ASSERT_FALSE(check.suggestions.empty()) << typed;
    EXPECT_EQ(check.suggestions[0], right) << typed;
  }
}

TEST(CreditCodeTest, SwappedNeighboursAreSuggestedBack) {
  EXPECT_THAT(CheckCreditCode("52370303JME90002XX").suggestions, Contains("52370303MJE90002XX"));
}

TEST(CreditCodeTest, WrongLengthNamesTheNumberOfCharactersEvenAmongChinese) {
  const CreditCodeCheck check = CheckCreditCode("5237张店");
  ASSERT_THAT(check.faults, SizeIs(1));
  EXPECT_EQ(check.faults[0].kind, CreditCodeFault::Kind::kWrongLength);
  EXPECT_EQ(check.faults[0].position, 6);
  EXPECT_THAT(ExplainInChinese(check), HasSubstr("现为6位"));
  EXPECT_THAT(ExplainInEnglish(CheckCreditCode("")), HasSubstr("this one has 0"));
}

TEST(CreditCodeTest, LettersInTheDivisionAndChineseAreIllegalAtTheirPosition) {
  const CreditCodeCheck letter = CheckCreditCode("5237A303MJE90002XX");
  EXPECT_EQ(letter.faults[0].position, 5);
  EXPECT_THAT(ExplainInChinese(letter), HasSubstr("第3至8位只能是数字"));
  const CreditCodeCheck chinese = CheckCreditCode("52370303MJE90002X张");
  EXPECT_EQ(chinese.faults[0].position, 18);
  EXPECT_EQ(chinese.faults[0].found, "张");
}

TEST(CreditCodeTest, MadeCodesHaveBothCheckCharactersAndBadPartsMakeNone) {
  EXPECT_EQ(MakeCreditCode('2', "370303", "MJE90002"), "52370303MJE90002XX");
  EXPECT_EQ(MakeCreditCode('1', "370300", "MJE90001"), "51370300MJE900011X");
  EXPECT_EQ(MakeCreditCode('3', "370300", "MJE90003"), "53370300MJE900038F");
  EXPECT_EQ(MakeCreditCode('4', "370300", "MJE90003"), std::nullopt);
  EXPECT_EQ(MakeCreditCode('1', "37030", "0MJE90003"), std::nullopt);
  EXPECT_EQ(MakeCreditCode('1', "370300", "MJE9000O"), std::nullopt);
}

TEST(CreditCodeTest, EverySingleSubstitutionIsDetected) {
  for (const std::string code : kRight) {
    for (size_t i = 0; i < code.size(); ++i) {
      for (char c : kCreditCodeAlphabet) {
        std::string changed = code;
        changed[i] = c;
        EXPECT_EQ(CheckCreditCode(changed).well_formed(), c == code[i]) << changed;
      }
    }
  }
}

TEST(CreditCodeTest, EverySwapAmongTheFirstSeventeenIsDetected) {
  for (const std::string code : kRight) {
    for (size_t i = 0; i < 17; ++i) {
      for (size_t j = i + 1; j < 17; ++j) {
        std::string changed = code;
        std::swap(changed[i], changed[j]);
        EXPECT_EQ(CheckCreditCode(changed).well_formed(), code[i] == code[j]) << changed;
      }
    }
  }
}

TEST(CreditCodeTest, SuggestionsAreRightCodesOfTheCivilAffairsDepartmentAndAtMostThree) {
  for (const std::string code : kRight) {
    for (size_t i = 0; i < code.size(); ++i) {
      std::string changed = code;
      changed[i] = changed[i] == '7' ? '4' : '7';
      const CreditCodeCheck check = CheckCreditCode(changed);
      EXPECT_LE(check.suggestions.size(), 3u) << changed;
      for (const std::string& suggestion : check.suggestions) {
        EXPECT_TRUE(CheckCreditCode(suggestion).well_formed()) << suggestion;
        EXPECT_TRUE(CheckCreditCode(suggestion).civil_affairs) << suggestion;
      }
    }
  }
}

}  // namespace
}  // namespace zoufang::domain
