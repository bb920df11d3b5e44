// Faults stop, and the world comes to rest.
#pragma once

#include "tests/simulation/world.h"

namespace zoufang::simulation {

struct EngineStep {
  bool went_on = false;  // It did something, and did not fail.
  bool settled = false;  // The engine says that nothing is left to do.
};
// One step of a tablet's engine, with the checks of it.
EngineStep StepEngine(World& world, Tablet& tablet);
// Some steps in a row, as a host makes them: time passes to each next deadline.
void RunEngine(World& world, Tablet& tablet);

void StopFaults(World& world);
// Every tablet that may syncs until nothing is left to do anywhere.
void Settle(World& world);

}  // namespace zoufang::simulation
