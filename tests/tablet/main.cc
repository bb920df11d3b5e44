// Runs the tests under a Qt application, with whatever window system there is.
#include <gtest/gtest.h>

#include <QGuiApplication>
#include <QQuickStyle>

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  QGuiApplication application(argc, argv);
  QQuickStyle::setStyle("Basic");
  return RUN_ALL_TESTS();
}
