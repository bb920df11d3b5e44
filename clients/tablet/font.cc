#include "clients/tablet/font.h"

#include <QFont>
#include <QFontDatabase>
#include <QGuiApplication>
#include <algorithm>

namespace zoufang::tablet {

void UseChineseFont() {
  static const QStringList kWanted = {"Noto Sans CJK SC",    "Noto Sans SC",
                                      "Source Han Sans SC",  "Microsoft YaHei",
                                      "WenQuanYi Micro Hei", "Droid Sans Fallback"};
  const QStringList installed = QFontDatabase::families();
  const auto found = std::find_if(kWanted.begin(), kWanted.end(), [&](const QString& family) {
    return installed.contains(family);
  });
  if (found == kWanted.end()) return;  // The system knows best.
  QFont font = QGuiApplication::font();
  font.setFamily(*found);
  QGuiApplication::setFont(font);
}

}  // namespace zoufang::tablet
