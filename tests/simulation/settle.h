// Faults stop, and the world comes to rest.
#pragma once

#include "tests/simulation/world.h"

namespace zoufang::simulation {

// One step of a tablet's engine, with the checks of it. False: it paused or failed.
bool StepEngine(World& world, Tablet& tablet);
// Some steps in a row, as a host makes them: time passes to each next deadline.
void RunEngine(World& world, Tablet& tablet);

void StopFaults(World& world);
// Every tablet that may syncs until nothing is left to do anywhere.
void Settle(World& world);

}  // namespace zoufang::simulation
