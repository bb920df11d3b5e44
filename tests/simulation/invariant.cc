#include "tests/simulation/invariant.h"

namespace zoufang::simulation {
namespace {

constexpr absl::string_view kNames[kInvariants] = {
    "no-edit-lost",
    "exactly-once",
    "convergence",
    "nothing-blocks",
    "confinement",
    "identity",
    "saved-means-saved",
    "reporter-protection",
    "cursor-monotonic",
    "cursor-not-ahead",
    "log-gapless",
    "whole-mutations",
    "read-your-writes",
    "no-resurrection",
    "poison-isolated",
    "wake-up",
    "pause-not-refusal",
    "rev-names-content",
    "acknowledged-returns",
    "attention",
    "no-server-fault",
    "repair",
    "handed-in",
    "received",
};

}  // namespace

absl::string_view NameOf(Invariant invariant) { return kNames[static_cast<int>(invariant)]; }

}  // namespace zoufang::simulation
