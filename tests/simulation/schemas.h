// Two builds of the descriptors in one program: an older app's and a newer one's.
//
// The newer is the product's declaration with two more fields in Visit, one of them a SUM (which
// the product does not use yet). The older lacks those, some of the product's fields, and an
// entity.
#pragma once

#include "sync/schema/catalogue.h"

namespace zoufang::simulation {

enum class Build { kOlder, kNewer };

const schema::Catalogue& CatalogueOf(Build build);

inline constexpr char kMinutes[] = "minutes";     // SUM
inline constexpr char kFollowUp[] = "follow_up";  // KEEP

}  // namespace zoufang::simulation
