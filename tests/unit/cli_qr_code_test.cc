// QR codes for terminals and as pictures; that a reader understands them, the tablet's tests show.
#include "clients/cli/qr_code.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace zoufang::cli {
namespace {

TEST(QrCodeTest, ATextTooLongForAnyCodeIsRefused) {
  EXPECT_TRUE(MakeQrCode(std::string(2'000, 'x')).ok());
  EXPECT_FALSE(MakeQrCode(std::string(3'000, 'x')).ok());
  EXPECT_FALSE(MakeQrCode("").ok());
}

TEST(QrCodeTest, TheTerminalShowsASquareWithItsMargin) {
  const auto code = MakeQrCode("zoufang:enrol?server=a:1&code=X");
  ASSERT_TRUE(code.ok());
  const std::string text = QrText(*code);
  const int side = code->width + 8;
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), (side + 1) / 2);
  const std::string first = text.substr(0, text.find('\n'));
  std::string light;
  for (int i = 0; i < side; ++i) light += "█";
  EXPECT_EQ(first, light) << "a margin all around";
}

TEST(QrCodeTest, ThePictureIsAPngOfItsSize) {
  const auto code = MakeQrCode("x");
  ASSERT_TRUE(code.ok());
  EXPECT_EQ(code->width, 21);
  const std::string png = QrPng(*code);
  EXPECT_EQ(png.substr(1, 3), "PNG");
  EXPECT_EQ(png.substr(16, 4), std::string("\0\0\0\xE8", 4)) << "(21 + 8) * 8 pixels wide";
  EXPECT_EQ(png.substr(png.size() - 8, 4), "IEND");
}

}  // namespace
}  // namespace zoufang::cli
