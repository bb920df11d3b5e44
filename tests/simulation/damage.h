// Rows of a tablet that change by no program's doing, and their repair.
#pragma once

#include "tests/simulation/world.h"

namespace zoufang::simulation {

// Removes or alters a row of some tablet, and lets the tablet check itself.
void DamageARow(World& world);
// Of damaged tablets: whether their rows are whole again. `tablet` has just done something.
void NoteWhole(World& world, Tablet& tablet);
// A tablet asks for the rows of damaged ranges.
void NoteRepair(World& world, Tablet& tablet, const sync::v1::RepairRequest& request);
// Lets every damaged tablet check itself: a damage may have been followed by a power cut.
void CheckDamagedThemselves(World& world);
// Lets a sound tablet descend into all its scopes: it must find nothing, and change nothing.
void CheckRepairOfSound(World& world, Tablet& tablet);

}  // namespace zoufang::simulation
