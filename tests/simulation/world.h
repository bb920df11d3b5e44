// Everything that a run consists of: one server, its tablets, what is between them, and what is
// known of all of it.
//
// The parts that play (people, exchange, strikes, settle) and the checks work on it. Nothing in it
// is random but what the seed says.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "sync/base/clock.h"
#include "tests/simulation/dice.h"
#include "tests/simulation/fault.h"
#include "tests/simulation/invariant.h"
#include "tests/simulation/ledger.h"
#include "tests/simulation/network.h"
#include "tests/simulation/saboteur.h"
#include "tests/simulation/server.h"
#include "tests/simulation/tablet.h"
#include "tests/simulation/trace.h"

namespace zoufang::simulation {

inline constexpr const char* kTowns[] = {"370303001", "370303002", "370304001"};

struct Violation {
  int step = 0;
  Invariant invariant = Invariant::kNoEditLost;
  std::string what;
};

// A value that a tablet saved and must show until the server's row contains it.
struct OwnWrite {
  std::string uuid;
  std::string value;  // Serialized.
};
using FieldKey = std::tuple<uint32_t, std::string, int>;  // Entity, row, field number.

// A mutation that a revoked tablet handed in.
struct HandedIn {
  std::string user;
  std::string body;
};

// What the world knows of a tablet.
struct Known {
  std::map<Call, uint64_t> outstanding;  // The nonce of each call on its way.
  std::map<int64_t, std::string> chain;  // Seq -> uuid, as last read.
  std::set<std::string> captured;        // Promised, and not folded yet.
  std::map<FieldKey, OwnWrite> own;
  std::map<std::string, int64_t> cursors;  // Of installed scopes, at the last checkpoint.
  // Row -> the scope it lay in when it was last there, as of the last checkpoint.
  std::map<std::string, std::string> places;
  std::optional<Fault> death;  // How it will die, if it does.
  // The ranges of rows that were damaged, until its rows are whole again.
  std::set<uint32_t> damaged;
  bool wiped = false;  // Revoked, and nothing is left on it.
  int repairs = 0;     // How often it asked for rows of damaged ranges.
};

struct World {
  World(uint64_t seed, FaultSet faults, Keep keep, Saboteur& saboteur);

  // Notes the first broken promise; the run ends with it.
  template <typename... Parts>
  void Fail(Invariant invariant, const Parts&... parts) {
    if (only.has_value() && *only != invariant) return;
    if (!violation.has_value()) violation = Violation{step, invariant, absl::StrCat(parts...)};
  }
  // True when the fault is on and, as the dice fall, strikes now: it counts.
  bool Strikes(Fault fault, int one_in);
  void Count(Fault fault);

  Tablet& AnyTablet() { return *tablets[dice->Below(static_cast<int>(tablets.size()))]; }
  Known& Of(const Tablet& tablet) { return known[tablet.n()]; }
  // True when the server lets it in, now and in the end.
  bool Trusted(const Tablet& tablet) const {
    return !tablet.revoked && !gone.contains(tablet.user());
  }
  // Adds a tablet of `user`'s.
  Tablet& AddTablet(const std::string& user, Build build);

  const uint64_t seed;
  FaultSet faults;
  Saboteur& saboteur;
  Trace trace;
  FaultCounts counts;
  std::optional<Violation> violation;
  std::optional<Invariant> only;  // The one that counts; none: all.
  int step = 0;
  bool faulty = true;          // False once faults have stopped.
  std::unique_ptr<Dice> dice;  // Of the action that is being done.

  base::ManualClock clock;
  Server server;
  std::vector<std::unique_ptr<Tablet>> tablets;
  std::vector<std::unique_ptr<device::Transport>> transports;  // One for each tablet.
  std::vector<Known> known;
  Network network;
  Ledger ledger;
  uint64_t nonces = 0;
  int64_t saves = 0;

  std::vector<std::string> users;
  std::set<std::string> gone;  // Users without an account any more.
  std::vector<Backup> backups;
  int verified = -1;  // The newest verified one.
  int restores = 0;
  bool deep = false;               // Restored to before a verified backup.
  int64_t promised_mutations = 0;  // What the server said it took.
  std::optional<Fault> server_death;
  std::map<std::string, HandedIn> quarantine;  // By uuid.
  // Hash of each row's content at each rev that was ever seen: the same rev, the same content.
  std::map<std::pair<std::string, int64_t>, uint64_t> contents;
};

}  // namespace zoufang::simulation
