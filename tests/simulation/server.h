// The simulated server: the real hub over a real SQLite file on a virtual disk.
//
// Everything it knows is in its files: it may die at any write, come up again, or come up with
// earlier files. It has no network of its own; who may call it is the world's business.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "sync/base/clock.h"
#include "sync/base/random.h"
#include "sync/hub/hub.h"
#include "tests/simulation/schemas.h"
#include "tests/simulation/virtual_disk.h"
#include "tests/simulation/virtual_vfs.h"

namespace zoufang::simulation {

// A copy of the server's files.
struct Backup {
  DiskCopy files;
  int64_t mutations = 0;  // The highest _mutation.n in it.
};

class Server {
 public:
  // `clock` outlives it. Starts from files that hold the tables and nothing else.
  Server(base::ManualClock& clock, uint64_t seed, Build build);

  // Brings it up on what the disk holds; a start takes some seconds.
  absl::Status Boot();
  // The process is gone, however it went.
  void Fall();
  bool up() const { return hub_ != nullptr; }
  void Update(Build build) { build_ = build; }

  VirtualDisk& disk() { return disk_; }
  sql::Database& db() { return *db_; }
  hub::Hub& hub() { return *hub_; }
  Build build() const { return build_; }
  const schema::Catalogue& catalogue() const { return CatalogueOf(build_); }

  // Writes as a service does, in a transaction of its own.
  absl::StatusOr<sync::v1::MutationOutcome> Ingest(const hub::Author& author,
                                                   const std::vector<sync::v1::Edit>& edits);
  absl::Status SetGrants(const std::string& user, const std::vector<std::string>& prefixes);
  // The scopes that a user may hold, worked out apart from the hub.
  absl::StatusOr<std::set<std::string>> GrantedTo(const std::string& user);
  // A fresh id for a row that is born here.
  std::string NewId();

  // Drops the beginning of a scope's log, as far as the dice say; how many entries.
  absl::StatusOr<int64_t> Compact(Dice& dice);

  // Copies the files. `verified`: as `zoufang admin backup` does, after which tablets may forget.
  absl::StatusOr<Backup> BackUp(bool verified);
  // Comes up on these files instead of its own.
  absl::Status Restore(const Backup& backup);

 private:
  base::ManualClock& clock_;
  base::SeededRandom random_;
  Build build_;
  VirtualDisk disk_;
  Machine machine_;
  std::unique_ptr<sql::Database> db_;
  std::unique_ptr<hub::Hub> hub_;
};

}  // namespace zoufang::simulation
