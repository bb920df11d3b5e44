// Runs the tests under a Qt application, with whatever window system there is.
#include <gtest/gtest.h>

#include <QGuiApplication>
#include <QQuickStyle>

#include "clients/tablet/font.h"
#include "tests/tablet/typist.h"

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  QGuiApplication application(argc, argv);
  QQuickStyle::setStyle("Basic");
  zoufang::tablet::UseChineseFont();
  if (argc == 3 && std::string(argv[1]) == "--typist")
    return zoufang::testing::TypeForEver(argv[2]);
  return RUN_ALL_TESTS();
}
