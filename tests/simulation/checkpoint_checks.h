// What must hold the moment after a tablet took a pull.
#pragma once

#include "tests/simulation/world.h"

namespace zoufang::simulation {

// `taken` is what the replica said; `reply` what it was given.
void CheckCheckpoint(World& world, Tablet& tablet, const absl::Status& taken, const Reply& reply);

// The tablet died while it took a checkpoint in: whether it did, its disk knows alone.
void NoteInterrupted(World& world, Tablet& tablet, const Reply& reply);

// What the tablet saved and the server's rows do not contain yet is on its screen.
void CheckOwnWrites(World& world, Tablet& tablet);

}  // namespace zoufang::simulation
