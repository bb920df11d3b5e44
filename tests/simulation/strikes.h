// Faults that strike by themselves, rather than a message on its way.
#pragma once

#include "tests/simulation/world.h"

namespace zoufang::simulation {

// One of those that are on strikes, by lot; it counts when it really did.
void Strike(World& world);
// What is wrong for a while is set right for some: clocks, tokens, full disks.
void Relent(World& world);

}  // namespace zoufang::simulation
