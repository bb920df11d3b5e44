// The program but for what it gets from outside.
#pragma once

#include <ostream>

#include "sync/device/env.h"

namespace zoufang::cli {

// Parses the arguments, runs the command and returns the exit code.
int RunCommandLine(int argc, char** argv, device::Env env, std::ostream& out, std::ostream& err);

}  // namespace zoufang::cli
