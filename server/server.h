// zoufangd in one object.
#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/options.h"
#include "sync/base/clock.h"
#include "sync/base/random.h"

namespace zoufang::server {

// A server that listens, from Start until Shutdown. What gRPC calls outlives gRPC's server, and the
// store outlives the services.
class Server {
 public:
  // Opens the data directory, loads the look-up and listens. `clock` and `random` outlive the
  // server.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const ServerOptions& options,
                                                       const base::Clock& clock,
                                                       base::Random& random);
  ~Server();  // Shutdown().
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // The ports that were bound; 0 for a listener that was not asked for.
  int port() const;
  int tablets_port() const;
  int http_port() const;
  int metrics_port() const;

  // Not serving any more; watchers are sent away; calls at work may finish within `grace`, then
  // they are cancelled; the queue is worked off; readers and at last the writer are closed. Blocks;
  // safe to repeat. Call it from an ordinary thread.
  void Shutdown(absl::Duration grace = absl::Seconds(10));

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
  bool stopped_ = false;
};

}  // namespace zoufang::server
