#include "clients/tablet/sensors.h"

#include <QDesktopServices>
#include <QDir>
#include <QUrl>
#include <QUrlQuery>

namespace zoufang::tablet {

void FolderCamera::Take(std::function<void(const QString&)> taken) {
  const QStringList pictures = Recent();
  taken(pictures.isEmpty() ? QString() : pictures.first());
}

QStringList FolderCamera::Recent() {
  constexpr int kMost = 12;
  QStringList paths;
  for (const QFileInfo& picture :
       QDir(folder_).entryInfoList({"*.jpg", "*.jpeg", "*.png"}, QDir::Files, QDir::Time)) {
    if (paths.size() < kMost) paths.append(picture.absoluteFilePath());
  }
  return paths;
}

void DesktopSharer::Call(const QString& number) {
  QDesktopServices::openUrl(QUrl("tel:" + number));
}

void DesktopSharer::Navigate(const QString& point, const QString& address) {
  QUrl url("geo:" + (point.isEmpty() ? QString("0,0") : point));
  QUrlQuery query;
  query.addQueryItem("q", address);
  url.setQuery(query);
  QDesktopServices::openUrl(url);
}

}  // namespace zoufang::tablet
