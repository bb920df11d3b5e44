// A running server and tablets that sync with it over gRPC on loopback.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/server.h"
#include "sync/base/clock.h"
#include "sync/base/random.h"
#include "sync/device/grpc_transport.h"
#include "sync/device/replica.h"
#include "sync/device/sync_engine.h"
#include "sync/schema/catalogue.h"
#include "sync/schema/row.h"

namespace zoufang::bench {

// One tablet with its own file, token and connection.
struct Tablet {
  std::string path;
  std::unique_ptr<device::Replica> replica;
  std::unique_ptr<device::GrpcTransport> transport;
  std::unique_ptr<device::SyncEngine> engine;
};

// The real server in this process, on a fresh directory and an ephemeral port.
class World {
 public:
  // Makes `directory` and a server's data directory in it. Serves only after Serve().
  static absl::StatusOr<std::unique_ptr<World>> Make(const std::string& directory);

  // Writes rows through the server's own ingest, one mutation each. Before Serve().
  absl::Status Seed(const schema::Entity& entity, const std::vector<schema::Row>& rows);
  absl::Status Serve();
  // A new tablet of an officer of one area, enrolled and empty.
  absl::StatusOr<Tablet> NewTablet(const std::string& area_prefix);

  const schema::Catalogue& catalogue() const { return catalogue_; }
  base::Random& random() { return random_; }
  const base::Clock& clock() const { return clock_; }
  const std::string& address() const { return address_; }
  std::string File(const std::string& name) const { return directory_ + "/" + name; }

 private:
  World() = default;
  // The name of an officer's account for the area; made when it is new.
  absl::StatusOr<std::string> UserFor(const std::string& area_prefix);

  std::string directory_;
  base::SystemClock clock_;
  base::SystemRandom random_;
  schema::Catalogue catalogue_;
  std::string address_;
  std::string password_;
  std::shared_ptr<grpc::Channel> channel_;  // gRPC's own ownership.
  std::string admin_token_;
  std::vector<std::string> users_;  // Area prefixes that have an account; its name is "officer<i>".
  int tablets_ = 0;
  std::unique_ptr<server::Server> server_;  // Last: it stops before what it uses goes.
};

}  // namespace zoufang::bench
