#include "clients/tablet/distance.h"

#include <QStringList>
#include <cmath>
#include <optional>

namespace zoufang::tablet {
namespace {

constexpr double kMetresPerDegree = 111'320;
constexpr double kRadiansPerDegree = 0.017453292519943295;

struct Point {
  double latitude = 0;
  double longitude = 0;
};

std::optional<Point> Read(const QString& text) {
  const QStringList parts = text.split(',');
  if (parts.size() != 2) return std::nullopt;
  bool latitude_read = false, longitude_read = false;
  const Point point{parts[0].toDouble(&latitude_read), parts[1].toDouble(&longitude_read)};
  return latitude_read && longitude_read ? std::optional<Point>(point) : std::nullopt;
}

}  // namespace

int MetresBetween(const QString& a, const QString& b) {
  const std::optional<Point> from = Read(a), to = Read(b);
  if (!from.has_value() || !to.has_value()) return -1;
  // A city is flat enough.
  const double north = (to->latitude - from->latitude) * kMetresPerDegree;
  const double east = (to->longitude - from->longitude) * kMetresPerDegree *
                      std::cos(from->latitude * kRadiansPerDegree);
  return static_cast<int>(std::lround(std::hypot(north, east)));
}

}  // namespace zoufang::tablet
