#include "tests/simulation/tablet.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "sync/base/status.h"

namespace zoufang::simulation {
namespace {

constexpr char kFile[] = "tablet.db";

// A replica's file with all its tables and triggers and no install yet, made once.
const DiskCopy& EmptyFile(Build build, device::Env env) {
  static auto* const made = new std::map<Build, DiskCopy>;
  DiskCopy& files = (*made)[build];
  if (!files.empty()) return files;
  VirtualDisk disk;
  const Machine machine("template-tablet", disk);
  const std::string path = machine.PathOf(kFile);
  if (!device::Replica::Open(path, CatalogueOf(build), env).ok()) return files;
  auto db = sql::Database::Open(path, {.application_id = device::kApplicationId});
  if (!db.ok() || !(*db)->Execute("DELETE FROM _device").ok()) return files;
  db->reset();
  return files = disk.Copy();
}

}  // namespace

Tablet::Tablet(int n, std::string user, uint64_t seed, Build build, const base::Clock& world)
    : n_(n),
      user_(std::move(user)),
      build_(build),
      machine_(absl::StrCat("t", n), disk_),
      clock_(world),
      random_(seed) {
  disk_.Replace(EmptyFile(build, {.clock = clock_, .random = random_}));
}

absl::Status Tablet::Boot(device::Transport& transport) {
  const device::Env env{.clock = clock_, .random = random_};
  ASSIGN_OR_RETURN(replica_, device::Replica::Open(machine_.PathOf(kFile), catalogue(), env));
  engine_ = std::make_unique<device::SyncEngine>(*replica_, transport, env);
  return absl::OkStatus();
}

absl::Status Tablet::Enrol() {
  return replica_->SetEnrollment({.server = "server",
                                  .user_id = user_,
                                  .user_name = user_,
                                  .device_id = name(),
                                  .token = "t"});
}

void Tablet::Fall() {
  engine_.reset();
  replica_.reset();
}

absl::Status Tablet::ByOtherTool(absl::FunctionRef<absl::Status(sql::Database&)> body) {
  ASSIGN_OR_RETURN(
      const std::unique_ptr<sql::Database> db,
      sql::Database::Open(machine_.PathOf(kFile), {.application_id = device::kApplicationId}));
  return body(*db);
}

absl::StatusOr<int64_t> Tablet::QueryInt(absl::string_view sql) {
  int64_t value = 0;
  RETURN_IF_ERROR(replica_->Read([&](sql::Database& db) -> absl::Status {
    ASSIGN_OR_RETURN(value, db.QueryInt(sql));
    return absl::OkStatus();
  }));
  return value;
}

}  // namespace zoufang::simulation
