// What must hold when the world has come to rest.
#pragma once

#include "tests/simulation/world.h"

namespace zoufang::simulation {

void CheckAtRest(World& world);
// The server's logs: gapless, hashes in a chain, digests over what is live.
void CheckLogs(World& world);
// Where every saved value ended (promise 1).
void CheckLostEdits(World& world, const ImageSet& rows);

}  // namespace zoufang::simulation
