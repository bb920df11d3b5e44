// What must hold, whatever goes wrong. Each is checked by itself and has a test that breaks it.
#pragma once

#include <array>

#include "absl/strings/string_view.h"

namespace zoufang::simulation {

enum class Invariant {
  kNoEditLost,          // Promise 1.
  kExactlyOnce,         // 2.
  kConvergence,         // 3.
  kNothingBlocks,       // 4: after the faults everything drains.
  kConfinement,         // 5.
  kIdentity,            // 6: no two tablets are one install.
  kSavedMeansSaved,     // 7.
  kReporterProtection,  // 8.
  kCursorMonotonic,
  kCursorNotAhead,  // A scope's rows are the server's as of its cursor.
  kLogGapless,      // Seqs without gaps, hashes that chain, the digest of the live rows.
  kWholeMutations,  // Seen by others whole or not at all.
  kReadYourWrites,
  kNoResurrection,
  kPoisonIsolated,       // Delays nothing else.
  kWakeUp,               // Pending work implies a deadline.
  kPauseNotRefusal,      // Signed out: nothing is sent, nothing is refused.
  kRevNamesContent,      // The same row at the same rev has the same content.
  kAcknowledgedReturns,  // What was acknowledged before a server restore comes back.
  kAttention,            // What needs its author is on its list.
  kNoServerFault,        // The server set nothing aside as its own failure.
  kRepair,    // Of a damaged tablet only the damaged ranges are taken, of a sound one none.
  kHandedIn,  // A revoked tablet keeps nothing, and the server all it held.
  kReceived,  // A tablet counts as received just what its user made there and the server took in.
};

inline constexpr int kInvariants = static_cast<int>(Invariant::kReceived) + 1;

absl::string_view NameOf(Invariant invariant);

}  // namespace zoufang::simulation
