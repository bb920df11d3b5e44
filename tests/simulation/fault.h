// Everything that may go wrong, each by itself.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace zoufang::simulation {

enum class Fault {
  kLost,            // A message never arrives.
  kDoubled,         // A request arrives twice.
  kDelayed,         // A reply arrives after its caller gave up.
  kReordered,       // A later message overtakes it.
  kTabletCrash,     // The process dies at a write or a commit.
  kServerCrash,     // The same of the server, in the middle of a push too.
  kTabletPowerCut,  // Dies likewise, and what was not synced is dropped or torn.
  kServerPowerCut,
  kServerRestored,      // To its newest verified backup, or a later copy.
  kServerRestoredDeep,  // To a copy from before that: what tablets have forgotten is lost with it.
  kTabletRestored,      // To an earlier copy of its files.
  kTabletCloned,        // With all it holds, a full outbox among it.
  kClockYearsOff,
  kClockBack,
  kClockFrozen,
  kAreaChanged,  // A user gains and loses areas, in the middle of a push too.
  kTabletRevoked,
  kUserGone,
  kRowMoved,  // An organisation goes to another town, with its visits.
  kPoisonUndecodable,
  kPoisonOversized,
  kPoisonRefused,  // By a rule.
  kTokenExpired,   // In the middle of a stream too.
  kOtherSchema,    // An older app beside a newer one, and updates between them.
  kLogCompacted,   // Past the cursors of tablets that were away.
  kFirstSyncCut,   // At any page.
  kTabletDiskFull,
  kServerDiskFull,
  kRowsDamaged,  // A tablet's images, past its capture; its check of itself notices.
};

inline constexpr int kFaults = static_cast<int>(Fault::kRowsDamaged) + 1;

// "lost", "tablet-crash", …
absl::string_view NameOf(Fault fault);

// Which are on.
class FaultSet {
 public:
  static FaultSet All();
  // A comma-separated list of names; "all", "none". INVALID_ARGUMENT names what is unknown.
  static absl::StatusOr<FaultSet> Parse(absl::string_view list);

  bool Has(Fault fault) const { return on_[static_cast<int>(fault)]; }
  void Add(Fault fault) { on_[static_cast<int>(fault)] = true; }
  std::vector<Fault> List() const;

 private:
  std::array<bool, kFaults> on_ = {};
};

// How often each struck.
class FaultCounts {
 public:
  void Count(Fault fault) { ++counts_[static_cast<int>(fault)]; }
  int64_t Of(Fault fault) const { return counts_[static_cast<int>(fault)]; }
  void Add(const FaultCounts& other);

 private:
  std::array<int64_t, kFaults> counts_ = {};
};

}  // namespace zoufang::simulation
