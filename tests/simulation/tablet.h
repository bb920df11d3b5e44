// A simulated tablet: the real replica and sync engine over a real SQLite file on a virtual disk.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sync/base/random.h"
#include "sync/device/replica.h"
#include "sync/device/sync_engine.h"
#include "tests/simulation/schemas.h"
#include "tests/simulation/skewed_clock.h"
#include "tests/simulation/virtual_disk.h"
#include "tests/simulation/virtual_vfs.h"

namespace zoufang::simulation {

// Where a chain ends.
struct ChainHead {
  int64_t seq = 0;
  std::string hash;
};

class Tablet {
 public:
  // Fresh from the shop, for `user`. `world` and `transport` outlive it.
  Tablet(int n, std::string user, uint64_t seed, Build build, const base::Clock& world);

  // Opens the app on what the disk holds.
  absl::Status Boot(device::Transport& transport);
  absl::Status Enrol();
  void Fall();  // The process is gone, however it went.
  bool up() const { return replica_ != nullptr; }

  // The same database by another program: opened, used and closed within `body`.
  absl::Status ByOtherTool(absl::FunctionRef<absl::Status(sql::Database&)> body);
  absl::StatusOr<int64_t> QueryInt(absl::string_view sql);

  int n() const { return n_; }
  std::string name() const { return "T" + std::to_string(n_); }
  const std::string& user() const { return user_; }
  Build build() const { return build_; }
  void Update(Build build) { build_ = build; }
  const schema::Catalogue& catalogue() const { return CatalogueOf(build_); }
  VirtualDisk& disk() { return disk_; }
  SkewedClock& clock() { return clock_; }
  base::Random& random() { return random_; }
  device::Replica& replica() { return *replica_; }
  device::SyncEngine& engine() { return *engine_; }

  std::vector<DiskCopy> copies;  // Of its files, taken now and then.
  bool revoked = false;          // The server refuses it from now on.
  bool token_expired = false;
  // The end of the chain when the last save returned OK: what was promised to be safe.
  ChainHead promised;
  ChainHead seen;  // Mutations up to here are in the ledger.

 private:
  const int n_;
  const std::string user_;
  Build build_;
  VirtualDisk disk_;
  Machine machine_;
  SkewedClock clock_;
  base::SeededRandom random_;
  std::unique_ptr<device::Replica> replica_;
  std::unique_ptr<device::SyncEngine> engine_;
};

}  // namespace zoufang::simulation
