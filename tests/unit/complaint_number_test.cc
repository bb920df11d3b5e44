#include <gtest/gtest.h>

#include <string>

#include "domain/complaint_number.h"

namespace zoufang::domain {
namespace {

TEST(ComplaintNumberTest, IsDateSerialAndCheckDigit) {
  const std::string number = MakeComplaintNumber("20260302", 17);
  EXPECT_EQ(number.substr(0, 19), "ZB-20260302-000017-");
  EXPECT_EQ(number.size(), 20u);
  EXPECT_TRUE(IsComplaintNumber(number));
}

// Computed apart from this code, by an implementation that gives 5 for ISO 7064's own example 0794.
TEST(ComplaintNumberTest, CheckDigitIsIso7064Mod11And10) {
  EXPECT_EQ(MakeComplaintNumber("20260302", 1), "ZB-20260302-000001-5");
  EXPECT_EQ(MakeComplaintNumber("20260302", 17), "ZB-20260302-000017-9");
  EXPECT_EQ(MakeComplaintNumber("20260302", 123456), "ZB-20260302-123456-7");
}

TEST(ComplaintNumberTest, EverySingleWrongDigitIsNoticed) {
  const std::string number = MakeComplaintNumber("20260302", 123456);
  for (size_t i = 0; i < number.size(); ++i) {
    if (number[i] < '0' || number[i] > '9') continue;
    for (char digit = '0'; digit <= '9'; ++digit) {
      std::string typed = number;
      typed[i] = digit;
      EXPECT_EQ(IsComplaintNumber(typed), digit == number[i]) << typed;
    }
  }
}

TEST(ComplaintNumberTest, NothingElseIsANumber) {
  const std::string number = MakeComplaintNumber("20260302", 1);
  EXPECT_FALSE(IsComplaintNumber(""));
  EXPECT_FALSE(IsComplaintNumber("ZB"));
  EXPECT_FALSE(IsComplaintNumber(number + "0"));
  EXPECT_FALSE(IsComplaintNumber("XX" + number.substr(2)));
  EXPECT_FALSE(IsComplaintNumber("zb" + number.substr(2)));
}

TEST(ComplaintNumberTest, WhatPeopleTypeIsNormalised) {
  EXPECT_EQ(NormalizeComplaintNumber(" zb-20260302-000001-5\n"), "ZB-20260302-000001-5");
  EXPECT_EQ(NormalizeComplaintNumber("ＺＢ－２０２６０３０２－０００００１－５"),
            "ZB-20260302-000001-5");
}

}  // namespace
}  // namespace zoufang::domain
