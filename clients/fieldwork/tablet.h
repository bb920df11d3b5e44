// A tablet's file, opened with the product's entities.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "sync/device/replica.h"
#include "sync/schema/catalogue.h"

namespace zoufang::fieldwork {

// What all work on a tablet stands on. Thread-safe as its replica is.
class Tablet {
 public:
  // TABLET_MISSING when there is no file. `env` outlives the tablet.
  static absl::StatusOr<std::unique_ptr<Tablet>> Open(const std::string& path, device::Env env);
  // Opens the file, or makes it.
  static absl::StatusOr<std::unique_ptr<Tablet>> OpenOrCreate(const std::string& path,
                                                              device::Env env);

  device::Replica& replica() { return *replica_; }
  const schema::Catalogue& catalogue() const { return *catalogue_; }
  device::Env env() const { return env_; }
  absl::Time Now() const { return env_.clock.Now(); }
  std::string NewId() { return base::NewUuid(Now(), env_.random); }
  // The officer who uses it. NOT_ENROLLED.
  absl::StatusOr<std::string> UserName();

 private:
  Tablet(std::unique_ptr<schema::Catalogue> catalogue, std::unique_ptr<device::Replica> replica,
         device::Env env)
      : catalogue_(std::move(catalogue)), replica_(std::move(replica)), env_(env) {}

  std::unique_ptr<schema::Catalogue> catalogue_;  // Outlives the replica.
  std::unique_ptr<device::Replica> replica_;
  device::Env env_;
};

}  // namespace zoufang::fieldwork
