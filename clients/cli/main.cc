// zoufang: the tablet from a shell, and the administrator's tool.
#include <iostream>

#include "absl/synchronization/mutex.h"
#include "clients/cli/run.h"
#include "sync/base/clock.h"
#include "sync/base/random.h"

int main(int argc, char** argv) {
  // Debian's Abseil looks for cycles at every lock, gRPC's locks included; tests have it look.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  const zoufang::base::SystemClock clock;
  zoufang::base::SystemRandom random;
  return zoufang::cli::RunCommandLine(argc, argv, {clock, random}, std::cout, std::cerr);
}
