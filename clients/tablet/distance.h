// Distances between points as rows hold them.
#pragma once

#include <QString>

namespace zoufang::tablet {

// Metres between two "latitude,longitude"; -1 when one is not a point.
int MetresBetween(const QString& a, const QString& b);

}  // namespace zoufang::tablet
