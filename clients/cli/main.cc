// zoufang: the tablet from a shell, and the administrator's tool.
#include <iostream>

#include "clients/cli/run.h"
#include "sync/base/clock.h"
#include "sync/base/random.h"

int main(int argc, char** argv) {
  const zoufang::base::SystemClock clock;
  zoufang::base::SystemRandom random;
  return zoufang::cli::RunCommandLine(argc, argv, {clock, random}, std::cout, std::cerr);
}
