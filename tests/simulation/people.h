// What people do: on tablets and at the bureau.
#pragma once

#include "tests/simulation/world.h"

namespace zoufang::simulation {

// An officer saves one thing in the app.
void Save(World& world, Tablet& tablet);
// A supervisor's tool, a script: plain SQL on a connection of its own.
void UseOtherTool(World& world, Tablet& tablet);
// Someone at the bureau does one thing, by a service.
void Administer(World& world);

// The organisations, profiles and the complaint that a run begins with.
void Found(World& world);
// Gives `user` some towns, by lot.
void GrantByLot(World& world, const std::string& user);
// An organisation goes to another town, its visits with it. False: there was none to move.
bool MoveByLot(World& world);

// Takes what the chain gained into the ledger, and remembers what was promised. `saved_ok`: the
// save, or the other tool's commit, returned OK.
enum class Promise { kNone, kSaved };
void ReadChain(World& world, Tablet& tablet, Promise promise);

}  // namespace zoufang::simulation
