// Machines that fall and come up again.
#pragma once

#include "tests/simulation/world.h"

namespace zoufang::simulation {

// Brings up what died in the last action, and checks that nothing promised is gone.
void RebootTheDead(World& world);
void RebootServer(World& world);
// The tablet's app starts anew on what its disk holds.
void RebootTablet(World& world, Tablet& tablet);
// The tablet's files are an earlier copy from now on, or those of another.
void ReplaceFiles(World& world, Tablet& tablet, const DiskCopy& files);
// The server's files are copied; every other copy is verified.
void BackUp(World& world);
// Not while it is damaged: a copy is sound.
void CopyTablet(World& world, Tablet& tablet);
void RestoreServer(World& world, int backup);

}  // namespace zoufang::simulation
