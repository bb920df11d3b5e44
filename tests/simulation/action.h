// What a run consists of, as data: so that a run can be repeated without some of it.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"

namespace zoufang::simulation {

enum class Deed {
  kSave,        // An officer saves something in the app.
  kOtherTool,   // Something else changes rows by plain SQL.
  kSend,        // A tablet makes a call; its message is on the way.
  kDeliver,     // A message arrives somewhere.
  kStep,        // A tablet's sync engine takes a step, calling over the network.
  kAdminister,  // Someone at the bureau does something.
  kBackUp,      // The server's files are copied; now and then verified.
  kCopyTablet,  // A tablet's files are copied.
  kWait,        // Time passes.
  kStrike,      // A fault strikes.
};

absl::string_view NameOf(Deed deed);

struct Action {
  int n = 0;  // Its place in the whole script.
  Deed deed = Deed::kWait;
  uint64_t salt = 0;  // All that it draws follows from this.
};

// The actions of a seed.
std::vector<Action> MakeScript(uint64_t seed, int length);

}  // namespace zoufang::simulation
