// Texts between Qt and the rest.
#pragma once

#include <QString>
#include <string>

#include "absl/strings/string_view.h"

namespace zoufang::tablet {

inline QString Qt8(absl::string_view text) {
  return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}
inline std::string Utf8(const QString& text) { return text.toStdString(); }

}  // namespace zoufang::tablet
