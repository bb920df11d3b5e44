// Visits as they are shown, and taken in from a file.
#pragma once

#include "clients/cli/commands.h"

namespace zoufang::cli {

// Adds list, show, form and import to the group `visit`.
void AddVisitViews(Commands& commands, CLI::App& group);

}  // namespace zoufang::cli
