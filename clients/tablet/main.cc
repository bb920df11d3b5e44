// zoufang-tablet: the app.
#include <QCommandLineParser>
#include <QDir>
#include <QGuiApplication>
#include <QQuickStyle>
#include <QStandardPaths>
#include <QTextStream>

#include "clients/tablet/app.h"
#include "clients/tablet/font.h"
#include "clients/tablet/qt_text.h"
#include "sync/base/clock.h"
#include "sync/base/error.h"
#include "sync/base/random.h"

namespace {

QString DefaultPath() {
  const QString folder = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
  QDir().mkpath(folder);
  return folder + "/tablet.db";
}

}  // namespace

int main(int argc, char** argv) {
  QGuiApplication application(argc, argv);
  QGuiApplication::setApplicationName("zoufang-tablet");
  QGuiApplication::setApplicationDisplayName("走访");
  QGuiApplication::setApplicationVersion(ZOUFANG_VERSION);
  QGuiApplication::setDesktopFileName("zoufang-tablet");
  QQuickStyle::setStyle("Basic");
  zoufang::tablet::UseChineseFont();
  QCommandLineParser parser;
  parser.addHelpOption();
  parser.addVersionOption();
  const QCommandLineOption tablet("tablet", "The tablet's file.", "FILE", DefaultPath());
  const QCommandLineOption pictures(
      "pictures", "The folder whose newest picture is taken as a photo.", "FOLDER",
      QStandardPaths::writableLocation(QStandardPaths::PicturesLocation));
  parser.addOptions({tablet, pictures});
  parser.process(application);

  zoufang::base::SystemClock clock;
  zoufang::base::SystemRandom random;
  zoufang::tablet::FolderCamera camera(parser.value(pictures));
  zoufang::tablet::NoLocator locator;
  zoufang::tablet::DesktopSharer sharer;
  auto app =
      zoufang::tablet::App::Open(zoufang::tablet::Utf8(parser.value(tablet)),
                                 {.clock = clock, .random = random}, {camera, locator, sharer});
  if (!app.ok()) {
    QTextStream(stderr) << QString::fromStdString(zoufang::base::ChineseMessageOf(app.status()))
                        << "\n";
    return 1;
  }
  if ((*app)->Show() == nullptr) return 1;
  return QGuiApplication::exec();
}
