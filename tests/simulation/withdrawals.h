// Tablets whose access was withdrawn: they hand in what they hold, and a person decides.
#pragma once

#include "tests/simulation/world.h"

namespace zoufang::simulation {

// What the server does with what a revoked tablet hands in, as its service does.
void Quarantine(World& world, const Tablet& tablet, const sync::v1::SurrenderRequest& request);
// A revoked tablet that has just wiped itself keeps nothing, and the server has all it held.
void NoteWiped(World& world, Tablet& tablet);
// Lets the revoked tablets come to rest.
void HandInTheRevoked(World& world);
// Somebody at the bureau takes in what the dice say of the quarantine. True: the rows changed.
bool DecideQuarantine(World& world);

}  // namespace zoufang::simulation
